MATCH (person)<-[:HAS_PERSON]-(mentor:Mentor)-[:ORGANIZATION]->(organization:Body)
MATCH (organization)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(area:Territory)
WHERE ($territory = '' OR area.iri = $territory)
  AND (mentor.validFrom IS NULL OR mentor.validFrom <= $date)
  AND (mentor.validTo IS NULL OR mentor.validTo >= $date)
  AND NOT EXISTS {
    MATCH (mentor)-[:STATES]->(began:Statement {property: 'validFrom'})
    WHERE began.date > $date
  }
OPTIONAL MATCH (mentor)-[:STATES]->(loaded:Statement {property: 'load'})
OPTIONAL MATCH (mentor)-[:STATES]->(able:Statement {property: 'capacity'})
WITH
  mentor,
  person,
  organization,
  coalesce(loaded.number, mentor.load) AS load,
  coalesce(able.number, mentor.capacity) AS capacity
WHERE load > capacity
RETURN DISTINCT
  mentor.iri AS mentor,
  person.iri AS person,
  organization.iri AS organization,
  load,
  capacity
