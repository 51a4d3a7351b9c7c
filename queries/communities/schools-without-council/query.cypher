MATCH (norm:Norm)-[:JURISDICTION]->(region:Territory)
WHERE norm.relation = 'https://w3id.org/methodnet/scheme/relation/attached-to'
  AND norm.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND norm.subjectKind = 'https://w3id.org/methodnet/scheme/kind/school-methodical-council'
  AND norm.objectKind = 'https://w3id.org/methodnet/scheme/kind/educational-organization'
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
  AND NOT EXISTS {
    MATCH (norm)-[:STATES]->(laterNorm:Statement {property: 'validFrom'})
    WHERE laterNorm.date > $date
  }
MATCH (municipality:Territory)-[:WITHIN*0..30]->(region)
MATCH (municipality)-[:WITHIN*0..30]->(area:Territory)
WHERE $territory = '' OR area.iri = $territory
MATCH (school:Body)-[:JURISDICTION]->(municipality)
MATCH (school)-[:STATUS]->(status)
WHERE status.iri = 'https://w3id.org/methodnet/scheme/body-status/existing'
  AND 'https://w3id.org/methodnet/scheme/kind/educational-organization' IN school.kind
  AND NOT EXISTS {
    MATCH (school)<-[:OBJECT]-(link)-[:SUBJECT]->(council)
    WHERE link.relation = 'https://w3id.org/methodnet/scheme/relation/attached-to'
      AND link.modality IN [
        'https://w3id.org/methodnet/scheme/modality/in-force',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND 'https://w3id.org/methodnet/scheme/kind/school-methodical-council' IN council.kind
      AND (link.validFrom IS NULL OR link.validFrom <= $date)
      AND (link.validTo IS NULL OR link.validTo >= $date)
      AND NOT EXISTS {
        MATCH (link)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (norm)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  school.iri AS school,
  municipality.iri AS municipality,
  norm.iri AS norm,
  basis.clausePrinted AS clause,
  basis.iri AS basis
