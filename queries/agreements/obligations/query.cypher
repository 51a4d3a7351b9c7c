MATCH (:Body {iri: $body})<-[:PARTY]-(agreement:Agreement)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
WHERE (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
  AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
  AND NOT EXISTS {
    MATCH (agreement)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
UNWIND coalesce(agreement.obligation_ru, []) + coalesce(agreement.obligation_en, []) AS obligation
RETURN
  agreement.iri AS agreement,
  obligation,
  NULL AS activity,
  NULL AS deadlineEnd,
  NULL AS done,
  NULL AS clause,
  NULL AS basis
UNION
MATCH (:Body {iri: $body})<-[:PARTY]-(agreement:Agreement)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
MATCH (agreement)<-[:CONCERNS]-(activity:Activity)
WHERE (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
  AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
  AND NOT EXISTS {
    MATCH (agreement)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
RETURN
  agreement.iri AS agreement,
  NULL AS obligation,
  activity.iri AS activity,
  activity.deadlineEnd AS deadlineEnd,
  EXISTS {
    MATCH (completion:Completion)-[:HAS_ACTIVITY]->(activity)
    WHERE completion.date <= $date
  } AS done,
  basis.clausePrinted AS clause,
  basis.iri AS basis
