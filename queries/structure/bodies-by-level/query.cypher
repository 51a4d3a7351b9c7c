MATCH (:Territory {iri: $jurisdiction})<-[:WITHIN*0..30]-(:Territory)<-[:JURISDICTION]-(body:Body)
MATCH (body)-[:LEVEL]->(level:Concept)
WHERE $level = '' OR level.iri = $level
MATCH (body)-[:KIND]->(kind:Concept)
MATCH (body)-[:STATUS]->(status:Concept)
RETURN DISTINCT
  level.iri AS level,
  body.iri AS body,
  kind.iri AS kind,
  status.iri AS status
