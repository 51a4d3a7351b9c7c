MATCH (organization:Body)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (organization)<-[:ORGANIZATION]-(mentor:Mentor)-[:HAS_PERSON]->(person)
OPTIONAL MATCH (mentor)-[:SUBJECT_AREA]->(subjectArea)
OPTIONAL MATCH (mentor)-[:STATES]->(load:Statement {property: 'load'})
OPTIONAL MATCH (mentor)-[:STATES]->(capacity:Statement {property: 'capacity'})
OPTIONAL MATCH (mentor)-[:STATES]->(ending:Statement {property: 'validTo'})
RETURN DISTINCT
  mentor.iri AS mentor,
  person.iri AS person,
  organization.iri AS organization,
  subjectArea.iri AS subjectArea,
  coalesce(load.number, mentor.load) AS load,
  coalesce(capacity.number, mentor.capacity) AS capacity,
  coalesce(capacity.number, mentor.capacity) - coalesce(load.number, mentor.load) AS free,
  coalesce(ending.date, mentor.validTo) AS until,
  // Of several dates the property has the earliest.
  coalesce(mentor.validFrom, $date) <= $date
    AND coalesce(mentor.validTo, $date) >= $date
    AND NOT EXISTS {
      MATCH (mentor)-[:STATES]->(began:Statement {property: 'validFrom'})
      WHERE began.date > $date
    } AS valid
