MATCH (:Concept {iri: $kind})<-[:BROADER*0..30]-(:Concept)<-[:KIND]-(body:Body)
MATCH (body)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
MATCH (body)-[:JURISDICTION]->(place:Territory)-[:WITHIN*0..30]->(:Territory {iri: $territory})
WHERE (body.validFrom IS NULL OR body.validFrom <= $date)
  AND (body.validTo IS NULL OR body.validTo >= $date)
  AND NOT EXISTS {
    MATCH (body)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
RETURN DISTINCT body.iri AS body, place.iri AS place
