MATCH (coordinatorLevel:Concept)<-[:LEVEL]-(coordinator:Body)-[:COORDINATES]->(coordinated:Body)
  -[:LEVEL]->(coordinatedLevel:Concept)
WHERE coordinatorLevel.iri = 'https://w3id.org/methodnet/scheme/level/federal'
    AND coordinatedLevel.iri IN [
      'https://w3id.org/methodnet/scheme/level/municipal',
      'https://w3id.org/methodnet/scheme/level/institution'
    ]
  OR coordinatorLevel.iri = 'https://w3id.org/methodnet/scheme/level/regional'
    AND coordinatedLevel.iri = 'https://w3id.org/methodnet/scheme/level/institution'
MATCH (coordinator)<-[:SUBJECT]-(record:Relation)-[:OBJECT]->(coordinated)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND record.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
MATCH (coordinated)-[:JURISDICTION]->(territory:Territory)-[:WITHIN*0..30]->(region:Territory)
MATCH (region)<-[:JURISDICTION]-(norm:Norm)-[:SUBJECT|SUBJECT_KIND]->(expected:Body|Concept)
WHERE norm.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND norm.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND coalesce(norm.condition_ru, norm.condition_en) IS NULL
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
  AND NOT EXISTS {
    MATCH (norm)-[:STATES]->(laterNorm:Statement {property: 'validFrom'})
    WHERE laterNorm.date > $date
  }
  AND (EXISTS { MATCH (norm)-[:OBJECT]->(coordinated) } OR norm.objectKind IN coordinated.kind)
  AND (
    EXISTS {
      MATCH (norm)-[:SUBJECT]->(:Body)
        -[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
    }
    OR EXISTS {
      MATCH (territory)<-[:JURISDICTION]-(there:Body)
        -[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
      WHERE norm.subjectKind IN there.kind
    }
  )
  AND NOT EXISTS {
    MATCH (territory)-[:WITHIN*0..30]->(:Territory)<-[:JURISDICTION]-(allowing:Norm)
    WHERE allowing.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
      AND allowing.modality IN [
        'https://w3id.org/methodnet/scheme/modality/permitted',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND coalesce(allowing.condition_ru, allowing.condition_en) IS NULL
      AND (allowing.validFrom IS NULL OR allowing.validFrom <= $date)
      AND (allowing.validTo IS NULL OR allowing.validTo >= $date)
      AND NOT EXISTS {
        MATCH (allowing)-[:STATES]->(laterAllowing:Statement {property: 'validFrom'})
        WHERE laterAllowing.date > $date
      }
      AND (EXISTS { MATCH (allowing)-[:SUBJECT]->(coordinator) }
        OR allowing.subjectKind IN coordinator.kind)
      AND (EXISTS { MATCH (allowing)-[:OBJECT]->(coordinated) }
        OR allowing.objectKind IN coordinated.kind)
  }
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (norm)-[:HAS_BASIS]->(other:Basis)
  WHERE other.iri < basis.iri
}
RETURN DISTINCT
  coordinator.iri AS coordinator,
  coordinatorLevel.iri AS coordinatorLevel,
  coordinated.iri AS coordinated,
  coordinatedLevel.iri AS coordinatedLevel,
  coalesce(record.function_ru, record.function_en) AS function,
  record.validFrom AS since,
  record.iri AS record,
  expected.iri AS expected,
  norm.iri AS norm,
  basis.clausePrinted AS clause,
  basis.iri AS basis
