MATCH (route:Route)-[:HAS_DEFICIT]->(:Deficit {iri: $deficit})
MATCH (route)<-[:HAS_ROUTE]-(step:RouteStep)-[:REMEDY]->(remedy)
WHERE remedy.type IS NOT NULL
OPTIONAL MATCH (route)-[:RESPONSIBLE_BODY]->(responsible)
OPTIONAL MATCH (remedy)-[:AUTHOR|PROVIDER|ORGANIZATION|HOST|ORGANIZER|ORGANIZER_KIND]->(by)
RETURN DISTINCT
  route.iri AS route,
  responsible.iri AS responsible,
  step.position AS position,
  remedy.iri AS remedy,
  remedy.type AS remedyKind,
  by.iri AS by,
  step.startDate AS startDate,
  step.endDate AS endDate,
  // Of several dates the property has the earliest.
  coalesce(coalesce(remedy.validTo, remedy.endDate) < step.startDate, FALSE) AS beyondTerm
ORDER BY
  route,
  position,
  remedy,
  coalesce(by, ''),
  startDate IS NOT NULL,
  startDate,
  endDate IS NOT NULL,
  endDate,
  coalesce(responsible, '')
