MATCH (record)<-[:ABOUT]-(first:IdentityDecision)-[:OTHER_RECORD]->(other)
WHERE first.outcome IN [
    'https://w3id.org/methodnet/scheme/identity-outcome/different',
    'https://w3id.org/methodnet/scheme/identity-outcome/same'
  ]
  AND (first.decidedOn IS NULL OR first.decidedOn <= $date)
  AND NOT EXISTS {
    MATCH (undoing:IdentityDecision)-[:REVOKES]->(first)
    WHERE undoing.decidedOn IS NULL OR undoing.decidedOn <= $date
  }
// Whatever contradicts it is about one of the two, as one or the other.
MATCH (first)-[:ABOUT|OTHER_RECORD]->(shared)<-[:ABOUT|OTHER_RECORD]-(second:IdentityDecision)
WHERE first.iri < second.iri
  AND second.outcome IN [
    'https://w3id.org/methodnet/scheme/identity-outcome/different',
    'https://w3id.org/methodnet/scheme/identity-outcome/same'
  ]
  AND (second.decidedOn IS NULL OR second.decidedOn <= $date)
  AND NOT EXISTS {
    MATCH (undoing:IdentityDecision)-[:REVOKES]->(second)
    WHERE undoing.decidedOn IS NULL OR undoing.decidedOn <= $date
  }
MATCH (secondRecord)<-[:ABOUT]-(second)-[:OTHER_RECORD]->(secondOther)
WITH
  first,
  second,
  record,
  other,
  secondRecord,
  secondOther,
  record.iri = secondOther.iri AND other.iri = secondRecord.iri AS crossed,
  first.outcome = 'https://w3id.org/methodnet/scheme/identity-outcome/same'
    AND second.outcome = 'https://w3id.org/methodnet/scheme/identity-outcome/same' AS bothSame
WHERE (
    first.outcome <> second.outcome
    AND (crossed OR (record.iri = secondRecord.iri AND other.iri = secondOther.iri))
  )
  OR (bothSame AND crossed)
  OR (bothSame AND other.iri = secondOther.iri AND record.iri <> secondRecord.iri)
OPTIONAL MATCH (first)-[:DECIDED_BY]->(body:Body)
RETURN DISTINCT
  first.iri AS first,
  first.decidedOn AS firstOn,
  second.iri AS second,
  second.decidedOn AS secondOn,
  record.iri AS record,
  other.iri AS other,
  body.iri AS body
