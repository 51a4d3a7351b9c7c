MATCH (monitoring:Activity|Task)-[:ACTIVITY_KIND]->(workKind:Concept)
WHERE workKind.iri = 'https://w3id.org/methodnet/scheme/work-kind/monitoring'
OPTIONAL MATCH (monitoring)-[:CONCERNS|CONCERNS_KIND]->(watched)
OPTIONAL MATCH (monitoring)-[:PLAN]->(plan:Document)
// A part of a row has the row's responsible.
OPTIONAL MATCH (monitoring)-[:PARENT_ACTIVITY*0..1]->(row:Activity),
  (row)<-[:HAS_ACTIVITY]-(:Responsibility)-[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(answering)
OPTIONAL MATCH (monitoring)-[:HOLDER|HOLDER_KIND]->(holder)
// Of several places the last: headings and rows it leans on come before its own line.
OPTIONAL MATCH (monitoring)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (monitoring)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom > basis.lineFrom
}
RETURN DISTINCT
  monitoring.iri AS monitoring,
  watched.iri AS watched,
  coalesce(answering.iri, holder.iri) AS responsible,
  plan.iri AS plan,
  monitoring.deadlinePrinted AS deadline,
  basis.clausePrinted AS clause,
  basis.iri AS basis
