MATCH (:Document {iri: $plan})<-[:PLAN]-(activity:Activity)
WHERE NOT EXISTS { MATCH (activity)-[:PARENT_ACTIVITY]->(:Activity) }
OPTIONAL MATCH (activity)-[:SECTION]->(section:Clause)
WITH
  section.iri AS section,
  CASE
    WHEN EXISTS { MATCH (activity)<-[:HAS_ACTIVITY]-(:Occurrence) } THEN 'repeated'
    WHEN EXISTS {
      MATCH (activity)<-[:HAS_ACTIVITY]-(mark:Completion)
      WHERE mark.date <= $date
    } THEN 'marked'
    WHEN activity.deadlineEnd IS NULL THEN 'undated'
    WHEN activity.deadlineEnd < $date THEN 'overdue'
    ELSE 'ahead'
  END AS state
RETURN
  section,
  count(*) AS activities,
  sum(CASE WHEN state = 'marked' THEN 1 ELSE 0 END) AS marked,
  sum(CASE WHEN state = 'overdue' THEN 1 ELSE 0 END) AS overdue,
  sum(CASE WHEN state = 'ahead' THEN 1 ELSE 0 END) AS ahead,
  sum(CASE WHEN state = 'undated' THEN 1 ELSE 0 END) AS undated,
  sum(CASE WHEN state = 'repeated' THEN 1 ELSE 0 END) AS repeated
