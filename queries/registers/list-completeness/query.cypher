MATCH (:Concept {iri: $kind})<-[:KIND]-(body:Body)
MATCH (body)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(:Territory {iri: $territory})
OPTIONAL MATCH (body)<-[:HAS_BODY]-(statement:Completeness {listKind: $listKind})
RETURN DISTINCT
  body.iri AS body,
  statement.asOf IS NOT NULL AS declared,
  statement.asOf AS completeAsOf
