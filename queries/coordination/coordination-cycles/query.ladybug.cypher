MATCH (coordinator:Body)-[:COORDINATES]->(coordinated:Body)
// A shortest path never leads from a node to itself.
WHERE coordinator.iri = coordinated.iri
  OR EXISTS { MATCH (coordinated)-[:COORDINATES* SHORTEST 1..30]->(coordinator) }
MATCH (coordinator)<-[:SUBJECT]-(record:Relation)-[:OBJECT]->(coordinated)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND record.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
RETURN DISTINCT
  coordinator.iri AS coordinator,
  coordinated.iri AS coordinated,
  coalesce(record.function_ru, record.function_en) AS function,
  record.validFrom AS validFrom,
  record.validTo AS validTo,
  record.iri AS record
