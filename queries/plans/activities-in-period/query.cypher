MATCH (activity:Activity)-[:PLAN]->(plan:Document)
WHERE ($plan = '' OR plan.iri = $plan)
  AND NOT EXISTS { MATCH (activity)-[:PARENT_ACTIVITY]->(:Activity) }
OPTIONAL MATCH (occurrence:Occurrence)-[:HAS_ACTIVITY]->(activity)
WITH activity, plan,
  coalesce(occurrence.occurrenceStart, activity.deadlineStart) AS start,
  coalesce(occurrence.occurrenceEnd, activity.deadlineEnd) AS `end`
WHERE `end` >= $since AND coalesce(start, `end`) <= $until
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
  start,
  `end`,
  basis.clausePrinted AS clause,
  basis.iri AS basis
