MATCH (indicator:Indicator {iri: $indicator})<-[:HAS_INDICATOR]-(measurement:Measurement)
MATCH (measurement)-[:JURISDICTION]->(place:Territory)
OPTIONAL MATCH (measurement)-[:HAS_BODY]->(body:Body)
OPTIONAL MATCH (indicator)-[:STATES]->(stated:Statement {property: 'unit'})
RETURN DISTINCT
  place.iri AS place,
  body.iri AS body,
  measurement.date AS day,
  measurement.value AS value,
  coalesce(stated.value, indicator.unit) AS unit,
  measurement.numerator AS numerator,
  measurement.denominator AS denominator
