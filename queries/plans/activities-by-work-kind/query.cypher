MATCH (activity:Activity)-[:ACTIVITY_KIND]->(:Concept {iri: $workKind})
MATCH (activity)-[:PLAN]->(plan:Document)
WHERE $plan = '' OR plan.iri = $plan
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
  activity.responsiblePrinted AS responsiblePrinted,
  basis.clausePrinted AS clause,
  basis.iri AS basis
