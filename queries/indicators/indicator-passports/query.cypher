MATCH (indicator:Indicator)-[:JURISDICTION]->(place:Territory)
WHERE $territory = ''
  OR EXISTS { MATCH (place)-[:WITHIN*0..30]->(:Territory {iri: $territory}) }
// Of several places the first, of one line too.
OPTIONAL MATCH (indicator)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (indicator)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
    OR (other.lineFrom = basis.lineFrom AND other.iri < basis.iri)
}
RETURN DISTINCT
  indicator.iri AS indicator,
  place.iri AS place,
  indicator.unit AS unit,
  indicator.numeratorQuestion AS numerator,
  indicator.denominatorQuestion AS denominator,
  indicator.target AS target,
  indicator.periodicity AS periodicity,
  basis.clausePrinted AS clause,
  basis.iri AS basis
