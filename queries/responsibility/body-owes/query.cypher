// Named itself, or as one of a kind in the territory of the plan.
MATCH (body:Body {iri: $body})-[:KIND*0..1]->(named)<-[:HAS_BODY|BODY_KIND]-
  (responsibility:Responsibility)-[:HAS_ACTIVITY]->(activity:Activity)-[:PLAN]->(plan:Document)
MATCH (body)-[:JURISDICTION]->(place:Territory)
WHERE named.iri = $body
  OR EXISTS { MATCH (place)-[:WITHIN*0..30]->(:Territory)<-[:JURISDICTION]-(plan) }
OPTIONAL MATCH (occurrence:Occurrence)-[:HAS_ACTIVITY]->(activity)
WITH
  body,
  responsibility,
  activity,
  plan,
  occurrence IS NOT NULL AS recurs,
  // Never NULL: ladybug would then find no mark at all.
  coalesce(occurrence.occurrenceStart, $since) AS opens,
  CASE WHEN occurrence IS NULL THEN activity.deadlineStart ELSE occurrence.occurrenceStart END
    AS start,
  CASE WHEN occurrence IS NULL THEN activity.deadlineEnd ELSE occurrence.occurrenceEnd END AS last
WHERE last >= $since AND coalesce(start, last) <= $until
OPTIONAL MATCH (body)<-[:HAS_BODY]-(mark:Completion)-[:HAS_ACTIVITY]->(activity)
WHERE NOT recurs OR mark.occurrenceStart = opens
OPTIONAL MATCH (responsibility)-[:HAS_BASIS]->(basis:Basis)
// Of several places the first: a row that a page break split is one row.
WHERE NOT EXISTS {
  MATCH (responsibility)-[:HAS_BASIS]->(earlier:Basis)
  WHERE earlier.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  responsibility.printedForm AS printedForm,
  start,
  last AS `end`,
  mark.date AS markedOn,
  basis.clausePrinted AS clause,
  basis.iri AS basis
