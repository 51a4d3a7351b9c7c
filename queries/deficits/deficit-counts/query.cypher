MATCH (cell:DeficitCount)-[:HAS_DIAGNOSTIC]->(:Diagnostic {iri: $diagnostic})
MATCH (cell)-[:HAS_DEFICIT]->(deficit)
MATCH (cell)-[:JURISDICTION]->(place)
OPTIONAL MATCH (cell)-[:STATES]->(count:Statement {property: 'count'})
OPTIONAL MATCH (cell)-[:STATES]->(participants:Statement {property: 'participants'})
OPTIONAL MATCH (cell)-[:STATES]->(marked:Statement {property: 'suppressed'})
RETURN DISTINCT
  deficit.iri AS deficit,
  place.iri AS place,
  coalesce(count.number, cell.count) AS count,
  coalesce(participants.number, cell.participants) AS participants,
  coalesce(marked.value = 'true', cell.suppressed, false) AS suppressed
