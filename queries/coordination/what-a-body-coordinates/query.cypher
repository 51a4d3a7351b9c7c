MATCH (body:Body {iri: $body})
MATCH (record:Norm|Relation)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND (
    EXISTS { MATCH (record)-[:SUBJECT]->(body) }
    OR record.subjectKind IN body.kind AND EXISTS {
      MATCH (record)-[:JURISDICTION]->(:Territory)<-[:WITHIN*0..30]-(:Territory)
        <-[:JURISDICTION]-(body)
    }
  )
OPTIONAL MATCH (record)-[:OBJECT|OBJECT_KIND]->(coordinated)
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  record.type AS layer,
  coordinated.iri AS coordinated,
  coalesce(record.function_ru, record.function_en) AS function,
  record.modality AS modality,
  record.certainty AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
