// The body itself (no step) or its kind, the latter on the territory of the body.
MATCH (body:Body {iri: $body})-[:KIND*0..1]->(governed:Body|Concept)
MATCH (governed)<-[:GOVERNS|GOVERNS_KIND]-(document:Document)
WHERE governed.iri = $body
  OR EXISTS { MATCH (body)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(:Territory)<-[:JURISDICTION]-(document) }
MATCH (document)-[:DOCUMENT_KIND]->(documentKind:Concept)
MATCH (document)-[:STATUS]->(state:Concept)
OPTIONAL MATCH (document)-[:STATES]->(from:Statement {property: 'validFrom'})
OPTIONAL MATCH (document)-[:STATES]->(until:Statement {property: 'validTo'})
OPTIONAL MATCH (document)<-[:REPLACES]-(replacedBy:Document)
RETURN DISTINCT
  document.iri AS document,
  documentKind.iri AS documentKind,
  CASE WHEN governed.iri = $body THEN 'https://w3id.org/methodnet/ontology#governs' ELSE 'https://w3id.org/methodnet/ontology#governsKind' END AS how,
  state.iri AS state,
  coalesce(from.date, document.validFrom) AS from,
  coalesce(until.date, document.validTo) AS until,
  replacedBy.iri AS replacedBy,
  CASE WHEN state.iri <> 'https://w3id.org/methodnet/scheme/document-status/unidentified' THEN
    state.iri = 'https://w3id.org/methodnet/scheme/document-status/in-force'
  END AS inForce
