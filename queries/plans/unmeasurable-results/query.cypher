MATCH (activity:Activity)-[:PLAN]->(plan:Document)
WHERE ($plan = '' OR plan.iri = $plan)
  AND activity.resultPrinted IS NOT NULL
  AND 'https://w3id.org/methodnet/scheme/result-kind/improvement' IN activity.resultKind
  AND size(activity.resultKind) = 1
  AND NOT EXISTS { MATCH (activity)-[:PARENT_ACTIVITY]->(:Activity) }
// Whose plan it is: of several that issued or approved it the first.
OPTIONAL MATCH (plan)-[:APPROVED_BY*0..1]->(:Document)-[:ISSUER]->(issuer:Body)
WITH activity, plan, min(issuer.iri) AS issuer
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (activity)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  activity.resultPrinted AS result,
  issuer,
  basis.clausePrinted AS clause,
  basis.iri AS basis
