MATCH (body:Body|Resource)<-[:OBJECT]-(ended:Relation)-[:SUBJECT]->(before:Body)
WHERE ended.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND ended.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
WITH body, before, ended,
  coalesce(ended.function_ru, ended.function_en) AS function,
  ended.validTo AS lastDay,
  ended.validTo + duration('P1D') AS gapFrom
WHERE function IS NOT NULL
  AND lastDay IS NOT NULL
  // Of several dates the property has the earliest.
  AND (body.validTo IS NULL OR body.validTo > lastDay)
  AND NOT EXISTS {
    MATCH (covering:Relation)-[:OBJECT]->(body)
    WHERE covering.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
      AND covering.modality IN [
        'https://w3id.org/methodnet/scheme/modality/in-force',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND coalesce(covering.function_ru, covering.function_en) = function
      AND (covering.validFrom IS NULL OR covering.validFrom <= gapFrom)
      AND (covering.validTo IS NULL OR covering.validTo >= gapFrom)
      AND NOT EXISTS {
        MATCH (covering)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > gapFrom
      }
  }
OPTIONAL MATCH (body)<-[:OBJECT]-(next:Relation)-[:SUBJECT]->(after:Body)
WHERE next.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND next.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND coalesce(next.function_ru, next.function_en) = function
  AND next.validFrom > lastDay
  AND NOT EXISTS {
    MATCH (sooner:Relation)-[:OBJECT]->(body)
    WHERE sooner.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
      AND sooner.modality IN [
        'https://w3id.org/methodnet/scheme/modality/in-force',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND coalesce(sooner.function_ru, sooner.function_en) = function
      AND sooner.validFrom > lastDay
      AND (sooner.validFrom < next.validFrom
        OR sooner.validFrom = next.validFrom AND sooner.iri < next.iri)
  }
RETURN DISTINCT
  body.iri AS body,
  function,
  before.iri AS before,
  gapFrom,
  next.validFrom - duration('P1D') AS gapTo,
  after.iri AS after,
  ended.iri AS endedRecord,
  next.iri AS nextRecord
