MATCH (territory:Territory {iri: $territory})<-[:JURISDICTION]-(norm:Norm)-[:OBJECT]->(partner)
WHERE norm.requirement = 'https://w3id.org/methodnet/scheme/requirement/agreement'
  AND norm.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
MATCH (norm)-[:SUBJECT_KIND]->(:Concept)<-[:KIND]-(body:Body)-[:STATUS]->
  (existing:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
MATCH (body)-[:JURISDICTION]->(place:Territory)-[:WITHIN*0..30]->(territory)
WHERE NOT (
    coalesce(norm.condition_ru, norm.condition_en) IS NOT NULL
    AND EXISTS {
      MATCH (main:Norm)-[:OBJECT]->(partner)
      MATCH (main)-[:SUBJECT_KIND]->(:Concept)<-[:KIND]-(addressed:Body)-[:STATUS]->(existing)
      MATCH (addressed)-[:JURISDICTION]->(place)
      WHERE main.requirement = 'https://w3id.org/methodnet/scheme/requirement/agreement'
        AND coalesce(main.condition_ru, main.condition_en) IS NULL
    }
  )
  AND NOT EXISTS {
    MATCH (agreement:Agreement)-[:PARTY]->(body)
    MATCH (agreement)-[:PARTY]->(partner)
    MATCH (agreement)-[:STATUS]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
    WHERE (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
      AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
      AND NOT EXISTS {
        MATCH (agreement)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
OPTIONAL MATCH (body)<-[:PARTY]-(last:Agreement)
WHERE EXISTS { MATCH (last)-[:PARTY]->(partner) }
RETURN DISTINCT
  body.iri AS body,
  partner.iri AS partner,
  coalesce(norm.condition_ru, norm.condition_en) AS condition,
  last.iri AS last,
  basis.clausePrinted AS clause,
  basis.iri AS basis
