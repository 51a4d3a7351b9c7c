MATCH (:Concept {iri: $kind})<-[:BODY_KIND]-(responsibility:Responsibility)-[:HAS_ACTIVITY]->
  (activity:Activity)-[:PLAN]->(plan:Document)
WHERE $plan = '' OR plan.iri = $plan
OPTIONAL MATCH (responsibility)-[:HAS_BASIS]->(basis:Basis)
// Of several places the first: a row that a page break split is one row.
WHERE NOT EXISTS {
  MATCH (responsibility)-[:HAS_BASIS]->(earlier:Basis)
  WHERE earlier.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  responsibility.printedForm AS printedForm,
  responsibility.certainty AS certainty,
  activity.deadlinePrinted AS deadline,
  basis.clausePrinted AS clause,
  basis.iri AS basis
