MATCH (municipality:Territory)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (municipality)-[:TERRITORY_LEVEL]->(level)
WHERE level.iri = 'https://w3id.org/methodnet/scheme/level/municipal'
OPTIONAL MATCH (municipality)<-[:JURISDICTION]-(body)<-[:ORGANIZATION]-(membership:Membership)
  -[:MEMBER]->(person)
WHERE membership.role = 'https://w3id.org/methodnet/scheme/role/responsible'
  AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
  AND (membership.validTo IS NULL OR membership.validTo >= $date)
  AND NOT EXISTS {
    MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (membership)-[:APPOINTED_BY]->(appointedBy)
RETURN DISTINCT
  municipality.iri AS municipality,
  body.iri AS body,
  person.iri AS person,
  appointedBy.iri AS appointedBy,
  membership.validFrom AS since,
  membership.validTo AS until
