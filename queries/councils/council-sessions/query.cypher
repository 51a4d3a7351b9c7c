MATCH (council:Body {iri: $council})<-[:HAS_BODY]-(session:Event)
WHERE session.eventKind IN [
    'https://w3id.org/methodnet/scheme/event-kind/session',
    'https://w3id.org/methodnet/scheme/event-kind/meeting'
  ]
OPTIONAL MATCH (session)-[:MINUTES]->(minutes:Document)
OPTIONAL MATCH (decision:Decision)-[:RESTS_ON]->(session)
OPTIONAL MATCH (decision)-[:CREATES]->(task:Activity)
OPTIONAL MATCH (task)<-[:HAS_ACTIVITY]-(:Responsibility)-[:HAS_BODY|BODY_KIND]->(owner:Body|Concept)
WITH
  session,
  minutes,
  decision,
  task,
  owner,
  // Never NULL: ladybug would then find no mark at all.
  coalesce(owner.iri, '') AS whose
// The mark of the owner or of a body of that kind; where nobody is named, of anybody.
OPTIONAL MATCH (task)<-[:HAS_ACTIVITY]-(mark:Completion)-[:HAS_BODY]->(marker:Body)
WHERE mark.date <= $date
  AND (
    whose = ''
    OR marker.iri = whose
    OR EXISTS { MATCH (marker)-[:KIND]->(kind:Concept) WHERE kind.iri = whose }
  )
OPTIONAL MATCH (mark)-[:EVIDENCE]->(proof)
WITH
  session,
  minutes,
  decision,
  task,
  owner,
  min(mark.date) AS markedOn,
  min(proof.iri) AS evidence
RETURN DISTINCT
  session.iri AS session,
  session.startDate AS start,
  // A day that has passed leaves a planned session missed.
  CASE
    WHEN
      session.status = 'https://w3id.org/methodnet/scheme/event-status/planned'
      AND session.startDate < $date
      AND coalesce(session.endDate, session.startDate) < $date
      THEN 'https://w3id.org/methodnet/scheme/calendar-state/missed'
    ELSE session.status
  END AS sessionState,
  minutes.iri AS minutes,
  decision.iri AS decision,
  task.iri AS task,
  owner.iri AS owner,
  task.deadlinePrinted AS deadline,
  task.deadlineEnd AS `end`,
  CASE
    WHEN task IS NULL THEN NULL
    WHEN markedOn IS NOT NULL AND evidence IS NULL
      THEN 'https://w3id.org/methodnet/scheme/calendar-state/unproven'
    WHEN markedOn IS NOT NULL AND task.deadlineEnd IS NOT NULL AND markedOn > task.deadlineEnd
      THEN 'https://w3id.org/methodnet/scheme/calendar-state/done-late'
    WHEN markedOn IS NOT NULL THEN 'https://w3id.org/methodnet/scheme/calendar-state/done'
    WHEN task.deadlineEnd IS NULL THEN 'https://w3id.org/methodnet/scheme/calendar-state/no-deadline'
    WHEN task.deadlineEnd >= $date
      THEN 'https://w3id.org/methodnet/scheme/calendar-state/not-yet-due'
    ELSE 'https://w3id.org/methodnet/scheme/calendar-state/overdue'
  END AS taskState
