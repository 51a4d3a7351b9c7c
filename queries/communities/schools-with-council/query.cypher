MATCH (school:Body)-[:JURISDICTION]->(place:Territory)-[:WITHIN*0..30]->
  (:Territory {iri: $territory})
MATCH (school)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
WHERE 'https://w3id.org/methodnet/scheme/kind/educational-organization' IN school.kind
MATCH (school)<-[:OBJECT]-(link:Relation)-[:SUBJECT]->(council:Body)
WHERE link.relation = 'https://w3id.org/methodnet/scheme/relation/attached-to'
  AND link.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND 'https://w3id.org/methodnet/scheme/kind/school-methodical-council' IN council.kind
  AND (link.validFrom IS NULL OR link.validFrom <= $date)
  AND (link.validTo IS NULL OR link.validTo >= $date)
  AND NOT EXISTS {
    MATCH (link)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
RETURN DISTINCT school.iri AS school, council.iri AS council, place.iri AS place
