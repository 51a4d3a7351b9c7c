MATCH (occurrence:Occurrence)-[:HAS_ACTIVITY]->(activity:Activity)-[:PLAN]->(plan:Document)
WHERE ($plan = '' OR plan.iri = $plan)
  AND occurrence.occurrenceEnd < $date
  AND NOT EXISTS {
    MATCH (mark:Completion)-[:HAS_ACTIVITY]->(activity)
    WHERE mark.occurrenceStart = occurrence.occurrenceStart AND mark.date <= $date
  }
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (activity)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  activity.deadlinePrinted AS deadline,
  occurrence.occurrenceStart AS start,
  occurrence.occurrenceEnd AS `end`,
  activity.yearInherited AS yearInherited,
  activity.responsiblePrinted AS responsiblePrinted,
  basis.clausePrinted AS clause,
  basis.iri AS basis
