MATCH (deficit:Deficit)<-[:HAS_DEFICIT]-(:Answer)-[:REMEDY]->(remedy)
WHERE $territory = '' OR EXISTS {
  MATCH (deficit)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
}
OPTIONAL MATCH (remedy)-[:STATUS]->(state)
WHERE state.iri IN [
  'https://w3id.org/methodnet/scheme/body-status/dissolved',
  'https://w3id.org/methodnet/scheme/event-status/cancelled',
  'https://w3id.org/methodnet/scheme/programme-status/withdrawn'
]
OPTIONAL MATCH (remedy)-[:AUTHOR|HOST|ORGANIZATION|ORGANIZER|PROVIDER]->(body:Body)
WITH
  deficit,
  remedy,
  state,
  body,
  CASE
    WHEN coalesce(remedy.validTo, remedy.endDate) < $date
    THEN coalesce(remedy.validTo, remedy.endDate)
  END AS ended
WHERE state.iri IS NOT NULL OR ended IS NOT NULL
RETURN DISTINCT
  deficit.iri AS deficit,
  remedy.iri AS remedy,
  state.iri AS state,
  ended,
  body.iri AS body
