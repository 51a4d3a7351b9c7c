MATCH (plan:Document)<-[:PLAN]-(activity:Activity)
WHERE ($plan = '' OR plan.iri = $plan)
  AND activity.deadlineKind IN [
    'https://w3id.org/methodnet/scheme/deadline-kind/by-day',
    'https://w3id.org/methodnet/scheme/deadline-kind/half-year',
    'https://w3id.org/methodnet/scheme/deadline-kind/interval',
    'https://w3id.org/methodnet/scheme/deadline-kind/month',
    'https://w3id.org/methodnet/scheme/deadline-kind/windows',
    'https://w3id.org/methodnet/scheme/deadline-kind/year'
  ]
  AND activity.deadlineEnd < $date
  AND NOT EXISTS { MATCH (activity)-[:PARENT_ACTIVITY]->(:Activity) }
  AND NOT EXISTS {
    MATCH (activity)<-[:HAS_ACTIVITY]-(mark:Completion)
    WHERE mark.date <= $date
  }
MATCH (activity)<-[:HAS_ACTIVITY]-(responsibility:Responsibility)-
  [:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(responsible)
WHERE responsibility.responsibilityRole IS NOT NULL
RETURN
  responsible.iri AS responsible,
  count(DISTINCT activity.iri) AS overdue,
  min(activity.deadlineEnd) AS earliest
ORDER BY overdue DESC, responsible
