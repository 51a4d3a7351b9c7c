MATCH (:Document {iri: $plan})<-[:PLAN]-(activity:Activity)<-[:HAS_ACTIVITY]-
  (responsibility:Responsibility)-[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(responsible)
WHERE responsibility.responsibilityRole IS NOT NULL
WITH
  responsible.iri AS responsible,
  activity,
  // Named twice, as executor and controller, it still answers alone.
  EXISTS {
    MATCH (activity)<-[:HAS_ACTIVITY]-(partner:Responsibility)
    WHERE partner.responsibilityRole IS NOT NULL
      AND NOT EXISTS { MATCH (partner)-[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(responsible) }
  } AS shared
RETURN
  responsible,
  count(DISTINCT activity.iri) AS activities,
  count(DISTINCT CASE WHEN NOT shared THEN activity.iri END) AS alone
ORDER BY activities DESC, responsible
