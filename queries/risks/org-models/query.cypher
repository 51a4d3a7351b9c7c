// What tells of a model: its own features (no step), a staff post, a condition.
MATCH (model:OrgModel)<-[:MODEL|ABOUT*0..1]-(part:OrgModel|StaffPost|Condition)
WHERE $model = '' OR model.iri = $model
UNWIND CASE part.type
  WHEN model.type THEN coalesce(model.feature_ru, []) + coalesce(model.feature_en, [])
  ELSE ['']
END AS feature
OPTIONAL MATCH (model)-[:HOLDER_KIND]->(holderKind:Concept)
OPTIONAL MATCH (model)-[:MODALITY]->(modality:Concept)
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (part)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (part)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  model.iri AS model,
  holderKind.iri AS holderKind,
  modality.iri AS modality,
  CASE WHEN feature <> '' THEN feature END AS feature,
  CASE part.type WHEN 'https://w3id.org/methodnet/ontology#StaffPost' THEN part.iri END AS staffPost,
  CASE part.type WHEN 'https://w3id.org/methodnet/ontology#Condition' THEN part.iri END AS condition,
  basis.clausePrinted AS clause,
  basis.iri AS basis
