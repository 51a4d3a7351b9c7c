MATCH (jurisdiction:Territory)<-[:JURISDICTION]-(norm:Norm)-[:OBJECT]->(partner)
WHERE norm.requirement = 'https://w3id.org/methodnet/scheme/requirement/agreement'
  AND norm.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
  AND NOT EXISTS {
    MATCH (norm)-[:STATES]->(laterNorm:Statement {property: 'validFrom'})
    WHERE laterNorm.date > $date
  }
MATCH (norm)-[:SUBJECT_KIND]->(:Concept)<-[:KIND]-(body:Body)-[:STATUS]->
  (existing:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
MATCH (body)-[:JURISDICTION]->(place:Territory)-[:WITHIN*0..30]->(jurisdiction)
MATCH (place)-[:WITHIN*0..30]->(area:Territory)
WHERE $territory = '' OR area.iri = $territory
WITH DISTINCT
  jurisdiction,
  norm,
  partner,
  body,
  existing,
  place,
  coalesce(norm.condition_ru, norm.condition_en) AS condition
WHERE NOT EXISTS {
    MATCH (partner)<-[:OBJECT]-(main:Norm)-[:SUBJECT_KIND]->(:Concept)<-[:KIND]-(addressed:Body),
      (addressed)-[:STATUS]->(existing),
      (addressed)-[:JURISDICTION]->(place),
      (main)-[:JURISDICTION]->(jurisdiction)
    WHERE condition IS NOT NULL
      AND main.requirement = 'https://w3id.org/methodnet/scheme/requirement/agreement'
      AND main.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
      AND coalesce(main.condition_ru, main.condition_en) IS NULL
      AND (main.validFrom IS NULL OR main.validFrom <= $date)
      AND (main.validTo IS NULL OR main.validTo >= $date)
      AND NOT EXISTS {
        MATCH (main)-[:STATES]->(laterMain:Statement {property: 'validFrom'})
        WHERE laterMain.date > $date
      }
  }
  AND NOT EXISTS {
    MATCH (body)<-[:PARTY]-(agreement:Agreement)-[:STATUS]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
    WHERE EXISTS { MATCH (agreement)-[:PARTY]->(partner) }
      AND (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
      AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
      AND NOT EXISTS {
        MATCH (agreement)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
OPTIONAL MATCH (body)<-[:PARTY]-(former:Agreement)
WHERE former.validTo < $date AND EXISTS { MATCH (former)-[:PARTY]->(partner) }
WITH jurisdiction, norm, partner, body, condition, max(former.validTo) AS lastDay
OPTIONAL MATCH (body)<-[:PARTY]-(ended:Agreement)
WHERE ended.validTo = lastDay AND EXISTS { MATCH (ended)-[:PARTY]->(partner) }
WITH jurisdiction, norm, partner, body, condition, lastDay, min(ended.iri) AS last
OPTIONAL MATCH (body)<-[:PARTY]-(awaited:Agreement)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/planned'})
WHERE EXISTS { MATCH (awaited)-[:PARTY]->(partner) }
WITH jurisdiction, norm, partner, body, condition, lastDay, last, min(awaited.iri) AS planned
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (norm)-[:HAS_BASIS]->(other:Basis)
  WHERE other.iri < basis.iri
}
RETURN DISTINCT
  jurisdiction.iri AS jurisdiction,
  body.iri AS body,
  partner.iri AS partner,
  condition,
  last,
  lastDay,
  planned,
  norm.iri AS norm,
  basis.clausePrinted AS clause,
  basis.iri AS basis
