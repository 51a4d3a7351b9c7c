MATCH (risk:Risk)
OPTIONAL MATCH (risk)-[:JURISDICTION]->(territory:Territory)
WITH risk, territory
WHERE ($territory = '' OR territory.iri = $territory)
  AND NOT EXISTS { MATCH (risk)-[:MITIGATED_BY]->() }
OPTIONAL MATCH (risk)-[:RISK_CATEGORY]->(category:Concept)
OPTIONAL MATCH (risk)-[:DIRECTION]->(direction:Concept)
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (risk)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (risk)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  risk.iri AS risk,
  category.iri AS category,
  direction.iri AS direction,
  basis.clausePrinted AS clause,
  basis.iri AS basis
