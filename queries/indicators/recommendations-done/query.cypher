MATCH (:Territory {iri: $territory})<-[:WITHIN*0..30]-(:Territory)<-[:JURISDICTION]-(addressee:Body)
MATCH (addressee)<-[:ADDRESSEE]-(recommendation:Recommendation)-[:AUTHOR]->(author:Body)
OPTIONAL MATCH (recommendation)-[:RESTS_ON]->(restsOn)
OPTIONAL MATCH (recommendation)<-[:RESTS_ON]-(decision:Decision)-[:HAS_BODY]->(decidedBy:Body)
RETURN DISTINCT
  recommendation.iri AS recommendation,
  author.iri AS author,
  addressee.iri AS addressee,
  restsOn.iri AS restsOn,
  recommendation.date AS given,
  recommendation.status AS state,
  decision.iri AS decision,
  decidedBy.iri AS decidedBy,
  decision.date AS decided
