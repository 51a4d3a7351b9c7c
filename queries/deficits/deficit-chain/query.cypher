MATCH (activity:Activity)-[:SECTION]->(:Clause {iri: $section})
WHERE activity.printedNumber IS NOT NULL
OPTIONAL MATCH (responsibility:Responsibility)-[:HAS_ACTIVITY]->(activity)
OPTIONAL MATCH (responsibility)-[:HAS_BODY|HAS_PERSON|HAS_POST]->(responsible)
OPTIONAL MATCH (dependency:Dependency)-[:TO_ACTIVITY]->(activity),
  (dependency)-[:FROM_ACTIVITY]->(after)-[:SECTION]->(:Clause {iri: $section})
OPTIONAL MATCH (dependency)-[:HAS_BASIS]->(basis:Basis)
WITH activity, responsibility, responsible, dependency, after, basis
WHERE after IS NOT NULL OR EXISTS {
  MATCH (next:Dependency)-[:FROM_ACTIVITY]->(activity),
    (next)-[:TO_ACTIVITY]->()-[:SECTION]->(:Clause {iri: $section})
}
RETURN DISTINCT
  activity.iri AS activity,
  activity.printedNumber AS number,
  responsible.iri AS responsible,
  responsibility.bodyKind AS responsibleKind,
  responsibility.printedForm AS printedForm,
  after.iri AS after,
  coalesce(dependency.reason_ru, dependency.reason_en) AS reason,
  dependency.certainty AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
