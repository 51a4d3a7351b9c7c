MATCH (dataset:Dataset)
UNWIND dataset.graphs AS graph
MATCH (submission:Submission)-[:CHANGED_GRAPH]->(changed)
WHERE changed.iri = graph
  AND submission.time >= datetime({date: $since, timezone: 'Z'})
  AND NOT EXISTS {
    MATCH (later:Submission)-[:CHANGED_GRAPH]->(changed)
    WHERE later.sequence > submission.sequence
  }
OPTIONAL MATCH (dataset)-[stated:DOCUMENT_SOURCE|KEEPER]->(about)
WHERE graph IN stated.graphs
RETURN DISTINCT
  graph,
  about.iri AS about,
  submission.agent AS agent,
  submission.submissionReason AS reason,
  submission.sourceFile AS file
