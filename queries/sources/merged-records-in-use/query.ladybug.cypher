MATCH (survivor)<-[:ABOUT]-(decision:IdentityDecision)-[:OTHER_RECORD]->(merged)
WHERE decision.outcome = 'https://w3id.org/methodnet/scheme/identity-outcome/same'
  AND (decision.decidedOn IS NULL OR decision.decidedOn <= $date)
  AND NOT EXISTS {
    MATCH (undoing:IdentityDecision)-[:REVOKES]->(decision)
    WHERE undoing.decidedOn IS NULL OR undoing.decidedOn <= $date
  }
MATCH (user)-[used]->(merged)
WHERE NOT user.type IN [
    'https://w3id.org/methodnet/ontology#IdentityDecision',
    'https://w3id.org/methodnet/ontology#PossibleIdentity',
    'https://w3id.org/methodnet/ontology#Waiver'
  ]
UNWIND used.graphs AS graph
WITH survivor, decision, merged, graph, count(DISTINCT user.iri) AS records
MATCH (submission:Submission)-[:CHANGED_GRAPH]->(changed)
WHERE changed.iri = graph
  AND (decision.decidedOn IS NULL OR submission.time >= CAST(decision.decidedOn + 1 AS TIMESTAMP))
OPTIONAL MATCH (dataset:Dataset)-[kept:KEEPER]->(keeper:Body)
WHERE graph IN kept.graphs
RETURN DISTINCT
  merged.iri AS merged,
  survivor.iri AS survivor,
  decision.iri AS decision,
  decision.decidedOn AS decidedOn,
  graph,
  records,
  keeper.iri AS keeper
