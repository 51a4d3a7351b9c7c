MATCH (body:Body)-[:JURISDICTION]->(place:Territory)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (body)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
WITH DISTINCT body
OPTIONAL MATCH (dataset:Dataset)-[kept:KEEPER]->(body)
WITH body, collect(kept.graphs) AS graphs
OPTIONAL MATCH (record)
// One of several values that bodies state is a node of its own here, and no record.
WHERE record.type <> 'http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement'
  AND any(own IN graphs WHERE any(graph IN own WHERE graph IN record.graphs))
WITH body, count(DISTINCT record.iri) AS counted
OPTIONAL MATCH (body)<-[:HAS_BODY]-(statement:Completeness)
WHERE statement.asOf <= $date
  AND NOT EXISTS {
    MATCH (body)<-[:HAS_BODY]-(later:Completeness)
    WHERE later.listKind = statement.listKind
      AND later.asOf > statement.asOf
      AND later.asOf <= $date
  }
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
// Of several places the first, of one line too.
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (norm)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
    OR (other.lineFrom = basis.lineFrom AND other.iri < basis.iri)
}
WITH body, counted, statement, norm, basis
WHERE counted > 0 OR statement IS NOT NULL OR norm IS NOT NULL
RETURN DISTINCT
  body.iri AS body,
  counted = 0 AND statement IS NULL AS silent,
  CASE WHEN counted > 0 THEN counted END AS records,
  statement.listKind AS list,
  statement.asOf AS completeAsOf,
  norm.iri AS norm,
  basis.clausePrinted AS clause,
  basis.iri AS basis
