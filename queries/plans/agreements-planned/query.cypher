MATCH (agreement:Agreement)-[:STATUS]->(status:Concept),
  (agreement)-[:PLANNED_BY]->(plannedBy:Activity)-[:PLAN]->(plan:Document)
WHERE status.iri = 'https://w3id.org/methodnet/scheme/agreement-status/planned'
  AND ($plan = '' OR plan.iri = $plan)
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (agreement)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (agreement)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  agreement.iri AS agreement,
  plan.iri AS plan,
  plannedBy.iri AS plannedBy,
  agreement.number IS NOT NULL AS hasNumber,
  agreement.signedOn IS NOT NULL AS hasDate,
  agreement.validTo IS NOT NULL AS hasTerm,
  coalesce(agreement.subjectMatter_ru, agreement.subjectMatter_en) IS NOT NULL AS hasSubject,
  EXISTS { MATCH (agreement)-[:SIGNATORY]->() } AS hasSignatory,
  EXISTS { MATCH (agreement)-[:RESPONSIBLE_BODY]->() }
    OR EXISTS { MATCH (:Responsibility)-[:HAS_ACTIVITY]->(plannedBy) } AS hasResponsible,
  basis.clausePrinted AS clause,
  basis.iri AS basis
