MATCH (:Body {iri: $body})<-[:PARTY]-(agreement:Agreement)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
WHERE (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
  AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
  AND NOT EXISTS {
    MATCH (agreement)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
// A row for each obligation, and one without any for the activities.
UNWIND coalesce(agreement.obligation_ru, []) + coalesce(agreement.obligation_en, []) + ['']
  AS obligation
OPTIONAL MATCH (agreement)<-[:CONCERNS]-(activity:Activity)
WHERE obligation = ''
WITH agreement, obligation, activity
WHERE obligation <> '' OR activity IS NOT NULL
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  agreement.iri AS agreement,
  CASE WHEN activity IS NULL THEN obligation END AS obligation,
  activity.iri AS activity,
  activity.deadlineEnd AS deadlineEnd,
  CASE WHEN activity IS NOT NULL THEN EXISTS {
    MATCH (completion:Completion)-[:HAS_ACTIVITY]->(activity)
    WHERE completion.date <= $date
  } END AS done,
  basis.clausePrinted AS clause,
  basis.iri AS basis
