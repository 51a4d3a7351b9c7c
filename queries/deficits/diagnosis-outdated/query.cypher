MATCH (deficit:Deficit)
WHERE ($territory = '' OR EXISTS {
    MATCH (deficit)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
  })
  AND NOT EXISTS {
    MATCH (deficit)-[:HAS_DIAGNOSTIC]->(valid:Diagnostic)
    WHERE (valid.date IS NULL OR valid.date <= $date)
      AND (valid.validTo IS NULL OR valid.validTo >= $date)
  }
OPTIONAL MATCH (deficit)-[:HAS_DIAGNOSTIC]->(diagnostic:Diagnostic)
WHERE diagnostic.validTo < $date
  AND NOT EXISTS {
    MATCH (deficit)-[:HAS_DIAGNOSTIC]->(later:Diagnostic)
    WHERE later.validTo > diagnostic.validTo AND later.validTo < $date
  }
OPTIONAL MATCH (diagnostic)-[:HAS_BODY]->(body:Body)
RETURN DISTINCT
  deficit.iri AS deficit,
  diagnostic.iri AS diagnostic,
  body.iri AS body,
  diagnostic.date AS heldOn,
  diagnostic.validTo AS validTo
