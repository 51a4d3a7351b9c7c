// What the person holds.
MATCH (:Person {iri: $person})<-[:MEMBER]-(held:Membership)
WHERE (held.validFrom IS NULL OR held.validFrom <= $date)
  AND (held.validTo IS NULL OR held.validTo >= $date)
RETURN
  held.iri AS record,
  held.type AS recordKind,
  'http://www.w3.org/ns/org#member' AS link,
  $person AS through,
  false AS otherGround
UNION
MATCH (:Person {iri: $person})<-[:MEMBER]-(held:Membership)-[:ORGANIZATION]->(body:Body)
WHERE (held.validFrom IS NULL OR held.validFrom <= $date)
  AND (held.validTo IS NULL OR held.validTo >= $date)
  AND (body.validFrom IS NULL OR body.validFrom <= $date)
  AND (body.validTo IS NULL OR body.validTo >= $date)
RETURN
  body.iri AS record,
  body.type AS recordKind,
  'http://www.w3.org/ns/org#organization' AS link,
  held.iri AS through,
  EXISTS {
    MATCH (body)<-[:ORGANIZATION]-(peer:Membership)-[:MEMBER]->(colleague:Person)
    WHERE colleague.iri <> $person
      AND peer.role = held.role
      AND (peer.validFrom IS NULL OR peer.validFrom <= $date)
      AND (peer.validTo IS NULL OR peer.validTo >= $date)
  } AS otherGround
UNION
MATCH (:Person {iri: $person})<-[:MEMBER]-(held:Membership)-[:HAS_POST]->(post:Post)
WHERE (held.validFrom IS NULL OR held.validFrom <= $date)
  AND (held.validTo IS NULL OR held.validTo >= $date)
RETURN
  post.iri AS record,
  post.type AS recordKind,
  'https://w3id.org/methodnet/ontology#post' AS link,
  held.iri AS through,
  EXISTS {
    MATCH (post)<-[:HAS_POST]-(deputy:Membership)-[:MEMBER]->(successor:Person)
    WHERE successor.iri <> $person
      AND (deputy.validFrom IS NULL OR deputy.validFrom <= $date)
      AND (deputy.validTo IS NULL OR deputy.validTo >= $date)
  } AS otherGround
UNION
// What rests on the post.
MATCH (:Person {iri: $person})<-[:MEMBER]-(held:Membership)-[:HAS_POST]->(post:Post)<-[:SIGNATORY]-(record:Agreement)
WHERE (held.validFrom IS NULL OR held.validFrom <= $date)
  AND (held.validTo IS NULL OR held.validTo >= $date)
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND EXISTS {
    MATCH (record)-[:STATUS]->(status)
    WHERE status.iri = 'https://w3id.org/methodnet/scheme/agreement-status/in-force'
  }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#signatory' AS link,
  post.iri AS through,
  EXISTS {
    MATCH (post)<-[:HAS_POST]-(deputy:Membership)-[:MEMBER]->(successor:Person)
    WHERE successor.iri <> $person
      AND (deputy.validFrom IS NULL OR deputy.validFrom <= $date)
      AND (deputy.validTo IS NULL OR deputy.validTo >= $date)
  } AS otherGround
UNION
MATCH (:Person {iri: $person})<-[:MEMBER]-(held:Membership)-[:HAS_POST]->(post:Post)<-[:SUBJECT_POST]-(record:Relation)
WHERE (held.validFrom IS NULL OR held.validFrom <= $date)
  AND (held.validTo IS NULL OR held.validTo >= $date)
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#subjectPost' AS link,
  post.iri AS through,
  EXISTS {
    MATCH (post)<-[:HAS_POST]-(deputy:Membership)-[:MEMBER]->(successor:Person)
    WHERE successor.iri <> $person
      AND (deputy.validFrom IS NULL OR deputy.validFrom <= $date)
      AND (deputy.validTo IS NULL OR deputy.validTo >= $date)
  } AS otherGround
UNION
MATCH (:Person {iri: $person})<-[:MEMBER]-(held:Membership)-[:HAS_POST]->(post:Post)<-[:HAS_POST]-(record:Responsibility)
WHERE (held.validFrom IS NULL OR held.validFrom <= $date)
  AND (held.validTo IS NULL OR held.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:HAS_ACTIVITY]->(:Activity)<-[:HAS_ACTIVITY]-(completion:Completion)
    WHERE completion.occurrenceStart IS NULL AND completion.date <= $date
  }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#post' AS link,
  post.iri AS through,
  EXISTS {
    MATCH (post)<-[:HAS_POST]-(deputy:Membership)-[:MEMBER]->(successor:Person)
    WHERE successor.iri <> $person
      AND (deputy.validFrom IS NULL OR deputy.validFrom <= $date)
      AND (deputy.validTo IS NULL OR deputy.validTo >= $date)
  } AS otherGround
UNION
// What the person answers for and has not done. What is done rests on nobody.
MATCH (:Person {iri: $person})<-[:HAS_PERSON]-(record:Responsibility)
WHERE NOT EXISTS {
    MATCH (record)-[:HAS_ACTIVITY]->(:Activity)<-[:HAS_ACTIVITY]-(completion:Completion)
    WHERE completion.occurrenceStart IS NULL AND completion.date <= $date
  }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#person' AS link,
  $person AS through,
  false AS otherGround
UNION
MATCH (:Person {iri: $person})<-[:HAS_PERSON]-(held:Responsibility)-[:HAS_ACTIVITY]->(record:Activity)
WHERE NOT EXISTS {
    MATCH (completion:Completion)-[:HAS_ACTIVITY]->(record)
    WHERE completion.occurrenceStart IS NULL AND completion.date <= $date
  }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#activity' AS link,
  held.iri AS through,
  EXISTS {
    MATCH (record)<-[:HAS_ACTIVITY]-(shared:Responsibility)
    WHERE NOT EXISTS { MATCH (shared)-[:HAS_PERSON]->(:Person {iri: $person}) }
  } AS otherGround
UNION
// What rests on the mentor.
MATCH (:Person {iri: $person})<-[:HAS_PERSON]-(record:Mentor)
WHERE (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#person' AS link,
  $person AS through,
  false AS otherGround
UNION
MATCH (:Person {iri: $person})<-[:HAS_PERSON]-(held:Mentor)<-[:REMEDY]-(record:Answer|RouteStep)
WHERE (held.validFrom IS NULL OR held.validFrom <= $date)
  AND (held.validTo IS NULL OR held.validTo >= $date)
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#remedy' AS link,
  held.iri AS through,
  EXISTS {
    MATCH (record)-[:HAS_DEFICIT|HAS_ROUTE]->(need)<-[:HAS_DEFICIT|HAS_ROUTE]-(another:Answer|RouteStep)-[:REMEDY]->(remedy)
    WHERE remedy.iri <> held.iri
  } AS otherGround
