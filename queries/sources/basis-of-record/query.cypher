MATCH (record {iri: $record})
UNWIND record.graphs AS graph
OPTIONAL MATCH (record)-[stated:HAS_BASIS]->(basis:Basis)-[:HAS_DOCUMENT]->(document:Document)
WHERE graph IN stated.graphs
OPTIONAL MATCH (submission:Submission)-[:CHANGED_GRAPH]->(changed)
WHERE changed.iri = graph
  AND NOT EXISTS {
    MATCH (later:Submission)-[:CHANGED_GRAPH]->(changed)
    WHERE later.sequence > submission.sequence
  }
RETURN DISTINCT
  graph,
  document.iri AS document,
  basis.clausePrinted AS clause,
  basis.lineFrom AS lineFrom,
  basis.lineTo AS lineTo,
  basis.quote AS quote,
  basis.iri AS basis,
  submission.agent AS agent,
  submission.sourceFile AS file
