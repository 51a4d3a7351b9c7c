MATCH (:Territory {iri: $jurisdiction})<-[:JURISDICTION]-(body:Body)-[:HAS_BASIS]->(:Basis)
  -[:HAS_DOCUMENT]->(source:Document)
MATCH (source)-[:APPROVED_BY*0..1]->(dated:Document)
OPTIONAL MATCH (dated)-[:STATES]->(other:Statement {property: 'documentDate'})
OPTIONAL MATCH (source)-[:STATES]->(start:Statement {property: 'periodFrom'})
UNWIND [dated.documentDate, other.date, source.periodFrom, start.date] AS day
WITH DISTINCT body, date_part('year', day) AS year
WHERE year IN [$earlier, $later]
MATCH (body)-[:KIND]->(kind:Concept)
MATCH (body)-[:STATUS]->(status:Concept)
OPTIONAL MATCH (body)<-[:FIRST|SECOND]-(identity:PossibleIdentity)-[:FIRST|SECOND]->(possiblySame)
WHERE identity.outcome = 'https://w3id.org/methodnet/scheme/identity-outcome/possibly-same'
  AND possiblySame.iri <> body.iri
RETURN
  body.iri AS body,
  kind.iri AS kind,
  status.iri AS status,
  count(CASE WHEN year = $earlier THEN 1 END) > 0 AS inEarlier,
  count(CASE WHEN year = $later THEN 1 END) > 0 AS inLater,
  possiblySame.iri AS possiblySame
