MATCH (mark:Completion)-[:HAS_ACTIVITY]->(activity:Activity)-[:PLAN]->(plan:Document)
WHERE $plan = '' OR plan.iri = $plan
OPTIONAL MATCH (mark)-[:EVIDENCE]->(evidence)
WITH mark, activity, evidence
WHERE evidence.iri IS NULL OR mark.evidenceSha256 IS NULL
OPTIONAL MATCH (mark)-[:HAS_BODY]->(body:Body)
RETURN DISTINCT
  mark.iri AS mark,
  activity.iri AS activity,
  body.iri AS body,
  mark.date AS markedOn,
  evidence.iri AS evidence,
  mark.evidenceSha256 IS NOT NULL AS hasChecksum
