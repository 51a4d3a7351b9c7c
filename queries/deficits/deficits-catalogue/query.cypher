MATCH (deficit:Deficit)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (deficit)-[:HAS_COMPETENCE]->(competence)
OPTIONAL MATCH (deficit)-[:SUBJECT_AREA]->(subjectArea)
OPTIONAL MATCH (deficit)-[:HAS_DIAGNOSTIC]->(diagnostic)
OPTIONAL MATCH (diagnostic)-[:STATES]->(held:Statement {property: 'date'})
OPTIONAL MATCH (diagnostic)-[:STATES]->(ending:Statement {property: 'validTo'})
RETURN DISTINCT
  deficit.iri AS deficit,
  competence.iri AS competence,
  subjectArea.iri AS subjectArea,
  diagnostic.iri AS diagnostic,
  coalesce(held.date, diagnostic.date) AS heldOn,
  coalesce(ending.date, diagnostic.validTo) AS validTo
