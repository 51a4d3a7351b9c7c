MATCH (:Territory {iri: $jurisdiction})<-[:JURISDICTION]-(source:Document)
MATCH (source)-[:APPROVED_BY*0..1]->(dated:Document)
OPTIONAL MATCH (dated)-[:STATES]->(other:Statement {property: 'documentDate'})
OPTIONAL MATCH (source)-[:STATES]->(start:Statement {property: 'periodFrom'})
UNWIND [dated.documentDate, other.date, source.periodFrom, start.date] AS day
WITH DISTINCT source, date_part('year', day) AS year
WHERE year IN [$earlier, $later]
MATCH (source)<-[:HAS_DOCUMENT]-(basis:Basis)<-[:HAS_BASIS]-(record:Norm|Relation)
WHERE record.relation IN [
  'https://w3id.org/methodnet/scheme/relation/coordinates',
  'https://w3id.org/methodnet/scheme/relation/manages'
]
OPTIONAL MATCH (record)-[:SUBJECT|SUBJECT_KIND|SUBJECT_POST]->(subject)
OPTIONAL MATCH (record)-[:OBJECT|OBJECT_KIND]->(object)
RETURN DISTINCT
  year,
  record.type AS layer,
  subject.iri AS subject,
  record.relation AS relation,
  object.iri AS object,
  record.modality AS modality,
  record.certainty AS certainty,
  source.iri AS source,
  basis.clausePrinted AS clause,
  basis.iri AS basis
