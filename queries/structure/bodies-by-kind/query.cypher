MATCH (:Concept {iri: $kind})<-[:BROADER*0..30]-(actualKind:Concept)<-[:KIND]-(body:Body)
MATCH (body)-[:LEVEL]->(level:Concept)
MATCH (body)-[:STATUS]->(status:Concept)
MATCH (body)-[:JURISDICTION]->(territory:Territory)
WHERE $jurisdiction = ''
  OR EXISTS { MATCH (territory)-[:WITHIN*0..30]->(:Territory {iri: $jurisdiction}) }
RETURN DISTINCT
  body.iri AS body,
  actualKind.iri AS actualKind,
  level.iri AS level,
  territory.iri AS territory,
  status.iri AS status
