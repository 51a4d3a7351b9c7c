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
MATCH (body)<-[:PARTY]-(agreement:Agreement)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
MATCH (agreement)-[:PARTY]->(partner:Body)
WHERE partner.iri <> body.iri
  AND ($partner = '' OR partner.iri = $partner)
  AND (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
  AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
  AND NOT EXISTS {
    MATCH (agreement)-[:STATES]->(first:Statement {property: 'validFrom'})
    WHERE first.date > $date
  }
RETURN DISTINCT body.iri AS body, agreement.iri AS agreement, place.iri AS place
