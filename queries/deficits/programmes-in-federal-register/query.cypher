MATCH (programme:Programme)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (programme)-[:STATUS]->(state)
MATCH (programme)<-[:REMEDY]-(:Answer)-[:HAS_DEFICIT]->(deficit)
WHERE $deficit = '' OR deficit.iri = $deficit
OPTIONAL MATCH (programme)-[:PROVIDER]->(provider)
OPTIONAL MATCH (programme)-[:STATES]->(listed:Statement {property: 'federalRegister'})
OPTIONAL MATCH (programme)-[:STATES]->(updated:Statement {property: 'updatedOn'})
RETURN DISTINCT
  deficit.iri AS deficit,
  programme.iri AS programme,
  provider.iri AS provider,
  coalesce(listed.value = 'true', programme.federalRegister) AS federalRegister,
  coalesce(updated.date, programme.updatedOn) AS updatedOn,
  coalesce(updated.date, programme.updatedOn) < $updatedSince AS stale,
  state.iri AS state
