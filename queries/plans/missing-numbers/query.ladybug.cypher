MATCH (plan:Document)<-[:PLAN]-(activity:Activity)
WHERE ($plan = '' OR plan.iri = $plan)
  AND regexp_full_match(activity.printedNumber, '([0-9]+[.])*[0-9]+[.]?')
  AND NOT EXISTS { MATCH (activity)-[:PARENT_ACTIVITY]->(:Activity) }
WITH plan, activity, activity.printedNumber AS printed
WITH
  plan,
  activity,
  CASE WHEN printed ENDS WITH '.' THEN left(printed, size(printed) - 1) ELSE printed END AS own
WITH plan, activity, own, regexp_extract(own, '[0-9]+$') AS part
// What is no number becomes nought: a cast that fails would end the query.
WITH
  plan,
  activity,
  own,
  part,
  CAST(CASE WHEN part = '' THEN '0' ELSE part END AS INT64) AS ordinal
WHERE ordinal > 1
WITH plan, activity, left(own, size(own) - size(part)) + CAST(ordinal - 1 AS STRING) AS number
WHERE NOT EXISTS {
  MATCH (plan)<-[:PLAN]-(previous:Activity)
  WHERE previous.printedNumber IN [number, number + '.']
}
// Whose plan it is: of several that issued or approved it the first.
OPTIONAL MATCH (plan)-[:APPROVED_BY*0..1]->(:Document)-[:ISSUER]->(issuer:Body)
WITH number, plan, activity, min(issuer.iri) AS issuer
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
  issuer,
  basis.clausePrinted AS clause,
  basis.iri AS basis
