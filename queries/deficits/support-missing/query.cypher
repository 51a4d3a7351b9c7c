MATCH (municipality:Territory)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (municipality)-[:TERRITORY_LEVEL]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/level/municipal'})
UNWIND [
  'https://w3id.org/methodnet/scheme/kind/regional-methodical-active',
  'https://w3id.org/methodnet/ontology#Mentor',
  'https://w3id.org/methodnet/ontology#Site'
] AS missing
WITH DISTINCT municipality, missing
WHERE (missing <> 'https://w3id.org/methodnet/ontology#Site' OR NOT EXISTS {
    MATCH (site:Site)-[:HOST]->(host)-[:JURISDICTION]->(municipality)
    // Of several dates the property has the earliest.
    WHERE (site.validFrom IS NULL OR site.validFrom <= $date)
      AND (site.validTo IS NULL OR site.validTo >= $date)
      AND NOT EXISTS {
        MATCH (site)-[:STATES]->(began:Statement {property: 'validFrom'})
        WHERE began.date > $date
      }
  })
  AND (missing <> 'https://w3id.org/methodnet/ontology#Mentor' OR NOT EXISTS {
    MATCH (mentor:Mentor)-[:ORGANIZATION]->(organization)-[:JURISDICTION]->(municipality),
      (mentor)-[:HAS_PERSON]->(person)
    WHERE (mentor.validFrom IS NULL OR mentor.validFrom <= $date)
      AND (mentor.validTo IS NULL OR mentor.validTo >= $date)
      AND NOT EXISTS {
        MATCH (mentor)-[:STATES]->(began:Statement {property: 'validFrom'})
        WHERE began.date > $date
      }
  })
  AND (missing <> 'https://w3id.org/methodnet/scheme/kind/regional-methodical-active' OR NOT EXISTS {
    MATCH (membership:Membership)-[:ORGANIZATION]->(active:Body),
      (membership)-[:ON_BEHALF_OF]->(service)-[:JURISDICTION]->(municipality)
    WHERE 'https://w3id.org/methodnet/scheme/kind/regional-methodical-active' IN active.kind
      AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
      AND (membership.validTo IS NULL OR membership.validTo >= $date)
  })
RETURN municipality.iri AS municipality, missing
