MATCH (:Concept {iri: $kind})<-[:HOLDER_KIND]-(record:Task)-[:HAS_BASIS]->(basis:Basis)
MATCH (basis)-[:HAS_DOCUMENT]->(:Document)-[:JURISDICTION]->(jurisdiction:Territory)
WHERE record.label_ru IS NOT NULL
  AND ($jurisdiction = '' OR jurisdiction.iri = $jurisdiction)
OPTIONAL MATCH (record)-[:ACTIVITY_KIND]->(work:Concept)
RETURN DISTINCT
  record.taskKind AS taskKind,
  record.label_ru AS task,
  work.iri AS work,
  record.certainty AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
