MATCH (:Concept {iri: $kind})<-[:HOLDER_KIND]-(work:Task)-[:HAS_BASIS]->(place:Basis)
MATCH (place)-[:HAS_DOCUMENT]->(document:Document)
// The task's own line, not the heading above it.
WHERE ($document = '' OR document.iri = $document)
  AND NOT EXISTS {
    MATCH (work)-[:HAS_BASIS]->(other:Basis)
    WHERE other.lineFrom > place.lineFrom
  }
OPTIONAL MATCH (work)-[:DIRECTION]->(topic:Concept)
RETURN
  topic.iri AS direction,
  work.position AS position,
  work.iri AS task,
  work.taskKind AS taskKind,
  place.clausePrinted AS clause,
  place.iri AS basis
ORDER BY
  document.iri,
  place.lineFrom,
  coalesce(work.position, -1),
  work.iri,
  coalesce(topic.iri, ''),
  place.iri
