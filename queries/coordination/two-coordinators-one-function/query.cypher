MATCH (first:Body)<-[:SUBJECT]-(firstRecord:Relation)-[:OBJECT]->(body:Body|Resource)
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
MATCH (body)<-[:OBJECT]-(secondRecord:Relation)-[:SUBJECT]->(second:Body)
WHERE secondRecord.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND secondRecord.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (secondRecord.validFrom IS NULL OR secondRecord.validFrom <= $date)
  AND (secondRecord.validTo IS NULL OR secondRecord.validTo >= $date)
  AND NOT EXISTS {
    MATCH (secondRecord)-[:STATES]->(laterSecond:Statement {property: 'validFrom'})
    WHERE laterSecond.date > $date
  }
  AND first.iri < second.iri
  AND coalesce(secondRecord.function_ru, secondRecord.function_en)
    = coalesce(firstRecord.function_ru, firstRecord.function_en)
OPTIONAL MATCH (firstRecord)-[:HAS_BASIS]->(firstBasis:Basis)
WITH body, first, second, firstRecord, secondRecord, min(firstBasis.iri) AS firstBasis
OPTIONAL MATCH (secondRecord)-[:HAS_BASIS]->(secondBasis:Basis)
WITH body, first, second, firstRecord, secondRecord, firstBasis, min(secondBasis.iri) AS secondBasis
WITH body, first, second, firstRecord, secondRecord, coalesce(firstBasis, secondBasis) AS cited
OPTIONAL MATCH (basis:Basis)
WHERE basis.iri = cited
RETURN DISTINCT
  body.iri AS body,
  coalesce(firstRecord.function_ru, firstRecord.function_en) AS function,
  first.iri AS first,
  second.iri AS second,
  CASE
    WHEN firstRecord.validFrom > secondRecord.validFrom THEN firstRecord.validFrom
    ELSE coalesce(secondRecord.validFrom, firstRecord.validFrom)
  END AS since,
  firstRecord.iri AS firstRecord,
  secondRecord.iri AS secondRecord,
  basis.clausePrinted AS clause,
  basis.iri AS basis
