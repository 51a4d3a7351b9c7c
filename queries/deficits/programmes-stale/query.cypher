MATCH (programme:Programme)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/programme-status/offered'})
WHERE ($territory = '' OR EXISTS {
    MATCH (programme)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
  })
  // Of several dates the property has the earliest, statements have all.
  AND programme.updatedOn < $date - duration({days: $days})
  AND NOT EXISTS {
    MATCH (programme)-[:STATES]->(updated:Statement {property: 'updatedOn'})
    WHERE updated.date >= $date - duration({days: $days})
  }
OPTIONAL MATCH (programme)-[:PROVIDER]->(provider:Body)
RETURN DISTINCT
  programme.iri AS programme,
  provider.iri AS provider,
  programme.federalRegister AS federalRegister,
  programme.updatedOn AS updatedOn
