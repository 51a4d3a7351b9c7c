MATCH (register:Register)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/register-status/kept'})
MATCH (register)-[:JURISDICTION]->(territory:Territory)
MATCH (register)-[:REGISTER_CONTENT]->(content:Concept)
// Of several dates the property has the earliest, statements have all.
WHERE ($territory = '' OR territory.iri = $territory)
  AND (register.updatedOn IS NULL OR register.updatedOn < $since)
  AND NOT EXISTS {
    MATCH (register)-[:STATES]->(lately:Statement {property: 'updatedOn'})
    WHERE lately.date >= $since
  }
OPTIONAL MATCH (register)-[:STATES]->(updated:Statement {property: 'updatedOn'})
OPTIONAL MATCH (register)-[:STATES]->(periodic:Statement {property: 'periodicity'})
OPTIONAL MATCH (register)-[:KEPT_BY|KEPT_BY_KIND]->(keeper:Body|Concept)
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (register)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (register)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  register.iri AS register,
  content.iri AS content,
  keeper.iri AS keeper,
  coalesce(updated.date, register.updatedOn) AS updatedOn,
  coalesce(periodic.value, register.periodicity) AS periodicity,
  basis.clausePrinted AS clause,
  basis.iri AS basis
