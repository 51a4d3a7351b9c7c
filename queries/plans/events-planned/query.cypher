MATCH (event:Event)-[:STATUS]->(status:Concept),
  (event)-[:EVENT_KIND]->(eventKind:Concept)
WHERE status.iri = 'https://w3id.org/methodnet/scheme/event-status/planned'
  AND ($eventKind = '' OR eventKind.iri = $eventKind)
OPTIONAL MATCH (event)-[:STATES]->(audience:Statement {property: 'audience_ru'})
OPTIONAL MATCH (event)-[:STATES]->(format:Statement {property: 'format_ru'})
OPTIONAL MATCH (event)-[:STATES]->(start:Statement {property: 'startDate'})
OPTIONAL MATCH (event)-[:PLANNED_BY|CONCERNS]-(activity:Activity)
OPTIONAL MATCH (activity)-[:PARENT_ACTIVITY]->(whole:Activity)
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
WITH event, eventKind, audience, format, start, activity, whole,
  responsibility, answering, organizing, responsible,
  coalesce(responsible = answering.iri, false) AS answers
WHERE responsible IS NOT NULL OR coalesce(answering.iri, organizing.iri) IS NULL
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (responsibility)-[:HAS_BASIS]->(rowPlace:Basis)
WHERE answers AND NOT EXISTS {
  MATCH (responsibility)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < rowPlace.lineFrom
}
OPTIONAL MATCH (event)-[:HAS_BASIS]->(ownPlace:Basis)
WHERE NOT answers AND NOT EXISTS {
  MATCH (event)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < ownPlace.lineFrom
}
RETURN DISTINCT
  event.iri AS event,
  eventKind.iri AS eventKind,
  activity.iri AS activity,
  coalesce(activity.deadlinePrinted, whole.deadlinePrinted) AS deadline,
  responsible,
  CASE WHEN answers THEN responsibility.printedForm END AS printed,
  CASE WHEN responsible IS NOT NULL THEN EXISTS {
    MATCH (event)-[:ORGANIZER|ORGANIZER_KIND]->(organizer)
    WHERE organizer.iri = responsible
  } END AS organizer,
  coalesce(audience.value, event.audience_ru, event.audience_en) AS audience,
  coalesce(format.value, event.format_ru, event.format_en) AS format,
  coalesce(start.date, event.startDate) AS start,
  coalesce(rowPlace.clausePrinted, ownPlace.clausePrinted) AS clause,
  coalesce(rowPlace.iri, ownPlace.iri) AS basis
