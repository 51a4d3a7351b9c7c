MATCH (record:Relation)-[:SUBJECT]->(coordinator)
MATCH (record)-[:OBJECT]->({iri: $body})
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  coordinator.iri AS coordinator,
  coalesce(record.function_ru, record.function_en) AS function,
  record.modality AS modality,
  record.certainty AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
