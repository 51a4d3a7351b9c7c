MATCH (resource:Resource)-[:JURISDICTION]->(territory:Territory)
WHERE $territory = '' OR territory.iri = $territory
MATCH (resource)-[:RESOURCE_KIND]->(kind:Concept)
WHERE $resourceKind = '' OR kind.iri = $resourceKind
MATCH (resource)-[stated:STATUS]->(status:Concept)
MATCH (resource)-[grounded:HAS_BASIS]->(basis:Basis)-[:HAS_DOCUMENT]->(document:Document)
// In the graph of each document: two documents may give one resource different states.
UNWIND stated.graphs AS dataset
WITH resource, kind, status, grounded, basis, document, dataset
WHERE dataset IN grounded.graphs AND dataset IN basis.graphs
OPTIONAL MATCH (resource)-[kept:KEPT_BY|KEPT_BY_KIND]->(keeper:Body|Concept)
WHERE dataset IN kept.graphs
RETURN DISTINCT
  resource.iri AS resource,
  kind.iri AS resourceKind,
  keeper.iri AS keeper,
  status.iri AS status,
  document.iri AS document,
  basis.clausePrinted AS clause,
  basis.iri AS basis
