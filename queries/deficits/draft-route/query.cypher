MATCH (:Territory {iri: $municipality})-[:WITHIN*0..30]->(around:Territory)
WITH collect(DISTINCT around.iri) AS reach
MATCH (inner:Territory)-[:WITHIN*0..30]->(:Territory {iri: $municipality})
WITH reach, collect(DISTINCT inner.iri) AS inside
OPTIONAL MATCH (peer:Territory)-[:WITHIN*1..30]->(region:Territory)
WHERE region.iri IN reach
  AND region.iri <> $municipality
  AND region.territoryLevel = 'https://w3id.org/methodnet/scheme/level/regional'
WITH reach, inside, collect(DISTINCT peer.iri) AS peers
MATCH (deficit:Deficit)-[:JURISDICTION]->(home:Territory)
WHERE deficit.iri = $deficit
  AND home.iri IN reach
// What the deficit leads to, by an answer, a competence or a subject.
OPTIONAL MATCH (deficit)<-[:HAS_DEFICIT]-(:Answer)-[:REMEDY]->(answered)
WITH reach, inside, peers, deficit, collect(DISTINCT answered.iri) AS stated
OPTIONAL MATCH (deficit)-[:CONCERNS]->(:Competence)<-[:CONCERNS]-(sibling:Deficit)
OPTIONAL MATCH (sibling)<-[:HAS_DEFICIT]-(:Answer)-[:REMEDY]->(shared)
WITH reach, inside, peers, deficit, stated, collect(DISTINCT shared.iri) AS siblings
OPTIONAL MATCH (deficit)-[:SUBJECT_AREA]->(subject:Concept)
OPTIONAL MATCH (subject)<-[:SUBJECT_AREA]-(alike)
WITH reach, inside, peers, deficit, stated, siblings, collect(DISTINCT alike.iri) AS same
OPTIONAL MATCH (deficit)-[:SUBJECT_AREA]->(:Concept)-[:BROADER*1..30]->(broad:Concept)
OPTIONAL MATCH (broad)<-[:SUBJECT_AREA]-(wider)
WITH reach, inside, peers, deficit, stated, siblings, same, collect(DISTINCT wider.iri) AS above
OPTIONAL MATCH (deficit)-[:SUBJECT_AREA]->(:Concept)<-[:BROADER*1..30]-(narrow:Concept)
OPTIONAL MATCH (narrow)<-[:SUBJECT_AREA]-(finer)
WITH reach, inside, peers, deficit, stated, siblings, same, above, collect(DISTINCT finer.iri) AS below
UNWIND stated + siblings + same + above + below AS found
WITH DISTINCT
  reach,
  inside,
  peers,
  deficit.iri AS deficit,
  found,
  CASE
    WHEN found IN stated THEN 'stated'
    WHEN found IN siblings THEN 'same-competence'
    WHEN found IN same THEN 'same-subject'
    ELSE 'broader-subject'
  END AS topic
MATCH (item:Body|Event|Mentor|Practice|Programme|Site)
WHERE item.iri = found
  // Of several dates the property has the earliest.
  AND coalesce(item.validTo, item.endDate, $date) >= $date
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
OPTIONAL MATCH (item)-[:JURISDICTION]->(own:Territory)
OPTIONAL MATCH (item)-[:ORGANIZATION|HOST]->(:Body)-[:JURISDICTION]->(lent:Territory)
WITH reach, inside, peers, deficit, topic, item, coalesce(own.iri, lent.iri) AS place
WITH reach, peers, deficit, topic, item, place,
  CASE
    WHEN place IN inside THEN 'own-municipality'
    WHEN place IN reach THEN 'surrounding-territory'
    ELSE 'other-municipality'
  END AS location
WHERE (location <> 'other-municipality' OR place IN peers)
  // Of bodies that no answer names, those a teacher from here can join.
  AND (item.type <> 'https://w3id.org/methodnet/ontology#Body'
    OR topic IN ['stated', 'same-competence']
    OR (location <> 'other-municipality' AND EXISTS {
      MATCH (item)-[:KIND]->(kind)
      WHERE kind.iri IN [
        'https://w3id.org/methodnet/scheme/kind/municipal-methodical-association',
        'https://w3id.org/methodnet/scheme/kind/municipal-teacher-association',
        'https://w3id.org/methodnet/scheme/kind/professional-community',
        'https://w3id.org/methodnet/scheme/kind/regional-association'
      ]
    }))
OPTIONAL MATCH (item)-[:AUTHOR|PROVIDER|ORGANIZATION|HOST|ORGANIZER]->(offered)
WITH reach, deficit, topic, item, place, location, min(offered.iri) AS offered
WITH reach, deficit, topic, item, place, location,
  CASE
    WHEN item.type = 'https://w3id.org/methodnet/ontology#Body' THEN item.iri
    ELSE offered
  END AS by
OPTIONAL MATCH (provider:Body {iri: by})
WITH reach, deficit, topic, item, place, location, by,
  coalesce(item.level, provider.level) AS level
