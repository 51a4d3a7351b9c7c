MATCH (record:Indicator)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(:Territory {iri: $territory})
WHERE NOT EXISTS { MATCH (record)<-[:HAS_INDICATOR]-(:Measurement) }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#Measurement' AS missing
UNION
// The latest measurement of a place, low and with no recommendation made after it.
MATCH (indicator:Indicator)<-[:HAS_INDICATOR]-(record:Measurement)-[:JURISDICTION]->(place:Territory)
MATCH (place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
WHERE record.value < $below
  AND NOT EXISTS {
    MATCH (indicator)<-[:HAS_INDICATOR]-(newer:Measurement)-[:JURISDICTION]->(place)
    WHERE newer.date > record.date
  }
  AND NOT EXISTS { MATCH (record)<-[:RESTS_ON]-(:Recommendation) }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#Recommendation' AS missing
UNION
MATCH (record:Recommendation)-[:ADDRESSEE]->(:Body)-[:JURISDICTION]->(place:Territory)
MATCH (place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
WHERE NOT EXISTS { MATCH (record)-[:RESTS_ON]->(:Measurement) }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#Measurement' AS missing
UNION
MATCH (record:Recommendation)-[:ADDRESSEE]->(:Body)-[:JURISDICTION]->(place:Territory)
MATCH (place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
WHERE NOT EXISTS { MATCH (record)<-[:RESTS_ON]-() }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#Decision' AS missing
UNION
MATCH (record:Decision)-[:HAS_BODY]->(:Body)-[:JURISDICTION]->(place:Territory)
MATCH (place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (record)-[:RESTS_ON]->(recommendation:Recommendation)
WHERE recommendation.status = 'https://w3id.org/methodnet/scheme/task-status/open'
  AND NOT EXISTS { MATCH (record)-[:CREATES]->() }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#creates' AS missing
