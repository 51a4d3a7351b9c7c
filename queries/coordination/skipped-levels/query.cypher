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
  -[:TERRITORY_LEVEL]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/level/regional'})
OPTIONAL MATCH (region)<-[:JURISDICTION]-(norm:Norm)
WHERE norm.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND norm.modality IN [
    'https://w3id.org/methodnet/scheme/modality/permitted',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
  AND NOT EXISTS {
    MATCH (norm)-[:STATES]->(laterNorm:Statement {property: 'validFrom'})
    WHERE laterNorm.date > $date
  }
  AND (EXISTS { MATCH (norm)-[:SUBJECT]->(coordinator) } OR norm.subjectKind IN coordinator.kind)
  AND (EXISTS { MATCH (norm)-[:OBJECT]->(coordinated) } OR norm.objectKind IN coordinated.kind)
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
OPTIONAL MATCH (territory)<-[:JURISDICTION]-(service:Body)
  -[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
WHERE 'https://w3id.org/methodnet/scheme/kind/municipal-methodical-service' IN service.kind
RETURN DISTINCT
  coordinator.iri AS coordinator,
  coordinatorLevel.iri AS coordinatorLevel,
  coordinated.iri AS coordinated,
  coordinatedLevel.iri AS coordinatedLevel,
  coalesce(record.function_ru, record.function_en) AS function,
  norm.iri AS norm,
  norm.modality AS modality,
  coalesce(norm.condition_ru, norm.condition_en) AS condition,
  service.iri AS service,
  basis.clausePrinted AS clause,
  basis.iri AS basis
