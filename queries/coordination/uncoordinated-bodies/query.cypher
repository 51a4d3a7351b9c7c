MATCH (jurisdiction:Territory)<-[:WITHIN*0..30]-(:Territory)
  <-[:JURISDICTION]-(body:Body)
  -[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
WHERE ($jurisdiction = '' OR jurisdiction.iri = $jurisdiction)
  AND (body.validFrom IS NULL OR body.validFrom <= $date)
  AND NOT EXISTS {
    MATCH (body)-[:STATES]->(start:Statement {property: 'validFrom'})
    WHERE start.date > $date
  }
  AND (body.validTo IS NULL OR body.validTo >= $date)
  AND NOT EXISTS {
    MATCH (link:Relation)-[:OBJECT]->(body)
    WHERE link.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
      AND link.modality IN [
        'https://w3id.org/methodnet/scheme/modality/in-force',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND (link.validFrom IS NULL OR link.validFrom <= $date)
      AND (link.validTo IS NULL OR link.validTo >= $date)
      AND NOT EXISTS {
        MATCH (link)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
      AND NOT EXISTS {
        MATCH (link)-[:SUBJECT]->(:Body)
          -[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/planned'})
      }
  }
MATCH (jurisdiction)<-[:JURISDICTION]-(norm:Norm)-[:SUBJECT|SUBJECT_KIND]->(expected)
WHERE norm.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND norm.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
  AND NOT EXISTS {
    MATCH (norm)-[:STATES]->(laterNorm:Statement {property: 'validFrom'})
    WHERE laterNorm.date > $date
  }
  AND coalesce(norm.condition_ru, norm.condition_en) IS NULL
  AND (norm.objectKind IN body.kind OR EXISTS { MATCH (norm)-[:OBJECT]->(body) })
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (norm)-[:HAS_BASIS]->(other:Basis)
  WHERE other.iri < basis.iri
}
RETURN DISTINCT
  jurisdiction.iri AS jurisdiction,
  body.iri AS body,
  expected.iri AS expected,
  coalesce(norm.function_ru, norm.function_en) AS function,
  norm.iri AS norm,
  basis.clausePrinted AS clause,
  basis.iri AS basis
