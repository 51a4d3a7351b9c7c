// The body itself (no step) or its kind; a document on the kind counts on the body's territory.
MATCH (body:Body {iri: $body})-[:KIND*0..1]->(governed:Body|Concept)
MATCH (governed)<-[:GOVERNS|GOVERNS_KIND]-(document:Document)
WHERE governed.iri = $body
  OR EXISTS {
    MATCH (body)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(place:Territory),
      (place)<-[:JURISDICTION]-(document)
  }
MATCH (document)-[:DOCUMENT_KIND]->(documentKind:Concept)
MATCH (document)-[:STATUS]->(state:Concept)
OPTIONAL MATCH (document)-[:STATES]->(from:Statement {property: 'validFrom'})
OPTIONAL MATCH (document)-[:STATES]->(until:Statement {property: 'validTo'})
OPTIONAL MATCH (document)<-[:REPLACES]-(replacedBy:Document)
RETURN DISTINCT
  document.iri AS document,
  documentKind.iri AS documentKind,
  CASE WHEN governed.iri = $body
    THEN 'https://w3id.org/methodnet/ontology#governs'
    ELSE 'https://w3id.org/methodnet/ontology#governsKind'
  END AS how,
  state.iri AS state,
  coalesce(from.date, document.validFrom) AS from,
  coalesce(until.date, document.validTo) AS until,
  // Of several dates the property has the earliest, statements have all.
  CASE WHEN state.iri <> 'https://w3id.org/methodnet/scheme/document-status/unidentified' THEN
    state.iri = 'https://w3id.org/methodnet/scheme/document-status/in-force'
    AND (document.validFrom IS NULL OR document.validFrom <= $date)
    AND (document.validTo IS NULL OR document.validTo >= $date)
    AND (document.periodTo IS NULL OR document.periodTo >= $date)
    AND NOT EXISTS {
      MATCH (document)-[:STATES]->(later:Statement {property: 'validFrom'})
      WHERE later.date > $date
    }
    AND NOT EXISTS {
      MATCH (document)-[:APPROVED_BY*0..1]->(dated:Document)
      WHERE dated.documentDate > $date
    }
    AND NOT EXISTS {
      MATCH (document)-[:APPROVED_BY*0..1]->(dated:Document),
        (dated)-[:STATES]->(later:Statement {property: 'documentDate'})
      WHERE later.date > $date
    }
  END AS inForce,
  replacedBy.iri AS replacedBy
