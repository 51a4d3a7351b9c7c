MATCH (measurement:Measurement)-[:HAS_INDICATOR]->(indicator:Indicator)
MATCH (measurement)-[:JURISDICTION]->(territory:Territory)
WHERE measurement.date <= $date
OPTIONAL MATCH (indicator)-[:RESPONSIBLE_BODY]->(body:Body)
WITH
  indicator,
  body,
  measurement.date AS measuredOn,
  min(measurement.value) AS value,
  count(DISTINCT measurement.value) AS values,
  count(DISTINCT measurement.numerator) AS numerators,
  count(DISTINCT measurement.denominator) AS denominators,
  count(DISTINCT territory.iri) AS territories
WHERE values = 1 AND numerators <= 1 AND denominators <= 1 AND territories >= $minimum
RETURN indicator.iri AS indicator, measuredOn, value, territories, body.iri AS body
