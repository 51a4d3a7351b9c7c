MATCH (school:Body)-[:JURISDICTION]->(municipality)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (school)-[:STATUS]->(status)
WHERE status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
  AND 'https://w3id.org/methodnet/scheme/kind/educational-organization' IN school.kind
  AND NOT 'https://w3id.org/methodnet/scheme/kind/base-school' IN school.kind
OPTIONAL MATCH (school)<-[:OBJECT]-(link)-[:SUBJECT]->(base)
WHERE link.relation = 'https://w3id.org/methodnet/scheme/relation/serves'
  AND link.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND 'https://w3id.org/methodnet/scheme/kind/base-school' IN base.kind
  AND (link.validFrom IS NULL OR link.validFrom <= $date)
  AND (link.validTo IS NULL OR link.validTo >= $date)
  AND NOT EXISTS {
    MATCH (link)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
RETURN DISTINCT
  school.iri AS school,
  municipality.iri AS municipality,
  base.iri AS baseSchool,
  link.validFrom AS since
