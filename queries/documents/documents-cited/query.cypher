MATCH (document:Document {iri: $document})<-[:HAS_DOCUMENT]-(place:Basis)<-[:HAS_BASIS]-(named:Document)
WHERE named.iri <> $document
MATCH (named)-[:DOCUMENT_KIND]->(documentKind:Concept)
MATCH (named)-[:STATUS]->(state:Concept)
UNWIND ['', 'approvedBy', 'basedOn', 'cites', 'replaces'] AS name
WITH document, place, named, documentKind, state, name
WHERE (name = 'approvedBy' AND EXISTS { MATCH (document)-[:APPROVED_BY]->(named) })
  OR (name = 'basedOn' AND EXISTS { MATCH (document)-[:BASED_ON]->(named) })
  OR (name = 'cites' AND EXISTS { MATCH (document)-[:CITES]->(named) })
  OR (name = 'replaces' AND EXISTS { MATCH (document)-[:REPLACES]->(named) })
  OR (name = '' AND NOT EXISTS { MATCH (document)-[:APPROVED_BY|BASED_ON|CITES|REPLACES]->(named) })
RETURN
  named.iri AS cited,
  documentKind.iri AS documentKind,
  state.iri AS state,
  CASE WHEN name <> '' THEN 'https://w3id.org/methodnet/ontology#' + name END AS link,
  place.clausePrinted AS clause,
  place.iri AS basis
ORDER BY place.lineFrom, named.iri, name, place.iri, state.iri, documentKind.iri
