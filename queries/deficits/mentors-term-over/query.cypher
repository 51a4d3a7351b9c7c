MATCH (person)<-[:HAS_PERSON]-(mentor:Mentor)-[:ORGANIZATION]->(organization:Body)
MATCH (organization)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(area:Territory)
WHERE ($territory = '' OR area.iri = $territory)
OPTIONAL MATCH (mentor)-[:STATES]->(loaded:Statement {property: 'load'})
OPTIONAL MATCH (mentor)-[:STATES]->(ending:Statement {property: 'validTo'})
WITH
  mentor,
  person,
  organization,
  coalesce(loaded.number, mentor.load) AS load,
  coalesce(ending.date, mentor.validTo) AS validTo
WHERE load > 0 AND validTo < $date
RETURN DISTINCT
  mentor.iri AS mentor,
  person.iri AS person,
  organization.iri AS organization,
  load,
  validTo
