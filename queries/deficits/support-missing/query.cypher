MATCH (municipality:Territory)-[:WITHIN*0..30]->(area:Territory)
MATCH (municipality)-[:TERRITORY_LEVEL]->(level)
WHERE ($territory = '' OR area.iri = $territory)
  AND level.iri = 'https://w3id.org/methodnet/scheme/level/municipal'
  AND NOT EXISTS {
    MATCH (site:Site)-[:HOST]->(host)-[:JURISDICTION]->(municipality)
    // Of several dates the property has the earliest.
    WHERE (site.validFrom IS NULL OR site.validFrom <= $date)
      AND (site.validTo IS NULL OR site.validTo >= $date)
      AND NOT EXISTS {
        MATCH (site)-[:STATES]->(began:Statement {property: 'validFrom'})
        WHERE began.date > $date
      }
  }
OPTIONAL MATCH (municipality)<-[:JURISDICTION]-(body:Body)-[:STATUS]->(status)
WHERE 'https://w3id.org/methodnet/scheme/kind/municipal-education-authority' IN body.kind
  AND status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
RETURN DISTINCT
  municipality.iri AS municipality,
  'https://w3id.org/methodnet/ontology#Site' AS missing,
  body.iri AS body
UNION
MATCH (municipality:Territory)-[:WITHIN*0..30]->(area:Territory)
MATCH (municipality)-[:TERRITORY_LEVEL]->(level)
WHERE ($territory = '' OR area.iri = $territory)
  AND level.iri = 'https://w3id.org/methodnet/scheme/level/municipal'
  AND NOT EXISTS {
    MATCH (mentor:Mentor)-[:ORGANIZATION]->(organization)-[:JURISDICTION]->(municipality),
      (mentor)-[:HAS_PERSON]->(person)
    WHERE (mentor.validFrom IS NULL OR mentor.validFrom <= $date)
      AND (mentor.validTo IS NULL OR mentor.validTo >= $date)
      AND NOT EXISTS {
        MATCH (mentor)-[:STATES]->(began:Statement {property: 'validFrom'})
        WHERE began.date > $date
      }
  }
OPTIONAL MATCH (municipality)<-[:JURISDICTION]-(body:Body)-[:STATUS]->(status)
WHERE 'https://w3id.org/methodnet/scheme/kind/municipal-education-authority' IN body.kind
  AND status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
RETURN DISTINCT
  municipality.iri AS municipality,
  'https://w3id.org/methodnet/ontology#Mentor' AS missing,
  body.iri AS body
UNION
MATCH (municipality:Territory)-[:WITHIN*0..30]->(area:Territory)
MATCH (municipality)-[:TERRITORY_LEVEL]->(level)
WHERE ($territory = '' OR area.iri = $territory)
  AND level.iri = 'https://w3id.org/methodnet/scheme/level/municipal'
  AND NOT EXISTS {
    MATCH (membership:Membership)-[:ORGANIZATION]->(active:Body),
      (membership)-[:ON_BEHALF_OF]->(service)-[:JURISDICTION]->(municipality)
    WHERE 'https://w3id.org/methodnet/scheme/kind/regional-methodical-active' IN active.kind
      AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
      AND (membership.validTo IS NULL OR membership.validTo >= $date)
      AND NOT EXISTS {
        MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
OPTIONAL MATCH (municipality)<-[:JURISDICTION]-(body:Body)-[:STATUS]->(status)
WHERE 'https://w3id.org/methodnet/scheme/kind/municipal-education-authority' IN body.kind
  AND status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
RETURN DISTINCT
  municipality.iri AS municipality,
  'https://w3id.org/methodnet/scheme/kind/regional-methodical-active' AS missing,
  body.iri AS body
