MATCH (place:Territory)-[:WITHIN*0..30]->(:Territory {iri: $territory})
WITH collect(DISTINCT place.iri) AS places
MATCH (item:Body|Event|Mentor|Practice|Programme|Site)
// Of several dates the property has the earliest.
WHERE coalesce(item.validTo, item.endDate, $date) >= $date
  AND NOT EXISTS { MATCH (item)<-[:REMEDY]-(:Answer)-[:HAS_DEFICIT]->(:Deficit) }
  AND NOT EXISTS {
    MATCH (item)-[:STATUS]->(ended)
    WHERE ended.iri IN [
      'https://w3id.org/methodnet/scheme/body-status/dissolved',
      'https://w3id.org/methodnet/scheme/body-status/planned',
      'https://w3id.org/methodnet/scheme/event-status/cancelled',
      'https://w3id.org/methodnet/scheme/programme-status/planned',
      'https://w3id.org/methodnet/scheme/programme-status/withdrawn'
    ]
  }
  AND (item.type <> 'https://w3id.org/methodnet/ontology#Event'
    OR EXISTS { MATCH (item)-[:SUBJECT_AREA]->(anySubject) })
  AND (item.type <> 'https://w3id.org/methodnet/ontology#Body' OR EXISTS {
    MATCH (item)-[:KIND]->(kind)
    WHERE kind.iri IN [
      'https://w3id.org/methodnet/scheme/kind/municipal-methodical-association',
      'https://w3id.org/methodnet/scheme/kind/municipal-teacher-association',
      'https://w3id.org/methodnet/scheme/kind/professional-community',
      'https://w3id.org/methodnet/scheme/kind/regional-association'
    ]
  })
OPTIONAL MATCH (item)-[:JURISDICTION]->(own:Territory)
OPTIONAL MATCH (item)-[:ORGANIZATION|HOST]->(:Body)-[:JURISDICTION]->(lent:Territory)
WITH item, places, coalesce(own.iri, lent.iri) AS home
WHERE home IN places
OPTIONAL MATCH (item)-[:AUTHOR|PROVIDER|ORGANIZATION|HOST|ORGANIZER]->(offered)
WITH item, home, min(offered.iri) AS by
OPTIONAL MATCH (:Territory {iri: home})-[:WITHIN*0..30]->(around:Territory)
WITH item, by, collect(DISTINCT around.iri) AS reach
OPTIONAL MATCH (item)-[:SUBJECT_AREA]->(subject:Concept)
OPTIONAL MATCH (subject)<-[:SUBJECT_AREA]-(deficit:Deficit)-[:JURISDICTION]->(catalogue:Territory)
WHERE catalogue.iri IN reach
RETURN
  item.iri AS remedy,
  item.type AS remedyKind,
  by,
  coalesce(item.validTo, item.endDate) AS until,
  count(DISTINCT deficit.iri) AS deficitsOfSubject
