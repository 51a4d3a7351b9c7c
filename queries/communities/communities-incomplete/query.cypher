MATCH (community:Body)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(area:Territory)
MATCH (community)-[:STATUS]->(status)
WHERE ($territory = '' OR area.iri = $territory)
  AND status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
  AND 'https://w3id.org/methodnet/scheme/kind/professional-community' IN community.kind
  AND (community.validFrom IS NULL OR community.validFrom <= $date)
  AND (community.validTo IS NULL OR community.validTo >= $date)
  AND NOT EXISTS {
    MATCH (community)-[:STATES]->(began:Statement {property: 'validFrom'})
    WHERE began.date > $date
  }
  AND NOT EXISTS {
    MATCH (community)<-[:ORGANIZATION]-(membership:Membership)
    WHERE membership.role IN [
        'https://w3id.org/methodnet/scheme/role/chair',
        'https://w3id.org/methodnet/scheme/role/head'
      ]
      AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
      AND (membership.validTo IS NULL OR membership.validTo >= $date)
      AND NOT EXISTS {
        MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
RETURN DISTINCT
  community.iri AS community,
  'https://w3id.org/methodnet/scheme/role/head' AS missing,
  place.iri AS place
UNION
MATCH (community:Body)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(area:Territory)
MATCH (community)-[:STATUS]->(status)
WHERE ($territory = '' OR area.iri = $territory)
  AND status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
  AND 'https://w3id.org/methodnet/scheme/kind/professional-community' IN community.kind
  AND (community.validFrom IS NULL OR community.validFrom <= $date)
  AND (community.validTo IS NULL OR community.validTo >= $date)
  AND NOT EXISTS {
    MATCH (community)-[:STATES]->(began:Statement {property: 'validFrom'})
    WHERE began.date > $date
  }
  AND NOT EXISTS {
    MATCH (community)<-[:GOVERNS]-(statute:Document)-[:DOCUMENT_KIND]->(documentKind)
    WHERE documentKind.iri = 'https://w3id.org/methodnet/scheme/document-kind/regulation'
      AND (statute.validFrom IS NULL OR statute.validFrom <= $date)
      AND (statute.validTo IS NULL OR statute.validTo >= $date)
      AND NOT EXISTS {
        MATCH (statute)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
RETURN DISTINCT
  community.iri AS community,
  'https://w3id.org/methodnet/scheme/document-kind/regulation' AS missing,
  place.iri AS place
