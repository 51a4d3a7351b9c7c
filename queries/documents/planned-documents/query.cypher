MATCH (:Territory {iri: $territory})<-[:JURISDICTION]-(document:Document)
MATCH (document)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/planned'})
MATCH (document)-[:DOCUMENT_KIND]->(documentKind:Concept)
OPTIONAL MATCH (document)<-[:CREATES]-(activity)
OPTIONAL MATCH (document)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  document.iri AS document,
  documentKind.iri AS documentKind,
  activity.iri AS activity,
  basis.clausePrinted AS clause,
  basis.iri AS basis
