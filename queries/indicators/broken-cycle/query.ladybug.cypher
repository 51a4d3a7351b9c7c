MATCH (record:Indicator)-[:JURISDICTION]->(place:Territory)
MATCH (place)-[:WITHIN*0..30]->(area:Territory)
WHERE ($territory = '' OR area.iri = $territory)
  AND NOT EXISTS {
    MATCH (record)<-[:HAS_INDICATOR]-(measurement:Measurement)
    WHERE measurement.date <= $date
  }
  // What is still to come may plan it.
  AND NOT EXISTS {
    MATCH (record)-[:PLANNED_BY]->(activity:Activity)
    WHERE activity.deadlineEnd >= $date
  }
OPTIONAL MATCH (record)-[:RESPONSIBLE_BODY]->(body)
// Of several places the first, of one line too.
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (record)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
    OR (other.lineFrom = basis.lineFrom AND other.iri < basis.iri)
}
RETURN DISTINCT
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#Measurement' AS missing,
  place.iri AS place,
  body.iri AS body,
  CAST(NULL AS DATE) AS since,
  basis.clausePrinted AS clause,
  basis.iri AS basis
UNION
// The latest measurement of a place, low and with no recommendation made after it.
MATCH (indicator:Indicator)<-[:HAS_INDICATOR]-(record:Measurement)-[:JURISDICTION]->(place:Territory)
MATCH (place)-[:WITHIN*0..30]->(area:Territory)
WHERE ($territory = '' OR area.iri = $territory)
  AND (record.value < indicator.target
    OR (indicator.target IS NULL AND indicator.unit = '%' AND record.value < $below))
  AND record.date <= $date
  AND NOT EXISTS {
    MATCH (indicator)<-[:HAS_INDICATOR]-(newer:Measurement)-[:JURISDICTION]->(place)
    WHERE newer.date > record.date AND newer.date <= $date
  }
  AND NOT EXISTS {
    MATCH (record)<-[:RESTS_ON]-(recommended:Recommendation)
    WHERE recommended.date <= $date
  }
OPTIONAL MATCH (indicator)-[:RESPONSIBLE_BODY]->(body)
// Of several places the first, of one line too.
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (record)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
    OR (other.lineFrom = basis.lineFrom AND other.iri < basis.iri)
}
RETURN DISTINCT
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#Recommendation' AS missing,
  place.iri AS place,
  body.iri AS body,
  record.date AS since,
  basis.clausePrinted AS clause,
  basis.iri AS basis
UNION
MATCH (record:Recommendation)-[:ADDRESSEE]->(:Body)-[:JURISDICTION]->(place:Territory)
MATCH (place)-[:WITHIN*0..30]->(area:Territory)
WHERE ($territory = '' OR area.iri = $territory)
  AND record.date <= $date
  AND NOT EXISTS { MATCH (record)-[:RESTS_ON]->(:Measurement) }
MATCH (record)-[:AUTHOR]->(body)
// Of several places the first, of one line too.
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (record)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
    OR (other.lineFrom = basis.lineFrom AND other.iri < basis.iri)
}
RETURN DISTINCT
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#Measurement' AS missing,
  place.iri AS place,
  body.iri AS body,
  record.date AS since,
  basis.clausePrinted AS clause,
  basis.iri AS basis
UNION
MATCH (record:Recommendation)-[:ADDRESSEE]->(body:Body)-[:JURISDICTION]->(place:Territory)
MATCH (place)-[:WITHIN*0..30]->(area:Territory)
WHERE ($territory = '' OR area.iri = $territory)
  AND record.date < $date - to_days($days)
  AND NOT EXISTS {
    MATCH (record)<-[:RESTS_ON]-(decision:Decision)
    WHERE decision.date <= $date
  }
// Of several places the first, of one line too.
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (record)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
    OR (other.lineFrom = basis.lineFrom AND other.iri < basis.iri)
}
RETURN DISTINCT
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#Decision' AS missing,
  place.iri AS place,
  body.iri AS body,
  record.date AS since,
  basis.clausePrinted AS clause,
  basis.iri AS basis
UNION
MATCH (record:Decision)-[:HAS_BODY]->(body:Body)-[:JURISDICTION]->(place:Territory)
MATCH (place)-[:WITHIN*0..30]->(area:Territory)
MATCH (record)-[:RESTS_ON]->(recommendation:Recommendation)
WHERE ($territory = '' OR area.iri = $territory)
  AND record.date <= $date
  AND recommendation.status = 'https://w3id.org/methodnet/scheme/task-status/open'
  AND NOT EXISTS { MATCH (record)-[:CREATES]->() }
// Of several places the first, of one line too.
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (record)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
    OR (other.lineFrom = basis.lineFrom AND other.iri < basis.iri)
}
RETURN DISTINCT
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#Activity' AS missing,
  place.iri AS place,
  body.iri AS body,
  record.date AS since,
  basis.clausePrinted AS clause,
  basis.iri AS basis
UNION
// Carried out, or its activity is over: the indicator should have been measured since.
MATCH (record:Decision)-[:RESTS_ON]->(recommendation:Recommendation)-[:RESTS_ON]->(first:Measurement)
MATCH (indicator:Indicator)<-[:HAS_INDICATOR]-(first)-[:JURISDICTION]->(place:Territory)
MATCH (place)-[:WITHIN*0..30]->(area:Territory)
WHERE ($territory = '' OR area.iri = $territory)
  AND record.date <= $date
  AND (recommendation.status = 'https://w3id.org/methodnet/scheme/task-status/done' OR EXISTS {
    MATCH (record)-[:CREATES]->(started:Activity)
    WHERE started.deadlineEnd < $date
  })
  AND NOT EXISTS {
    MATCH (indicator)<-[:HAS_INDICATOR]-(effect:Measurement)-[:JURISDICTION]->(place)
    WHERE effect.date > record.date AND effect.date <= $date
  }
OPTIONAL MATCH (indicator)-[:RESPONSIBLE_BODY]->(body)
// Of several places the first, of one line too.
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (record)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
    OR (other.lineFrom = basis.lineFrom AND other.iri < basis.iri)
}
RETURN DISTINCT
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#Measurement' AS missing,
  place.iri AS place,
  body.iri AS body,
  record.date AS since,
  basis.clausePrinted AS clause,
  basis.iri AS basis
