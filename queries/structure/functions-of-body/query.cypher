MATCH (:Body {iri: $body})<-[:HOLDER]-(record:Task)
WHERE record.label_ru IS NOT NULL
OPTIONAL MATCH (record)-[:ACTIVITY_KIND]->(work:Concept)
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  record.taskKind AS taskKind,
  record.label_ru AS task,
  work.iri AS work,
  record.certainty AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
