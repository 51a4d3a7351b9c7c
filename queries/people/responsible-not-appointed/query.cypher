MATCH (norm:Norm)-[:JURISDICTION]->(region:Territory)
WHERE norm.requirement = 'https://w3id.org/methodnet/scheme/requirement/appointment'
  AND norm.modality IN [
    'https://w3id.org/methodnet/scheme/modality/planned',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
  AND NOT EXISTS {
    MATCH (norm)-[:STATES]->(laterNorm:Statement {property: 'validFrom'})
    WHERE laterNorm.date > $date
  }
MATCH (norm)-[:SUBJECT]->(body:Body)
MATCH (body)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
MATCH (body)-[:JURISDICTION]->(place:Territory)-[:WITHIN*0..30]->(region)
MATCH (place)-[:WITHIN*0..30]->(area:Territory)
WHERE $territory = '' OR area.iri = $territory
OPTIONAL MATCH (body)<-[:ORGANIZATION]-(membership:Membership)-[:MEMBER]->(person)
WHERE membership.role = 'https://w3id.org/methodnet/scheme/role/responsible'
  AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
  AND (membership.validTo IS NULL OR membership.validTo >= $date)
  AND NOT EXISTS {
    MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (membership)-[:APPOINTED_BY]->(appointedBy:Document)
WITH norm, body, place, membership, person, appointedBy
WHERE appointedBy IS NULL
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (norm)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  body.iri AS body,
  CASE
    WHEN membership.iri IS NULL THEN 'https://w3id.org/methodnet/ontology#Membership'
    ELSE 'https://w3id.org/methodnet/ontology#appointedBy'
  END AS missing,
  person.iri AS person,
  membership.validFrom AS since,
  place.iri AS place,
  norm.iri AS norm,
  basis.clausePrinted AS clause,
  basis.iri AS basis
UNION
MATCH (norm:Norm)-[:JURISDICTION]->(region:Territory)
WHERE norm.requirement = 'https://w3id.org/methodnet/scheme/requirement/appointment'
  AND norm.modality IN [
    'https://w3id.org/methodnet/scheme/modality/planned',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
  AND NOT EXISTS {
    MATCH (norm)-[:STATES]->(laterNorm:Statement {property: 'validFrom'})
    WHERE laterNorm.date > $date
  }
MATCH (norm)-[:SUBJECT_KIND]->(:Concept)<-[:KIND]-(body:Body)
MATCH (body)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
MATCH (body)-[:JURISDICTION]->(place:Territory)-[:WITHIN*0..30]->(region)
MATCH (place)-[:WITHIN*0..30]->(area:Territory)
WHERE $territory = '' OR area.iri = $territory
OPTIONAL MATCH (body)<-[:ORGANIZATION]-(membership:Membership)-[:MEMBER]->(person)
WHERE membership.role = 'https://w3id.org/methodnet/scheme/role/responsible'
  AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
  AND (membership.validTo IS NULL OR membership.validTo >= $date)
  AND NOT EXISTS {
    MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (membership)-[:APPOINTED_BY]->(appointedBy:Document)
WITH norm, body, place, membership, person, appointedBy
WHERE appointedBy IS NULL
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (norm)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  body.iri AS body,
  CASE
    WHEN membership.iri IS NULL THEN 'https://w3id.org/methodnet/ontology#Membership'
    ELSE 'https://w3id.org/methodnet/ontology#appointedBy'
  END AS missing,
  person.iri AS person,
  membership.validFrom AS since,
  place.iri AS place,
  norm.iri AS norm,
  basis.clausePrinted AS clause,
  basis.iri AS basis
