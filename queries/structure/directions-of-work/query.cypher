MATCH (:Document {iri: $document})<-[:HAS_DOCUMENT]-(place:Basis)<-[:HAS_BASIS]-(work:Activity|Task)
// Of several places the last: headings come before the content's own line.
WITH work, min(place.lineFrom) AS first, max(place.lineFrom) AS last
MATCH (work)-[:DIRECTION]->(topic:Concept)
// A document that lists no contents of a direction may list its tasks by directions.
WHERE work.type = 'https://w3id.org/methodnet/ontology#Activity'
  OR work.taskKind = 'https://w3id.org/methodnet/scheme/task-kind/content'
  OR NOT EXISTS {
    MATCH (topic)<-[:DIRECTION]-(listed:Task)
    WHERE listed.taskKind = 'https://w3id.org/methodnet/scheme/task-kind/content'
  }
MATCH (work)-[:HAS_BASIS]->(own:Basis {lineFrom: last})-[:HAS_DOCUMENT]->(:Document {iri: $document})
RETURN
  topic.iri AS direction,
  work.position AS position,
  work.iri AS content,
  own.clausePrinted AS clause,
  own.iri AS basis
ORDER BY first, work.iri, own.iri, topic.iri
