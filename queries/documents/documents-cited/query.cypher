MATCH (document:Document {iri: $document})<-[:HAS_DOCUMENT]-(basis:Basis)<-[:HAS_BASIS]-(cited:Document)
MATCH (cited)-[:STATUS]->(state:Concept)
MATCH (cited)-[:DOCUMENT_KIND]->(documentKind:Concept)
WHERE cited.iri <> $document
UNWIND ['', 'approvedBy', 'basedOn', 'cites', 'replaces'] AS link
WITH document, basis, cited, state, documentKind, link
WHERE (link = 'approvedBy' AND EXISTS { MATCH (document)-[:APPROVED_BY]->(cited) })
  OR (link = 'basedOn' AND EXISTS { MATCH (document)-[:BASED_ON]->(cited) })
  OR (link = 'cites' AND EXISTS { MATCH (document)-[:CITES]->(cited) })
  OR (link = 'replaces' AND EXISTS { MATCH (document)-[:REPLACES]->(cited) })
  OR (link = '' AND NOT EXISTS { MATCH (document)-[:APPROVED_BY|BASED_ON|CITES|REPLACES]->(cited) })
RETURN
  cited.iri AS cited,
  documentKind.iri AS documentKind,
  state.iri AS state,
  CASE WHEN link <> '' THEN 'https://w3id.org/methodnet/ontology#' + link END AS link,
  basis.clausePrinted AS clause,
  basis.iri AS basis,
  basis.lineFrom AS line
ORDER BY line, cited, link, basis
