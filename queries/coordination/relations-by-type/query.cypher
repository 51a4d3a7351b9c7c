MATCH (record:Norm|Relation)
WHERE record.relation = $relation
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)-[:HAS_DOCUMENT]->(document:Document)
WITH record, basis, document
// A record without a basis has no document: a document asked for never matches it.
WHERE $document = '' OR document.iri = $document
OPTIONAL MATCH (record)-[:SUBJECT|SUBJECT_KIND|SUBJECT_POST]->(subject)
OPTIONAL MATCH (record)-[:OBJECT|OBJECT_KIND]->(object)
RETURN DISTINCT
  record.type AS layer,
  subject.iri AS subject,
  object.iri AS object,
  coalesce(record.function_ru, record.function_en) AS function,
  record.modality AS modality,
  record.certainty AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
