MATCH (register:Register)-[:JURISDICTION]->(territory:Territory)
WHERE ($territory = '' OR territory.iri = $territory)
  AND NOT EXISTS { MATCH (register)-[:KEPT_BY|KEPT_BY_KIND]->(:Body|Concept) }
MATCH (register)-[:REGISTER_CONTENT]->(content:Concept)
MATCH (register)-[:STATUS]->(status:Concept)
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (register)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (register)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  register.iri AS register,
  content.iri AS content,
  status.iri AS status,
  basis.clausePrinted AS clause,
  basis.iri AS basis
