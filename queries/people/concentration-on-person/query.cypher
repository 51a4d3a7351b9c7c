MATCH (link:Membership)-[:ORGANIZATION]->(:Body)-[:JURISDICTION]->(area)
  -[:WITHIN*0..30]->(top:Territory)
MATCH (link)-[:MEMBER]->(person)
WHERE ($territory = '' OR top.iri = $territory)
  AND (link.validFrom IS NULL OR link.validFrom <= $date)
  AND (link.validTo IS NULL OR link.validTo >= $date)
  AND NOT EXISTS {
    MATCH (link)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
WITH person, count(DISTINCT link.iri) AS roles
WHERE roles >= $minimum
MATCH (person)<-[:MEMBER]-(membership:Membership)-[:ORGANIZATION]->(body)
MATCH (body)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(within:Territory)
WHERE ($territory = '' OR within.iri = $territory)
  AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
  AND (membership.validTo IS NULL OR membership.validTo >= $date)
  AND NOT EXISTS {
    MATCH (membership)-[:STATES]->(laterMembership:Statement {property: 'validFrom'})
    WHERE laterMembership.date > $date
  }
RETURN DISTINCT
  person.iri AS person,
  roles,
  body.iri AS body,
  membership.role AS role,
  membership.validTo AS until
