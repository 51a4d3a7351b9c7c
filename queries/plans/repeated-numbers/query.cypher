MATCH (plan:Document)<-[:PLAN]-(each:Activity)
WHERE ($plan = '' OR plan.iri = $plan)
  AND each.printedNumber IS NOT NULL
  AND NOT EXISTS { MATCH (each)-[:PARENT_ACTIVITY]->(:Activity) }
WITH plan, each, each.printedNumber AS printed
WITH
  plan,
  each,
  CASE WHEN printed ENDS WITH '.' THEN left(printed, size(printed) - 1) ELSE printed END AS number
WITH plan, number, min(each.iri) AS first, max(each.iri) AS second, count(each) AS activities
WHERE activities > 1
MATCH (plan)<-[:PLAN]-(activity:Activity)
WHERE activity.iri = first
// Whose plan it is: of several that issued or approved it the first.
OPTIONAL MATCH (plan)-[:APPROVED_BY*0..1]->(:Document)-[:ISSUER]->(issuer:Body)
WITH number, plan, activity, second, activities, min(issuer.iri) AS issuer
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (activity)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  number,
  plan.iri AS plan,
  activity.iri AS activity,
  second,
  activities,
  issuer,
  basis.clausePrinted AS clause,
  basis.iri AS basis
