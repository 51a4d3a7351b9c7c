MATCH (mark:Completion)-[:HAS_ACTIVITY]->(:Activity {iri: $activity})
OPTIONAL MATCH (mark)-[:HAS_BODY]->(body:Body)
OPTIONAL MATCH (mark)-[:EVIDENCE]->(evidence)
RETURN DISTINCT
  mark.iri AS mark,
  body.iri AS body,
  mark.date AS markedOn,
  mark.occurrenceStart AS occurrenceStart,
  mark.resultPrinted AS result,
  evidence.iri AS evidence,
  mark.evidenceSha256 AS checksum
