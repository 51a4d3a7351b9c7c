MATCH (:Territory {iri: $municipality})-[:WITHIN*0..30]->(around)
WITH collect(DISTINCT around.iri) AS reach
MATCH (:Deficit {iri: $deficit})<-[:HAS_DEFICIT]-(:Answer)-[:REMEDY]->(remedy)
WHERE remedy.type IS NOT NULL
  // Of several dates the property has the earliest.
  AND coalesce(remedy.validTo, remedy.endDate, $date) >= $date
  AND NOT EXISTS {
    MATCH (remedy)-[:STATUS]->(ended)
    WHERE ended.iri IN [
      'https://w3id.org/methodnet/scheme/body-status/dissolved',
      'https://w3id.org/methodnet/scheme/body-status/planned',
      'https://w3id.org/methodnet/scheme/event-status/cancelled',
      'https://w3id.org/methodnet/scheme/programme-status/planned',
      'https://w3id.org/methodnet/scheme/programme-status/withdrawn'
    ]
  }
OPTIONAL MATCH (remedy)-[:STATES]->(load:Statement {property: 'load'})
OPTIONAL MATCH (remedy)-[:STATES]->(capacity:Statement {property: 'capacity'})
WITH reach, remedy,
  max(coalesce(load.number, remedy.load)) AS load,
  min(coalesce(capacity.number, remedy.capacity)) AS capacity
WHERE load IS NULL OR capacity IS NULL OR load < capacity
OPTIONAL MATCH (remedy)-[:AUTHOR|PROVIDER|ORGANIZATION|HOST|ORGANIZER|ORGANIZER_KIND]->(by)
OPTIONAL MATCH (remedy)-[:JURISDICTION]->(own)
OPTIONAL MATCH (by)-[:JURISDICTION]->(home)
WITH remedy, by.iri AS by, coalesce(by.iri, remedy.iri) AS provider,
  coalesce(own.iri, home.iri) AS place, reach
WHERE remedy.type = 'https://w3id.org/methodnet/ontology#Practice'
  OR place IS NULL
  OR place IN reach
OPTIONAL MATCH (remedy)-[:STATES]->(began:Statement)
WHERE began.property IN ['validFrom', 'startDate']
OPTIONAL MATCH (remedy)-[:STATES]->(ending:Statement)
WHERE ending.property IN ['validTo', 'endDate']
OPTIONAL MATCH (agreement:Agreement)-[:PARTY]->(:Body {iri: provider})
WHERE (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
  AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
  AND NOT EXISTS {
    MATCH (agreement)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND EXISTS {
    MATCH (agreement)-[:STATUS]->(status)
    WHERE status.iri = 'https://w3id.org/methodnet/scheme/agreement-status/in-force'
  }
  AND EXISTS {
    MATCH (agreement)-[:PARTY]->(near)-[:JURISDICTION]->(:Territory {iri: $municipality})
  }
OPTIONAL MATCH (agreement)-[:STATES]->(term:Statement {property: 'validTo'})
RETURN DISTINCT
  remedy.iri AS remedy,
  remedy.type AS remedyKind,
  by,
  place,
  coalesce(began.date, remedy.validFrom, remedy.startDate) AS from,
  coalesce(ending.date, remedy.validTo, remedy.endDate) AS until,
  agreement.iri AS agreement,
  coalesce(term.date, agreement.validTo) AS agreementUntil
