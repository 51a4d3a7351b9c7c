MATCH (activity:Activity)-[:PLAN]->(plan:Document)
WHERE ($plan = '' OR plan.iri = $plan)
  AND NOT EXISTS { MATCH (activity)-[:PARENT_ACTIVITY]->(:Activity) }
OPTIONAL MATCH (plan)-[:STATES]->(first:Statement {property: 'periodFrom'})
OPTIONAL MATCH (plan)-[:STATES]->(last:Statement {property: 'periodTo'})
WITH
  activity,
  plan,
  coalesce(first.date, plan.periodFrom) AS periodFrom,
  coalesce(last.date, plan.periodTo) AS periodTo
WHERE coalesce(activity.deadlineStart, activity.deadlineEnd) < periodFrom
  OR coalesce(activity.deadlineEnd, activity.deadlineStart) > periodTo
// Whose plan it is: of several that issued or approved it the first.
OPTIONAL MATCH (plan)-[:APPROVED_BY*0..1]->(:Document)-[:ISSUER]->(issuer:Body)
WITH activity, plan, periodFrom, periodTo, min(issuer.iri) AS issuer
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (activity)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  activity.deadlinePrinted AS deadline,
  activity.deadlineStart AS start,
  activity.deadlineEnd AS `end`,
  periodFrom,
  periodTo,
  issuer,
  basis.clausePrinted AS clause,
  basis.iri AS basis
