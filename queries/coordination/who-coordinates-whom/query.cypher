MATCH (record:Norm|Relation)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND (
    EXISTS {
      MATCH (record)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(place:Territory)
      WHERE $jurisdiction = '' OR place.iri = $jurisdiction
    }
    OR record.type = 'https://w3id.org/methodnet/ontology#Relation' AND EXISTS {
      MATCH (record)-[:OBJECT]->(:Body|Resource)-[:JURISDICTION]->(:Territory)
        -[:WITHIN*0..30]->(place:Territory)
      WHERE $jurisdiction = '' OR place.iri = $jurisdiction
    }
  )
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)-[:HAS_DOCUMENT]->(source:Document)
WITH record, basis, source
// A record without a basis has no document: a document asked for never matches it.
WHERE $document = '' OR source.iri = $document
OPTIONAL MATCH (record)-[:SUBJECT|SUBJECT_KIND|SUBJECT_POST]->(coordinator)
OPTIONAL MATCH (record)-[:OBJECT|OBJECT_KIND]->(coordinated)
RETURN DISTINCT
  record.type AS layer,
  coordinator.iri AS coordinator,
  coordinated.iri AS coordinated,
  coalesce(record.function_ru, record.function_en) AS function,
  record.modality AS modality,
  record.certainty AS certainty,
  source.iri AS source,
  basis.clausePrinted AS clause,
  basis.iri AS basis
