MATCH (coordinator:Body)-[:COORDINATES]->(body:Body|Resource)
  <-[:COORDINATES]-(otherCoordinator:Body)
WHERE coordinator.iri <> otherCoordinator.iri
MATCH (coordinator)<-[:SUBJECT]-(record:Norm|Relation)-[:OBJECT]->(body)
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
MATCH (otherCoordinator)<-[:SUBJECT]-(other:Norm|Relation)-[:OBJECT]->(body)
WHERE other.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND other.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (other.validFrom IS NULL OR other.validFrom <= $date)
  AND (other.validTo IS NULL OR other.validTo >= $date)
  AND NOT EXISTS {
    MATCH (other)-[:STATES]->(laterOther:Statement {property: 'validFrom'})
    WHERE laterOther.date > $date
  }
  AND coalesce(other.function_ru, other.function_en)
    = coalesce(record.function_ru, record.function_en)
OPTIONAL MATCH (record)-[:ESTABLISHED_BY]->(establishedBy)
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  body.iri AS body,
  coalesce(record.function_ru, record.function_en) AS function,
  coordinator.iri AS coordinator,
  record.validFrom AS validFrom,
  record.validTo AS validTo,
  establishedBy.iri AS establishedBy,
  basis.clausePrinted AS clause,
  basis.iri AS basis
