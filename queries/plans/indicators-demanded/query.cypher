MATCH (indicator:Indicator)-[:STATUS]->(status:Concept),
  (indicator)-[:JURISDICTION]->(territory:Territory)
WHERE status.iri = 'https://w3id.org/methodnet/scheme/register-status/demanded'
  AND ($territory = '' OR territory.iri = $territory)
OPTIONAL MATCH (indicator)-[:PLANNED_BY]->(plannedBy:Activity)
OPTIONAL MATCH (indicator)-[:CERTAINTY]->(certainty:Concept)
// Who answers for the row; a part of a row has the row's responsible.
OPTIONAL MATCH (indicator)-[:PLANNED_BY]->(:Activity)-[:PARENT_ACTIVITY*0..1]->(row:Activity),
  (row)<-[:HAS_ACTIVITY]-(responsibility:Responsibility),
  (responsibility)-[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(answering)
OPTIONAL MATCH (indicator)-[:RESPONSIBLE_BODY|RESPONSIBLE_KIND]->(named)
WHERE NOT EXISTS {
  MATCH (indicator)-[:PLANNED_BY]->(:Activity)-[:PARENT_ACTIVITY*0..1]->(answered:Activity),
    (answered)<-[:HAS_ACTIVITY]-(:Responsibility)-[:HAS_BODY|BODY_KIND]->(named)
}
// One row for each of them, one without anybody where there is none.
UNWIND [answering.iri, named.iri] AS responsible
WITH indicator, plannedBy, certainty, responsibility, answering, named, responsible
WHERE responsible IS NOT NULL OR coalesce(answering.iri, named.iri) IS NULL
OPTIONAL MATCH (indicator)-[:HAS_BASIS]->(basis:Basis)
WHERE basis.clausePrinted IS NOT NULL
RETURN DISTINCT
  indicator.iri AS indicator,
  plannedBy.iri AS plannedBy,
  responsible,
  CASE WHEN responsible = answering.iri THEN responsibility.printedForm END AS printed,
  certainty.iri AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
