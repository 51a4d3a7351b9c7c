MATCH (municipality:Territory)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (municipality)-[:TERRITORY_LEVEL]->(level)
WHERE level.iri = 'https://w3id.org/methodnet/scheme/level/municipal'
OPTIONAL MATCH (municipality)<-[:JURISDICTION]-(association:Body)-[:STATUS]->(status)
WHERE status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
  AND any(kind IN association.kind WHERE kind IN [
    'https://w3id.org/methodnet/scheme/kind/municipal-methodical-association',
    'https://w3id.org/methodnet/scheme/kind/municipal-teacher-association'
  ])
  // Of several dates the property has the earliest.
  AND (association.validFrom IS NULL OR association.validFrom <= $date)
  AND (association.validTo IS NULL OR association.validTo >= $date)
  AND NOT EXISTS {
    MATCH (association)-[:STATES]->(began:Statement {property: 'validFrom'})
    WHERE began.date > $date
  }
OPTIONAL MATCH (association)-[:SUBJECT_AREA]->(subjectArea)
RETURN DISTINCT
  municipality.iri AS municipality,
  subjectArea.iri AS subjectArea,
  association.iri AS association
