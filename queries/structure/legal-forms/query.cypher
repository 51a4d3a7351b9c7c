MATCH (:Territory {iri: $jurisdiction})<-[:WITHIN*0..30]-(territory:Territory)
MATCH (territory)-[:TERRITORY_LEVEL]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/level/municipal'})
OPTIONAL MATCH (territory)<-[:JURISDICTION]-(service:Body),
  (service)-[:KIND]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/kind/municipal-methodical-service'}),
  (service)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
// Of several dates the property has the earliest, statements have all.
WHERE (service.validFrom IS NULL OR service.validFrom <= $date)
  AND (service.validTo IS NULL OR service.validTo >= $date)
  AND NOT EXISTS {
    MATCH (service)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (service)-[:LEGAL_FORM]->(legalForm:Concept)
RETURN DISTINCT
  territory.iri AS territory,
  service.iri AS service,
  legalForm.iri AS legalForm
