MATCH (rule:Norm)-[:JURISDICTION]->(:Territory {iri: $jurisdiction})
WHERE rule.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND rule.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
WITH collect(rule.iri) AS rules
OPTIONAL MATCH ({iri: $kind})<-[:OBJECT|OBJECT_KIND]-(norm1:Norm)-[:SUBJECT|SUBJECT_KIND]->(above1)
WHERE norm1.iri IN rules
OPTIONAL MATCH (above1)<-[:OBJECT|OBJECT_KIND]-(norm2:Norm)-[:SUBJECT|SUBJECT_KIND]->(above2)
WHERE norm2.iri IN rules
OPTIONAL MATCH (above2)<-[:OBJECT|OBJECT_KIND]-(norm3:Norm)-[:SUBJECT|SUBJECT_KIND]->(above3)
WHERE norm3.iri IN rules
UNWIND [
  {step: 1, iri: $kind},
  {step: 2, iri: above1.iri},
  {step: 3, iri: above2.iri},
  {step: 4, iri: above3.iri}
] AS reached
WITH DISTINCT rules, reached.step AS step, reached.iri AS reached
MATCH (coordinated {iri: reached})<-[:OBJECT|OBJECT_KIND]-(record:Norm)
  -[:SUBJECT|SUBJECT_KIND]->(coordinator)
WHERE record.iri IN rules
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (record)<-[:READING_TAKEN]-(reading:Reading)
OPTIONAL MATCH (reading)-[:READING_OTHER]->(otherReading)
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  step,
  coordinator.iri AS coordinator,
  coordinated.iri AS coordinated,
  coalesce(record.function_ru, record.function_en) AS function,
  record.certainty AS certainty,
  reading.iri AS reading,
  otherReading.iri AS otherReading,
  basis.clausePrinted AS clause,
  basis.iri AS basis
ORDER BY
  step,
  coordinator,
  coordinated,
  coalesce(function, ''),
  coalesce(otherReading, ''),
  coalesce(basis, '')
