MATCH (community:Body)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (community)-[:STATUS]->(status)
WHERE status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
  AND 'https://w3id.org/methodnet/scheme/kind/professional-community' IN community.kind
  // Of several dates the property has the earliest.
  AND (community.validFrom IS NULL OR community.validFrom <= $date)
  AND (community.validTo IS NULL OR community.validTo >= $date)
  AND NOT EXISTS {
    MATCH (community)-[:STATES]->(began:Statement {property: 'validFrom'})
    WHERE began.date > $date
  }
OPTIONAL MATCH (community)-[:SUBJECT_AREA]->(subjectArea)
OPTIONAL MATCH (community)<-[:ORGANIZATION]-(membership:Membership)-[:MEMBER]->(leader)
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
OPTIONAL MATCH (community)<-[:GOVERNS]-(statute:Document)-[:DOCUMENT_KIND]->(documentKind)
WHERE documentKind.iri = 'https://w3id.org/methodnet/scheme/document-kind/regulation'
  AND (statute.validFrom IS NULL OR statute.validFrom <= $date)
  AND (statute.validTo IS NULL OR statute.validTo >= $date)
  AND NOT EXISTS {
    MATCH (statute)-[:STATES]->(began:Statement {property: 'validFrom'})
    WHERE began.date > $date
  }
OPTIONAL MATCH (statute)-[:ISSUER]->(issuer)
RETURN DISTINCT
  community.iri AS community,
  subjectArea.iri AS subjectArea,
  leader.iri AS leader,
  membership.validFrom AS since,
  statute.iri AS statute,
  issuer.iri AS issuer
