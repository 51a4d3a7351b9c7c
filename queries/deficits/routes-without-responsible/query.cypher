MATCH (route:Route)-[:HAS_DEFICIT]->(deficit:Deficit)
WHERE NOT EXISTS { MATCH (route)-[:RESPONSIBLE_BODY]->() }
  AND ($territory = '' OR EXISTS {
    MATCH (deficit)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
  })
RETURN DISTINCT
  route.iri AS route,
  deficit.iri AS deficit
