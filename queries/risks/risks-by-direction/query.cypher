MATCH (risk:Risk)-[:JURISDICTION]->(territory:Territory)
WHERE $territory = '' OR territory.iri = $territory
MATCH (risk)-[:DIRECTION]->(direction:Concept)
MATCH (risk)-[:RISK_CATEGORY]->(category:Concept)
OPTIONAL MATCH (risk)-[:MITIGATED_BY]->(mitigation)
OPTIONAL MATCH (mitigation)-[:HOLDER|HOLDER_KIND]->(holder)
OPTIONAL MATCH (mitigation)<-[:HAS_ACTIVITY]-(responsibility:Responsibility),
  (responsibility)-[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(responsible)
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (risk)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (risk)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  direction.iri AS direction,
  risk.iri AS risk,
  category.iri AS category,
  mitigation.iri AS mitigation,
  coalesce(holder.iri, responsible.iri) AS responsible,
  basis.clausePrinted AS clause,
  basis.iri AS basis
