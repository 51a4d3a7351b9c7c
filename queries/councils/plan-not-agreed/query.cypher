MATCH (plan:Document)-[:GOVERNS]->(council:Body)<-[:OBJECT]-(approval:Relation)-[:SUBJECT]->(approver:Body)
WHERE plan.documentKind = 'https://w3id.org/methodnet/scheme/document-kind/plan'
  AND plan.periodFrom <= $date
  AND plan.periodTo >= $date
  AND approval.relation = 'https://w3id.org/methodnet/scheme/relation/approves-composition'
  AND approval.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND NOT EXISTS {
    MATCH (agreed:Relation)-[:OBJECT]->(council)
    WHERE agreed.relation = 'https://w3id.org/methodnet/scheme/relation/agrees-plan'
      AND agreed.modality = 'https://w3id.org/methodnet/scheme/modality/in-force'
      AND (agreed.validFrom IS NULL OR agreed.validFrom <= $date)
      AND (agreed.validTo IS NULL OR agreed.validTo >= $date)
      AND NOT EXISTS {
        MATCH (agreed)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
WITH plan, council, min(approver.iri) AS approver
OPTIONAL MATCH (council)<-[:OBJECT]-(rule:Norm|Relation)-[:HAS_BASIS]->(cited:Basis)
WHERE rule.relation = 'https://w3id.org/methodnet/scheme/relation/agrees-plan'
  AND rule.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
WITH plan, council, approver, min(cited.iri) AS first
OPTIONAL MATCH (basis:Basis)
WHERE basis.iri = first
RETURN DISTINCT
  plan.iri AS plan,
  council.iri AS council,
  approver,
  plan.documentDate AS since,
  basis.clausePrinted AS clause,
  basis.iri AS basis
