MATCH (plan:Document)<-[:PLAN]-(activity:Activity)
WHERE plan.iri IN [$earlier, $later]
MATCH (activity)-[:ACTIVITY_KIND]->(kind:Concept)
WHERE $workKind = '' OR kind.iri = $workKind
// A part of a row has the row's responsible.
MATCH (activity)-[:PARENT_ACTIVITY*0..1]->(row:Activity)<-[:HAS_ACTIVITY]-
  (responsibility:Responsibility)-[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(responsible)
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (responsibility)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (responsibility)-[:HAS_BASIS]->(before:Basis)
  WHERE before.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  kind.iri AS workKind,
  plan.iri AS plan,
  activity.iri AS activity,
  responsible.iri AS responsible,
  responsibility.printedForm AS printedForm,
  basis.clausePrinted AS clause,
  basis.iri AS basis
