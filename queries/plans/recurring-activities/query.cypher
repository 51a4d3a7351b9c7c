MATCH (activity:Activity)-[:PLAN]->(plan:Document)
WHERE $plan = '' OR plan.iri = $plan
WITH activity, plan, activity.deadlineKind IN [
  'https://w3id.org/methodnet/scheme/deadline-kind/recurring',
  'https://w3id.org/methodnet/scheme/deadline-kind/windows'
] AS recurs
OPTIONAL MATCH (norm:Norm|Register)-[:PLANNED_BY]->(activity)
WHERE NOT recurs AND norm.periodicity IS NOT NULL
WITH activity, plan, recurs, norm.periodicity AS prescribed
WHERE recurs OR prescribed IS NOT NULL
OPTIONAL MATCH (occurrence:Occurrence)-[:HAS_ACTIVITY]->(activity)
WHERE recurs
WITH activity, plan, prescribed, count(occurrence) AS occurrences
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (activity)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  activity.deadlineKind AS deadlineKind,
  activity.deadlinePrinted AS deadline,
  coalesce(prescribed, activity.recurrence) AS recurrence,
  CASE WHEN occurrences > 0 THEN occurrences END AS occurrences,
  basis.clausePrinted AS clause,
  basis.iri AS basis
