MATCH (body:Body)-[:JURISDICTION]->(place:Territory)-[:WITHIN*0..30]->(territory:Territory)
WHERE ($territory = '' OR territory.iri = $territory) AND ($body = '' OR body.iri = $body)
MATCH (body)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
// What is handed in for a body has a graph of its own, named as the body is.
WITH DISTINCT
  body,
  replace(body.iri, 'https://w3id.org/methodnet/id/', 'https://w3id.org/methodnet/graph/') AS own
OPTIONAL MATCH (submission:Submission)-[:CHANGED_GRAPH]->(changed)
WHERE changed.iri = own
WITH body, own, count(DISTINCT submission.iri) AS submissions, max(submission.time) AS latest
OPTIONAL MATCH (body)<-[:HAS_BODY]-(statement:Completeness)
WHERE statement.asOf <= $date
WITH body, own, submissions, latest, count(DISTINCT statement.listKind) AS lists
OPTIONAL MATCH (record)
// One of several values that bodies state is a node of its own here, and no record.
WHERE record.type <> 'http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement'
  AND own IN record.graphs
WITH body, submissions, latest, lists, record.type AS type, count(DISTINCT record.iri) AS records
OPTIONAL MATCH (body)-[:KIND*0..1]->(named)<-[:SUBJECT|SUBJECT_KIND]-(norm:Norm)-[:JURISDICTION]->
  (area:Territory)
WHERE norm.requirement = 'https://w3id.org/methodnet/scheme/requirement/report'
  AND norm.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
  AND (
    named.iri = body.iri
    OR EXISTS { MATCH (body)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(area) }
  )
  AND NOT EXISTS {
    MATCH (norm)-[:STATES]->(from:Statement {property: 'validFrom'})
    WHERE from.date > $date
  }
WITH body, submissions, latest, lists, type, records, count(norm.iri) > 0 AS expected
WHERE submissions > 0 OR lists > 0 OR expected
RETURN DISTINCT
  body.iri AS body,
  expected,
  submissions = 0 AND lists = 0 AS silent,
  submissions,
  coalesce(latest >= datetime({date: $since, timezone: 'Z'}), false) AS fresh,
  lists,
  type,
  CASE WHEN records > 0 THEN records END AS records
