MATCH (:Deficit {iri: $deficit})<-[:HAS_DEFICIT]-(answer:Answer)-[:REMEDY]->(remedy)
WHERE remedy.type IS NOT NULL
OPTIONAL MATCH (remedy)-[:AUTHOR|PROVIDER|ORGANIZATION|HOST|ORGANIZER|ORGANIZER_KIND]->(by)
OPTIONAL MATCH (remedy)-[:STATUS]->(state)
OPTIONAL MATCH (remedy)-[:STATES]->(began:Statement)
WHERE began.property IN ['validFrom', 'startDate']
OPTIONAL MATCH (remedy)-[:STATES]->(ending:Statement)
WHERE ending.property IN ['validTo', 'endDate']
RETURN DISTINCT
  remedy.iri AS remedy,
  remedy.type AS remedyKind,
  by.iri AS by,
  state.iri AS state,
  coalesce(began.date, remedy.validFrom, remedy.startDate) AS from,
  coalesce(ending.date, remedy.validTo, remedy.endDate) AS until,
  // Of several dates the property has the earliest.
  coalesce(remedy.validTo, remedy.endDate, $date) >= $date AND NOT EXISTS {
    MATCH (remedy)-[:STATUS]->(ended)
    WHERE ended.iri IN [
      'https://w3id.org/methodnet/scheme/body-status/dissolved',
      'https://w3id.org/methodnet/scheme/body-status/planned',
      'https://w3id.org/methodnet/scheme/event-status/cancelled',
      'https://w3id.org/methodnet/scheme/programme-status/planned',
      'https://w3id.org/methodnet/scheme/programme-status/withdrawn'
    ]
  } AS valid,
  coalesce(answer.reason_ru, answer.reason_en) AS reason
