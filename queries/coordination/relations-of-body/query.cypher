MATCH (body:Body {iri: $body})<-[:SUBJECT|OBJECT]-(record:Norm|Relation)
WHERE (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
MATCH (record)-[:HAS_RELATION]->(relation:Concept)
UNWIND [relation.label_ru, relation.inverseLabel_ru] AS wording
WITH DISTINCT body, record, relation, wording
WHERE wording = relation.label_ru AND EXISTS { MATCH (record)-[:SUBJECT]->(body) }
  OR wording = relation.inverseLabel_ru AND EXISTS { MATCH (record)-[:OBJECT]->(body) }
OPTIONAL MATCH (record)-[:SUBJECT|SUBJECT_KIND|SUBJECT_POST]->(subject)
OPTIONAL MATCH (record)-[:OBJECT|OBJECT_KIND]->(object)
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  record.type AS layer,
  wording,
  subject.iri AS subject,
  relation.iri AS relation,
  object.iri AS object,
  coalesce(record.function_ru, record.function_en) AS function,
  record.modality AS modality,
  record.certainty AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
