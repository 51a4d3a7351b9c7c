MATCH (council:Body)-[:JURISDICTION]->(area:Territory)
MATCH (council)-[:STATUS]->(status)
WHERE ($territory = '' OR area.iri = $territory)
  AND status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
  AND any(kind IN council.kind WHERE kind IN [
    'https://w3id.org/methodnet/scheme/kind/coordination-council',
    'https://w3id.org/methodnet/scheme/kind/regional-methodical-active',
    'https://w3id.org/methodnet/scheme/kind/regional-methodical-council'
  ])
MATCH (municipality:Territory)-[:WITHIN*0..30]->(area)
MATCH (municipality)-[:TERRITORY_LEVEL]->(level)
WHERE level.iri = 'https://w3id.org/methodnet/scheme/level/municipal'
  AND NOT EXISTS {
    MATCH (council)<-[:ORGANIZATION]-(membership:Membership)-[:ON_BEHALF_OF]->(sender),
      (sender)-[:JURISDICTION]->(municipality)
    WHERE (membership.validFrom IS NULL OR membership.validFrom <= $date)
      AND (membership.validTo IS NULL OR membership.validTo >= $date)
      AND NOT EXISTS {
        MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
  AND NOT EXISTS {
    MATCH (council)<-[:OBJECT]-(link)-[:SUBJECT]->(represented),
      (represented)-[:JURISDICTION]->(municipality)
    WHERE link.relation = 'https://w3id.org/methodnet/scheme/relation/represented-in'
      AND link.modality IN [
        'https://w3id.org/methodnet/scheme/modality/in-force',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND (link.validFrom IS NULL OR link.validFrom <= $date)
      AND (link.validTo IS NULL OR link.validTo >= $date)
      AND NOT EXISTS {
        MATCH (link)-[:STATES]->(laterLink:Statement {property: 'validFrom'})
        WHERE laterLink.date > $date
      }
  }
RETURN DISTINCT
  council.iri AS council,
  municipality.iri AS municipality
