MATCH (register:Register)-[:JURISDICTION]->(territory:Territory)
WHERE $territory = '' OR territory.iri = $territory
MATCH (register)-[:REGISTER_CONTENT]->(content:Concept)
MATCH (register)-[:STATUS]->(status:Concept)
OPTIONAL MATCH (register)-[:KEPT_BY|KEPT_BY_KIND]->(keeper:Body|Concept)
OPTIONAL MATCH (register)-[:CERTAINTY]->(certainty:Concept)
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (register)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (register)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  register.iri AS register,
  content.iri AS content,
  keeper.iri AS keeper,
  status.iri AS status,
  certainty.iri AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
