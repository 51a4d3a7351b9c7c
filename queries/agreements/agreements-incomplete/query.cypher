MATCH (agreement:Agreement)-[:STATUS]->(state:Concept)
UNWIND ['number', 'responsibleBody', 'signatory', 'signedOn', 'subjectMatter', 'validTo'] AS field
WITH agreement, state, field
WHERE (field = 'number' AND agreement.number IS NULL
    OR field = 'responsibleBody' AND NOT EXISTS { MATCH (agreement)-[:RESPONSIBLE_BODY]->(:Body) }
    OR field = 'signatory' AND NOT EXISTS { MATCH (agreement)-[:SIGNATORY]->(:Post) }
    OR field = 'signedOn' AND agreement.signedOn IS NULL
    OR field = 'subjectMatter'
      AND coalesce(agreement.subjectMatter_ru, agreement.subjectMatter_en) IS NULL
    OR field = 'validTo' AND agreement.validTo IS NULL)
  // What is only planned has no number yet; but somebody has to make it.
  AND (state.iri <> 'https://w3id.org/methodnet/scheme/agreement-status/planned'
    OR field = 'responsibleBody' AND NOT EXISTS {
      MATCH (agreement)-[:PLANNED_BY]->(:Activity)<-[:HAS_ACTIVITY]-(:Responsibility)
    })
OPTIONAL MATCH (agreement)-[:RESPONSIBLE_BODY]->(responsible:Body)
OPTIONAL MATCH (agreement)-[:PARTY]->(party:Body)
WITH agreement, state, field, responsible.iri AS responsible, min(party.iri) AS party
OPTIONAL MATCH (agreement)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (agreement)-[:HAS_BASIS]->(other:Basis)
  WHERE other.iri < basis.iri
}
RETURN DISTINCT
  agreement.iri AS agreement,
  state.iri AS state,
  'https://w3id.org/methodnet/ontology#' + field AS missing,
  coalesce(responsible, party) AS owner,
  basis.clausePrinted AS clause,
  basis.iri AS basis
