MATCH (:Document {iri: $plan})<-[:PLAN]-(activity:Activity)<-[:HAS_ACTIVITY]-
  (responsibility:Responsibility)-[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(responsible)
WHERE responsibility.responsibilityRole IS NOT NULL
WITH
  responsible.iri AS responsible,
  activity,
  CASE COUNT {
    MATCH (activity)<-[:HAS_ACTIVITY]-(partner:Responsibility)
    WHERE partner.responsibilityRole IS NOT NULL
  } WHEN 1 THEN 1 ELSE 0 END AS sole
RETURN responsible, count(DISTINCT activity.iri) AS activities, sum(sole) AS alone
ORDER BY activities DESC, responsible
