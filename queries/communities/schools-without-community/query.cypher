MATCH (school:Body)-[:JURISDICTION]->(municipality)-[:WITHIN*0..30]->(area:Territory)
MATCH (school)-[:STATUS]->(status)
WHERE ($territory = '' OR area.iri = $territory)
  AND status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
  AND 'https://w3id.org/methodnet/scheme/kind/educational-organization' IN school.kind
  AND NOT EXISTS {
    MATCH (school)<-[:SUBJECT]-(link)-[:OBJECT]->(community:Body)
    WHERE link.relation = 'https://w3id.org/methodnet/scheme/relation/represented-in'
      AND link.modality IN [
        'https://w3id.org/methodnet/scheme/modality/in-force',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND 'https://w3id.org/methodnet/scheme/kind/professional-community' IN community.kind
      AND (link.validFrom IS NULL OR link.validFrom <= $date)
      AND (link.validTo IS NULL OR link.validTo >= $date)
      AND NOT EXISTS {
        MATCH (link)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
  AND NOT EXISTS {
    MATCH (school)<-[:ON_BEHALF_OF]-(membership:Membership)-[:ORGANIZATION]->(community:Body)
    WHERE 'https://w3id.org/methodnet/scheme/kind/professional-community' IN community.kind
      AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
      AND (membership.validTo IS NULL OR membership.validTo >= $date)
      AND NOT EXISTS {
        MATCH (membership)-[:STATES]->(laterMembership:Statement {property: 'validFrom'})
        WHERE laterMembership.date > $date
      }
  }
RETURN DISTINCT
  school.iri AS school,
  municipality.iri AS municipality
