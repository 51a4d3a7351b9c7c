MATCH (municipality:Territory)-[:WITHIN*0..30]->(:Territory {iri: $territory})
MATCH (municipality)-[:TERRITORY_LEVEL]->(level)
WHERE level.iri = 'https://w3id.org/methodnet/scheme/level/municipal'
OPTIONAL MATCH (site:Site)-[:HOST]->(host)-[:JURISDICTION]->(municipality)
// Of several dates the property has the earliest.
WHERE (site.validFrom IS NULL OR site.validFrom <= $date)
  AND (site.validTo IS NULL OR site.validTo >= $date)
  AND NOT EXISTS {
    MATCH (site)-[:STATES]->(began:Statement {property: 'validFrom'})
    WHERE began.date > $date
  }
OPTIONAL MATCH (site)-[:SUBJECT_AREA]->(subjectArea)
OPTIONAL MATCH (site)-[:STATES]->(ending:Statement {property: 'validTo'})
RETURN DISTINCT
  municipality.iri AS municipality,
  site.iri AS site,
  host.iri AS host,
  subjectArea.iri AS subjectArea,
  coalesce(ending.date, site.validTo) AS until
