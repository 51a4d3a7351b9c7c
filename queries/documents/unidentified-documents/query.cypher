MATCH (:Document {iri: $document})<-[:HAS_DOCUMENT]-(basis:Basis)<-[:HAS_BASIS]-(cited:Document)
MATCH (cited)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/unidentified'})
MATCH (cited)-[:DOCUMENT_KIND]->(documentKind:Concept)
OPTIONAL MATCH (cited)-[:STATES]->(datePrinted:Statement {property: 'datePrinted'})
RETURN DISTINCT
  cited.iri AS cited,
  documentKind.iri AS documentKind,
  coalesce(datePrinted.value, cited.datePrinted) AS datePrinted,
  basis.clausePrinted AS clause,
  basis.iri AS basis
