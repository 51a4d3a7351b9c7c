MATCH (activity:Activity)-[:PLAN]->(plan:Document)
WHERE ($plan = '' OR plan.iri = $plan)
  AND activity.deadlineKind IN [
    'https://w3id.org/methodnet/scheme/deadline-kind/by-day',
    'https://w3id.org/methodnet/scheme/deadline-kind/half-year',
    'https://w3id.org/methodnet/scheme/deadline-kind/interval',
    'https://w3id.org/methodnet/scheme/deadline-kind/month',
    'https://w3id.org/methodnet/scheme/deadline-kind/windows',
    'https://w3id.org/methodnet/scheme/deadline-kind/year'
  ]
  AND activity.deadlineEnd < $date
  AND NOT EXISTS { MATCH (activity)-[:PARENT_ACTIVITY]->(:Activity) }
  AND NOT EXISTS {
    MATCH (mark:Completion)-[:HAS_ACTIVITY]->(activity)
    WHERE mark.date <= $date
  }
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
  activity.deadlineEnd AS `end`,
  activity.responsiblePrinted AS responsiblePrinted,
  basis.clausePrinted AS clause,
  basis.iri AS basis
