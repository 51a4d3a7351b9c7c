MATCH (register:Register)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/register-status/kept'})
MATCH (register)-[:JURISDICTION]->(territory:Territory)
MATCH (register)-[:REGISTER_CONTENT]->(content:Concept)
WHERE $territory = '' OR territory.iri = $territory
OPTIONAL MATCH (register)-[:STATES]->(updated:Statement {property: 'updatedOn'})
OPTIONAL MATCH (register)-[:STATES]->(periodic:Statement {property: 'periodicity'})
WITH
  register,
  content,
  coalesce(updated.date, register.updatedOn) AS updatedOn,
  coalesce(periodic.value, register.periodicity) AS periodicity
WHERE regexp_full_match(periodicity, 'P[0-9]+[MY]')
// In SQL's words: P3M is '3 months'.
WITH
  register,
  content,
  updatedOn,
  periodicity,
  CAST(
    replace(replace(replace(periodicity, 'P', ''), 'M', ' months'), 'Y', ' years') AS INTERVAL
  ) AS term
WHERE updatedOn IS NULL OR updatedOn + term < $date
OPTIONAL MATCH (register)-[:KEPT_BY|KEPT_BY_KIND]->(keeper:Body|Concept)
WITH register, content, min(keeper.iri) AS keeper, updatedOn, periodicity
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (register)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (register)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  register.iri AS register,
  content.iri AS content,
  keeper,
  updatedOn,
  periodicity,
  basis.clausePrinted AS clause,
  basis.iri AS basis
