MATCH (start:Body)-[:ATTACHED_TO*0..1]->(:Body {iri: $body})
// A school is linked upwards through its methodical council.
WHERE start.iri = $body
  OR 'https://w3id.org/methodnet/scheme/kind/school-methodical-council' IN start.kind
// Walks repeat in a circle of coordinators, shortest paths do not.
MATCH (coordinated:Body)
WHERE coordinated.iri = start.iri
  OR EXISTS { MATCH (coordinated)-[:COORDINATES* SHORTEST 1..30]->(start) }
WITH DISTINCT coordinated
MATCH (coordinator:Body)-[:COORDINATES]->(coordinated)
MATCH (coordinator)<-[:SUBJECT]-(record:Norm|Relation)-[:OBJECT]->(coordinated)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND record.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
// Of several dates the property has the earliest, statements have all.
OPTIONAL MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
WHERE later.date > $date
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  coordinator.iri AS coordinator,
  coordinated.iri AS coordinated,
  coalesce(record.function_ru, record.function_en) AS function,
  coalesce(record.validFrom <= $date, true)
    AND coalesce(record.validTo >= $date, true)
    AND later.iri IS NULL AS inForce,
  record.certainty AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
