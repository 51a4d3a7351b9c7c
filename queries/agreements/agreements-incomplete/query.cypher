MATCH (agreement:Agreement)-[:STATUS]->(state:Concept)
UNWIND ['number', 'responsibleBody', 'signatory', 'signedOn', 'subjectMatter', 'validTo'] AS field
WITH agreement, state, field
WHERE (field = 'number' AND agreement.number IS NULL)
  OR (field = 'responsibleBody' AND NOT EXISTS { MATCH (agreement)-[:RESPONSIBLE_BODY]->(:Body) })
  OR (field = 'signatory' AND NOT EXISTS { MATCH (agreement)-[:SIGNATORY]->(:Post) })
  OR (field = 'signedOn' AND agreement.signedOn IS NULL)
  OR (field = 'subjectMatter'
    AND coalesce(agreement.subjectMatter_ru, agreement.subjectMatter_en) IS NULL)
  OR (field = 'validTo' AND agreement.validTo IS NULL)
OPTIONAL MATCH (agreement)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  agreement.iri AS agreement,
  state.iri AS state,
  'https://w3id.org/methodnet/ontology#' + field AS missing,
  basis.clausePrinted AS clause,
  basis.iri AS basis
