MATCH (norm:Norm)-[:JURISDICTION]->(territory:Territory)
WHERE ($territory = '' OR territory.iri = $territory)
  AND norm.requirement = 'https://w3id.org/methodnet/scheme/requirement/report'
  AND norm.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
MATCH (norm)-[:SUBJECT|SUBJECT_KIND]->(named)<-[:KIND*0..1]-(body:Body)
WHERE (
    named.iri = body.iri
    OR EXISTS { MATCH (body)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(territory) }
  )
  AND EXISTS {
    MATCH (body)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
  }
  AND (body.validFrom IS NULL OR body.validFrom <= $date)
  AND (body.validTo IS NULL OR body.validTo >= $date)
  AND NOT EXISTS {
    MATCH (body)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND NOT EXISTS { MATCH (:Dataset)-[:KEEPER]->(body) }
  // What is handed in for a body has a graph of its own, named as the body is.
  AND NOT EXISTS {
    MATCH (:Submission)-[:CHANGED_GRAPH]->(own)
    WHERE own.iri =
      replace(body.iri, 'https://w3id.org/methodnet/id/', 'https://w3id.org/methodnet/graph/')
  }
  AND NOT EXISTS {
    MATCH (statement:Completeness)-[:HAS_BODY]->(body)
    WHERE statement.asOf <= $date
  }
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (norm)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  body.iri AS body,
  norm.iri AS norm,
  basis.clausePrinted AS clause,
  basis.iri AS basis
