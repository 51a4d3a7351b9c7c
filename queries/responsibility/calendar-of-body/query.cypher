// Named itself, or as one of a kind in the territory of the plan, and a body at that time.
// A part of a row takes those responsible, and the deadline, from the row.
MATCH (body:Body {iri: $body})-[:KIND*0..1]->(named)<-[:HAS_BODY|BODY_KIND]-
  (responsibility:Responsibility)-[:HAS_ACTIVITY]->(holder:Activity)
  <-[:PARENT_ACTIVITY*0..1]-(activity:Activity)-[:PLAN]->(plan:Document)
WHERE activity.iri = holder.iri
  OR NOT EXISTS { MATCH (:Responsibility)-[:HAS_ACTIVITY]->(activity) }
OPTIONAL MATCH (activity)-[:PARENT_ACTIVITY]->(whole:Activity)
WITH
  body,
  named,
  responsibility,
  activity,
  plan,
  CASE
    WHEN
      activity.deadlineKind = 'https://w3id.org/methodnet/scheme/deadline-kind/none'
      AND whole IS NOT NULL
      THEN whole.iri
    ELSE activity.iri
  END AS dating
MATCH (dated:Activity {iri: dating})
OPTIONAL MATCH (repeated:Occurrence)-[:HAS_ACTIVITY]->(dated)
WITH
  body,
  named,
  responsibility,
  activity,
  plan,
  dated,
  repeated.occurrenceStart AS occurrence,
  CASE WHEN repeated IS NULL THEN dated.deadlineStart ELSE repeated.occurrenceStart END AS start,
  CASE WHEN repeated IS NULL THEN dated.deadlineEnd ELSE repeated.occurrenceEnd END AS last
// What has no days is owed as long as its plan runs.
WHERE (
    (last IS NOT NULL AND last >= $since AND coalesce(start, last) <= $until)
    OR (
      last IS NULL
      AND (plan.periodTo IS NULL OR plan.periodTo >= $since)
      AND (plan.periodFrom IS NULL OR plan.periodFrom <= $until)
    )
  )
  AND (
    named.iri = $body
    OR (
      EXISTS {
        MATCH (body)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(:Territory)
          <-[:JURISDICTION]-(plan)
      }
      AND NOT EXISTS {
        MATCH (body)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/planned'})
      }
      AND (body.validFrom IS NULL OR body.validFrom <= coalesce(last, $until))
      AND (body.validTo IS NULL OR body.validTo >= coalesce(start, last, $since))
    )
  )
WITH
  body,
  activity,
  plan,
  dated,
  occurrence,
  start,
  last,
  // Never NULL: ladybug would then find no mark at all.
  coalesce(occurrence, $since) AS opens,
  occurrence IS NOT NULL AS recurs,
  min(responsibility.printedForm) AS printedForm
OPTIONAL MATCH (body)<-[:HAS_BODY]-(mark:Completion)-[:HAS_ACTIVITY]->(activity)
WHERE mark.date <= $date AND (NOT recurs OR mark.occurrenceStart = opens)
OPTIONAL MATCH (mark)-[:EVIDENCE]->(proof)
WITH
  activity,
  plan,
  dated,
  occurrence,
  start,
  last,
  printedForm,
  min(mark.date) AS markedOn,
  min(proof.iri) AS evidence
OPTIONAL MATCH (decision:Decision)-[:CREATES]->(activity)
WITH
  activity,
  plan,
  dated,
  occurrence,
  start,
  last,
  printedForm,
  markedOn,
  evidence,
  min(decision.iri) AS decision
OPTIONAL MATCH (plan)-[:APPROVED_BY]->(approval:Document)
WITH
  activity,
  plan,
  dated,
  occurrence,
  start,
  last,
  printedForm,
  markedOn,
  evidence,
  decision,
  max(approval.documentDate) AS approved
WITH
  activity,
  plan,
  dated,
  occurrence,
  start,
  last,
  printedForm,
  markedOn,
  evidence,
  decision,
  coalesce(last < approved, false) AS dueBeforeApproval
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (activity)-[:HAS_BASIS]->(earlier:Basis)
  WHERE earlier.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  printedForm,
  dated.deadlinePrinted AS deadline,
  occurrence,
  start,
  last AS `end`,
  'https://w3id.org/methodnet/scheme/calendar-state/' + CASE
    WHEN markedOn IS NOT NULL AND evidence IS NULL THEN 'unproven'
    WHEN markedOn IS NOT NULL AND last IS NOT NULL AND markedOn > last THEN 'done-late'
    WHEN markedOn IS NOT NULL THEN 'done'
    WHEN
      last IS NULL
      AND dated.deadlineKind = 'https://w3id.org/methodnet/scheme/deadline-kind/ongoing'
      THEN 'ongoing'
    WHEN
      last IS NULL
      AND dated.deadlineKind = 'https://w3id.org/methodnet/scheme/deadline-kind/by-reference'
      THEN 'by-reference'
    WHEN last IS NULL THEN 'no-deadline'
    WHEN last >= $date THEN 'not-yet-due'
    WHEN dueBeforeApproval THEN 'due-before-approval'
    WHEN occurrence IS NOT NULL THEN 'missed'
    ELSE 'overdue'
  END AS state,
  dueBeforeApproval,
  markedOn,
  evidence,
  decision,
  basis.clausePrinted AS clause,
  basis.iri AS basis
