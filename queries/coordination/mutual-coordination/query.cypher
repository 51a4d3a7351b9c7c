MATCH (first:Body)-[:COORDINATES]->(second:Body)-[:COORDINATES]->(first)
WHERE first.iri < second.iri
WITH first, second
MATCH (first)<-[:SUBJECT]-(firstRecord:Relation)-[:OBJECT]->(second)
WHERE firstRecord.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND firstRecord.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (firstRecord.validFrom IS NULL OR firstRecord.validFrom <= $date)
  AND (firstRecord.validTo IS NULL OR firstRecord.validTo >= $date)
  AND NOT EXISTS {
    MATCH (firstRecord)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
MATCH (second)<-[:SUBJECT]-(secondRecord:Relation)-[:OBJECT]->(first)
WHERE secondRecord.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND secondRecord.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (secondRecord.validFrom IS NULL OR secondRecord.validFrom <= $date)
  AND (secondRecord.validTo IS NULL OR secondRecord.validTo >= $date)
  AND NOT EXISTS {
    MATCH (secondRecord)-[:STATES]->(laterSecondRecord:Statement {property: 'validFrom'})
    WHERE laterSecondRecord.date > $date
  }
RETURN DISTINCT
  first.iri AS first,
  second.iri AS second,
  coalesce(firstRecord.function_ru, firstRecord.function_en) AS firstFunction,
  coalesce(secondRecord.function_ru, secondRecord.function_en) AS secondFunction,
  firstRecord.iri AS firstRecord,
  secondRecord.iri AS secondRecord,
  CASE
    WHEN firstRecord.validFrom > secondRecord.validFrom THEN firstRecord.validFrom
    ELSE coalesce(secondRecord.validFrom, firstRecord.validFrom)
  END AS since