OPTIONAL MATCH (step:Concept {iri: level})
OPTIONAL MATCH (agreement:Agreement)-[:PARTY]->(:Body {iri: by})
WHERE coalesce(agreement.validFrom, $date) <= $date
  AND coalesce(agreement.validTo, $date) >= $date
  AND NOT EXISTS {
    MATCH (agreement)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND EXISTS {
    MATCH (agreement)-[:STATUS]->(status)
    WHERE status.iri = 'https://w3id.org/methodnet/scheme/agreement-status/in-force'
  }
  AND EXISTS {
    MATCH (agreement)-[:PARTY]->(near:Body)-[:JURISDICTION]->(:Territory {iri: $municipality})
    WHERE near.iri <> by
  }
WITH reach, deficit, topic, item, place, location, by, level,
  coalesce(max(step.rank) - 1, 0) AS steps,
  min(agreement.iri) AS agreement
OPTIONAL MATCH (item)-[:STATES]->(load:Statement {property: 'load'})
OPTIONAL MATCH (item)-[:STATES]->(capacity:Statement {property: 'capacity'})
WITH reach, deficit, topic, item, place, location, by, level, steps, agreement,
  coalesce(item.validFrom, item.startDate) AS startsOn,
  coalesce(item.validTo, item.endDate) AS until,
  min(coalesce(capacity.number, item.capacity))
    - max(coalesce(load.number, item.load)) AS freeCapacity
WITH reach, deficit, topic, item, place, location, by, level, steps, agreement, startsOn, until,
  freeCapacity,
  CASE WHEN startsOn > $date THEN 'begins-later' ELSE 'available-now' END AS availability,
  CASE
    WHEN freeCapacity > 0 THEN 'free-place'
    WHEN freeCapacity <= 0 THEN 'no-free-place'
    ELSE ''
  END AS capacity
WHERE freeCapacity IS NULL OR freeCapacity > 0
// The points of each reason: those of the nearest territory that sets any.
UNWIND [topic, location, 'level-step', 'agreement-in-force', availability, capacity] AS name
OPTIONAL MATCH (reason:Concept)
WHERE reason.iri = 'https://w3id.org/methodnet/scheme/remedy-reason/' + name
OPTIONAL MATCH (reason)<-[:REMEDY_REASON]-(weight:Weight)-[:JURISDICTION]->(setBy:Territory)
WHERE setBy.iri IN reach
  AND NOT EXISTS {
    MATCH (reason)<-[:REMEDY_REASON]-(:Weight)-[:JURISDICTION]->(closer)-[:WITHIN*1..30]->(setBy)
    WHERE closer.iri IN reach
  }
WITH deficit, topic, item, place, location, by, level, steps, agreement, startsOn, until,
  freeCapacity, availability, name,
  coalesce(max(weight.points), max(reason.points), 0) AS points
WITH deficit, topic, item, place, location, by, level, agreement, startsOn, until, freeCapacity,
  availability,
  sum(CASE WHEN name = topic THEN points ELSE 0 END) AS topicPoints,
  sum(CASE WHEN name = location THEN points ELSE 0 END) AS locationPoints,
  sum(CASE WHEN name = 'level-step' THEN points * steps ELSE 0 END) AS levelPoints,
  sum(CASE
    WHEN name = 'agreement-in-force' AND agreement IS NOT NULL THEN points
    ELSE 0
  END) AS agreementPoints,
  sum(CASE WHEN name = availability THEN points ELSE 0 END) AS datePoints,
  sum(CASE WHEN name IN ['free-place', 'no-free-place'] THEN points ELSE 0 END) AS capacityPoints
WITH topic, item, agreement,
  topicPoints + locationPoints + levelPoints + agreementPoints + datePoints
    + capacityPoints AS score
// The best of each kind: the key has first what puts it first.
WITH item.type AS remedyKind,
  max(score) AS score,
  min(toString(500000 - score) + ' ' + item.iri + ' ' + topic + ' ' + coalesce(agreement, '')) AS best,
  collect(DISTINCT item.iri) AS items,
  collect(DISTINCT topic) AS topics,
  collect(DISTINCT coalesce(agreement, '')) AS agreements
UNWIND items AS chosen
UNWIND topics AS topic
UNWIND agreements AS agreement
WITH remedyKind, score, best, chosen, topic, agreement
WHERE best ENDS WITH (' ' + chosen + ' ' + topic + ' ' + agreement)
MATCH (item:Body|Event|Mentor|Practice|Programme|Site)
WHERE item.iri = chosen
OPTIONAL MATCH (item)-[:AUTHOR|PROVIDER|ORGANIZATION|HOST|ORGANIZER]->(offered)
WITH remedyKind, score, item, topic, agreement, min(offered.iri) AS offered
OPTIONAL MATCH (answer:Answer)-[:HAS_DEFICIT]->(:Deficit {iri: $deficit})
WHERE EXISTS { MATCH (answer)-[:REMEDY]->(item) }
WITH remedyKind, score, item, topic, agreement, offered, min(answer.iri) AS answer
RETURN
  item.iri AS remedy,
  remedyKind,
  CASE
    WHEN remedyKind = 'https://w3id.org/methodnet/ontology#Body' THEN item.iri
    ELSE offered
  END AS owner,
  CASE
    WHEN coalesce(item.validFrom, item.startDate, $date) > $date
      THEN coalesce(item.validFrom, item.startDate)
    ELSE $date
  END AS startsOn,
  coalesce(item.validTo, item.endDate) AS until,
  score,
  'https://w3id.org/methodnet/scheme/remedy-reason/' + topic AS topic,
  answer,
  CASE WHEN agreement = '' THEN NULL ELSE agreement END AS agreement
ORDER BY startsOn, score DESC, remedy
