MATCH (territory:Territory)<-[:JURISDICTION]-(model:Document)
MATCH (model)-[:DOCUMENT_KIND]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/document-kind/model-act'})
MATCH (model)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
// Of several dates the property has the earliest, statements have all.
WHERE ($territory = '' OR territory.iri = $territory)
  AND (model.validFrom IS NULL OR model.validFrom <= $date)
  AND (model.validTo IS NULL OR model.validTo >= $date)
  AND NOT EXISTS {
    MATCH (model)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
MATCH (model)-[:GOVERNS_KIND]->(kind:Concept)<-[:KIND]-(body:Body)
MATCH (body)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
MATCH (body)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(territory)
WHERE NOT EXISTS {
    MATCH (body)<-[:GOVERNS]-(act:Document)-[:BASED_ON]->(model)
    WHERE (act.validFrom IS NULL OR act.validFrom <= $date)
      AND (act.validTo IS NULL OR act.validTo >= $date)
      AND NOT EXISTS {
        MATCH (act)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
RETURN DISTINCT body.iri AS body, kind.iri AS kind, model.iri AS model
