MATCH (start:Document {iri: $start}), (document:Document)
// Walks repeat where documents rest on each other, shortest paths do not.
WHERE document.iri = $start
  OR EXISTS { MATCH (start)-[:APPROVED_BY|BASED_ON* SHORTEST 1..30]->(document) }
WITH DISTINCT document
MATCH (document)-[:APPROVED_BY|BASED_ON]->(by:Document)
UNWIND ['approvedBy', 'basedOn'] AS link
WITH document, by, link
WHERE (link = 'approvedBy' AND EXISTS { MATCH (document)-[:APPROVED_BY]->(by) })
  OR (link = 'basedOn' AND EXISTS { MATCH (document)-[:BASED_ON]->(by) })
OPTIONAL MATCH (by)-[:STATES]->(number:Statement {property: 'printedNumber'})
OPTIONAL MATCH (by)-[:STATES]->(issued:Statement {property: 'documentDate'})
OPTIONAL MATCH (by)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  document.iri AS document,
  'https://w3id.org/methodnet/ontology#' + link AS link,
  by.iri AS by,
  coalesce(number.value, by.printedNumber) AS number,
  coalesce(issued.date, by.documentDate) AS issued,
  basis.clausePrinted AS clause,
  basis.iri AS basis
