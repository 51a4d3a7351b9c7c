MATCH (coordinator:Body)-[:COORDINATES]->(coordinated:Body)
MATCH (coordinator)<-[:SUBJECT]-(record:Relation)-[:OBJECT]->(coordinated)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND record.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  // Two that coordinate each other are found apart.
  AND (coordinator.iri = coordinated.iri
    OR NOT EXISTS { MATCH (coordinated)-[:COORDINATES]->(coordinator) })
MATCH (coordinated)<-[:SUBJECT]-(onward:Relation)-[:OBJECT]->(next:Body)
WHERE onward.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND onward.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (onward.validFrom IS NULL OR onward.validFrom <= $date)
  AND (onward.validTo IS NULL OR onward.validTo >= $date)
  AND NOT EXISTS {
    MATCH (onward)-[:STATES]->(laterOnward:Statement {property: 'validFrom'})
    WHERE laterOnward.date > $date
  }
MATCH (previous:Body)<-[:SUBJECT]-(backward:Relation)-[:OBJECT]->(coordinator)
WHERE backward.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND backward.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (backward.validFrom IS NULL OR backward.validFrom <= $date)
  AND (backward.validTo IS NULL OR backward.validTo >= $date)
  AND NOT EXISTS {
    MATCH (backward)-[:STATES]->(laterBackward:Statement {property: 'validFrom'})
    WHERE laterBackward.date > $date
  }
  AND (next.iri = previous.iri
    OR EXISTS { MATCH SHORTEST 1 (next)-[:COORDINATES]->*(previous) })
RETURN DISTINCT
  coordinator.iri AS coordinator,
  coordinated.iri AS coordinated,
  coalesce(record.function_ru, record.function_en) AS function,
  record.validFrom AS validFrom,
  record.validTo AS validTo,
  record.iri AS record
