MATCH (document:Document)
WHERE document.validTo < $date
  OR (
    document.validTo IS NULL
    AND EXISTS {
      MATCH (document)-[:STATUS]->
        (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/repealed'})
    }
  )
MATCH (document)<-[:HAS_DOCUMENT|APPOINTED_BY|ESTABLISHED_BY]-(:Basis|Membership|Relation|Site)
  <-[:HAS_BASIS*0..1]-(record:Membership|Norm|Relation|Site)
WHERE (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:MODALITY]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/modality/planned'})
  }
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
// Of several the first.
WITH record, min(document.iri) AS first
// No other document that is in force.
WHERE NOT EXISTS {
    MATCH (record)-[:HAS_BASIS]->(:Basis)-[:HAS_DOCUMENT]->(support:Document)
    WHERE support.validTo >= $date
      OR (
        support.validTo IS NULL
        AND NOT EXISTS {
          MATCH (support)-[:STATUS]->
            (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/repealed'})
        }
      )
  }
  AND NOT EXISTS {
    MATCH (record)-[:APPOINTED_BY|ESTABLISHED_BY]->(support:Document)
    WHERE support.validTo >= $date
      OR (
        support.validTo IS NULL
        AND NOT EXISTS {
          MATCH (support)-[:STATUS]->
            (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/repealed'})
        }
      )
  }
MATCH (document:Document {iri: first})
OPTIONAL MATCH (record)-[:SUBJECT|ORGANIZATION|HOST]->(body:Body)
RETURN DISTINCT
  record.iri AS record,
  record.type AS recordKind,
  document.iri AS document,
  document.validTo AS ended,
  body.iri AS body
