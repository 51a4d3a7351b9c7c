MATCH (activity:Activity)-[:PLAN]->(plan:Document)
WHERE ($plan = '' OR plan.iri = $plan)
  AND NOT EXISTS { MATCH (activity)-[:PARENT_ACTIVITY]->(:Activity) }
WITH
  plan,
  sum(CASE WHEN activity.printedNumber IS NULL THEN 1 ELSE 0 END) AS unnumbered,
  count(activity) AS activities
WHERE unnumbered > 0
// Whose plan it is: of several that issued or approved it the first.
OPTIONAL MATCH (plan)-[:APPROVED_BY*0..1]->(:Document)-[:ISSUER]->(issuer:Body)
WITH plan, unnumbered, activities, min(issuer.iri) AS issuer
RETURN plan.iri AS plan, unnumbered, activities, issuer
