MATCH (:Territory {iri: $jurisdiction})<-[:JURISDICTION]-(source:Document)
MATCH (source)-[:APPROVED_BY*0..1]->(dated:Document)
OPTIONAL MATCH (dated)-[:STATES]->(other:Statement {property: 'documentDate'})
OPTIONAL MATCH (source)-[:STATES]->(start:Statement {property: 'periodFrom'})
UNWIND [dated.documentDate, other.date, source.periodFrom, start.date] AS day
WITH DISTINCT source, day.year AS year
WHERE year IN [$earlier, $later]
MATCH (source)<-[:HAS_DOCUMENT]-(:Basis)<-[:HAS_BASIS]-(:Norm)
  -[:SUBJECT_KIND|OBJECT_KIND]->(kind:Concept)
OPTIONAL MATCH (kind)-[:LEVEL]->(level:Concept)
RETURN
  kind.iri AS kind,
  level.iri AS level,
  count(CASE WHEN year = $earlier THEN 1 END) > 0 AS inEarlier,
  count(CASE WHEN year = $later THEN 1 END) > 0 AS inLater
