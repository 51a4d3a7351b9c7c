MATCH (jurisdiction:Territory)<-[:JURISDICTION]-(network:Body {iri: $network})
MATCH (network)<-[:OBJECT]-(record:Norm|Relation)-[:SUBJECT|SUBJECT_KIND]->(member:Body|Concept)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/part-of-network'
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (member)-[:LEVEL]->(level:Concept)
OPTIONAL MATCH (member)<-[:HOLDER|HOLDER_KIND]-(task:Task)-[:HAS_BASIS]->(place:Basis),
  (place)-[:HAS_DOCUMENT]->(:Document)-[:JURISDICTION]->(jurisdiction)
WHERE task.taskKind = 'https://w3id.org/methodnet/scheme/task-kind/function'
  AND task.label_ru IS NOT NULL
// The task's basis where there is a task (it has one), else the record's.
OPTIONAL MATCH (task)-[:HAS_BASIS]->(taskBasis:Basis)
OPTIONAL MATCH (record)-[:HAS_BASIS]->(recordBasis:Basis)
RETURN DISTINCT
  level.iri AS level,
  record.type AS layer,
  member.iri AS member,
  record.modality AS modality,
  record.certainty AS certainty,
  task.label_ru AS function,
  coalesce(taskBasis.clausePrinted, recordBasis.clausePrinted) AS clause,
  coalesce(taskBasis.iri, recordBasis.iri) AS basis
