MATCH (route:Route)<-[:HAS_ROUTE]-(step:RouteStep)-[:REMEDY]->(remedy)
WHERE (step.endDate IS NULL OR step.endDate >= $date)
  AND ($territory = '' OR EXISTS {
    MATCH (route)-[:HAS_DEFICIT]->(:Deficit)-[:JURISDICTION]->(place)
      -[:WITHIN*0..30]->(:Territory {iri: $territory})
  })
OPTIONAL MATCH (remedy)-[:STATUS]->(state)
WHERE state.iri IN [
  'https://w3id.org/methodnet/scheme/body-status/dissolved',
  'https://w3id.org/methodnet/scheme/event-status/cancelled',
  'https://w3id.org/methodnet/scheme/programme-status/withdrawn'
]
OPTIONAL MATCH (route)-[:RESPONSIBLE_BODY]->(body:Body)
WITH
  step,
  route,
  remedy,
  state,
  body,
  CASE
    WHEN coalesce(remedy.validTo, remedy.endDate) < coalesce(step.startDate, $date)
    THEN coalesce(remedy.validTo, remedy.endDate)
  END AS ended
WHERE state.iri IS NOT NULL OR ended IS NOT NULL
RETURN DISTINCT
  step.iri AS step,
  route.iri AS route,
  remedy.iri AS remedy,
  step.startDate AS startDate,
  state.iri AS state,
  ended,
  body.iri AS body
