MATCH (event:Event)-[:HAS_BASIS]->(:Basis)-[:HAS_DOCUMENT]->(:Document {iri: $document})
WITH DISTINCT event
MATCH (event)-[:EVENT_KIND]->(eventKind:Concept), (event)-[:STATUS]->(status:Concept)
OPTIONAL MATCH (event)-[:LEVEL]->(level:Concept)
OPTIONAL MATCH (event)-[:PLANNED_BY|CONCERNS]-(activity:Activity)
// Who answers for the row; a part of a row has the row's responsible.
OPTIONAL MATCH (activity)-[:PARENT_ACTIVITY*0..1]->(row:Activity),
  (row)<-[:HAS_ACTIVITY]-(responsibility:Responsibility),
  (responsibility)-[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(answering)
OPTIONAL MATCH (event)-[:ORGANIZER|ORGANIZER_KIND]->(organizing)
WHERE NOT EXISTS {
  MATCH (event)-[:PLANNED_BY|CONCERNS]-(:Activity)-[:PARENT_ACTIVITY*0..1]->(answered:Activity),
    (answered)<-[:HAS_ACTIVITY]-(:Responsibility)-[:HAS_BODY|BODY_KIND]->(organizing)
}
// One row for each of them, one without anybody where there is none.
UNWIND [answering.iri, organizing.iri] AS responsible
WITH event, eventKind, status, level, activity, responsibility, answering, organizing, responsible,
  coalesce(responsible = answering.iri, false) AS answers
WHERE responsible IS NOT NULL OR coalesce(answering.iri, organizing.iri) IS NULL
OPTIONAL MATCH (responsibility)-[:HAS_BASIS]->(rowPlace:Basis)
WHERE answers AND rowPlace.clausePrinted IS NOT NULL
OPTIONAL MATCH (event)-[:HAS_BASIS]->(ownPlace:Basis)
WHERE NOT answers AND ownPlace.clausePrinted IS NOT NULL
WITH event, eventKind, status, level, activity, responsibility, responsible, answers,
  coalesce(rowPlace.clausePrinted, ownPlace.clausePrinted) AS clause,
  coalesce(rowPlace.iri, ownPlace.iri) AS basis
WHERE basis IS NOT NULL
RETURN DISTINCT
  event.iri AS event,
  eventKind.iri AS eventKind,
  level.iri AS level,
  status.iri AS status,
  activity.iri AS activity,
  responsible,
  CASE WHEN answers THEN responsibility.printedForm END AS printed,
  CASE WHEN responsible IS NOT NULL THEN EXISTS {
    MATCH (event)-[:ORGANIZER|ORGANIZER_KIND]->(organizer)
    WHERE organizer.iri = responsible
  } END AS organizer,
  clause,
  basis
