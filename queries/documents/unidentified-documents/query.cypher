MATCH (cited:Document)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/unidentified'})
MATCH (cited)-[:DOCUMENT_KIND]->(documentKind:Concept)
OPTIONAL MATCH (cited)-[:HAS_BASIS]->(basis:Basis)-[:HAS_DOCUMENT]->(source:Document)
// Of several places in one source the first.
WHERE NOT EXISTS {
  MATCH (cited)-[:HAS_BASIS]->(other:Basis)-[:HAS_DOCUMENT]->(source)
  WHERE other.lineFrom < basis.lineFrom
}
WITH cited, documentKind, basis, source
WHERE $document = '' OR source.iri = $document
OPTIONAL MATCH (cited)-[:STATES]->(datePrinted:Statement {property: 'datePrinted'})
RETURN DISTINCT
  cited.iri AS cited,
  documentKind.iri AS documentKind,
  coalesce(datePrinted.value, cited.datePrinted) AS datePrinted,
  source.iri AS source,
  basis.clausePrinted AS clause,
  basis.iri AS basis
