MATCH (measurement:Measurement)-[:HAS_INDICATOR]->(indicator:Indicator)
MATCH (measurement)-[:JURISDICTION]->(territory:Territory)
WHERE measurement.denominator >= $minimum AND measurement.date <= $date
MATCH (previous:Measurement)-[:HAS_INDICATOR]->(indicator)
MATCH (previous)-[:JURISDICTION]->(territory)
WHERE previous.date < measurement.date
  AND previous.numerator = measurement.numerator
  AND previous.denominator = measurement.denominator
  AND previous.value = measurement.value
  AND NOT EXISTS {
    MATCH (between:Measurement)-[:HAS_INDICATOR]->(indicator),
      (between)-[:JURISDICTION]->(territory)
    WHERE between.date > previous.date AND between.date < measurement.date
  }
OPTIONAL MATCH (measurement)-[:HAS_BODY]->(own:Body)
OPTIONAL MATCH (indicator)-[:RESPONSIBLE_BODY]->(responsible:Body)
RETURN DISTINCT
  measurement.iri AS measurement,
  indicator.iri AS indicator,
  territory.iri AS territory,
  measurement.date AS measuredOn,
  previous.iri AS previous,
  previous.date AS previousOn,
  measurement.numerator AS numerator,
  measurement.denominator AS denominator,
  coalesce(own.iri, responsible.iri) AS body
