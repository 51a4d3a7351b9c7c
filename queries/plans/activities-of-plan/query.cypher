MATCH (row:Activity)-[:PLAN]->(:Document {iri: $plan})
OPTIONAL MATCH (row)-[:SECTION]->(section:Clause)
WITH row, section
WHERE $section = '' OR section.iri = $section
OPTIONAL MATCH (row)-[:PARENT_ACTIVITY]->(whole:Activity)
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (row)-[:HAS_BASIS]->(place:Basis)
WHERE NOT EXISTS {
  MATCH (row)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < place.lineFrom
}
RETURN
  row.iri AS activity,
  row.printedNumber AS number,
  whole.iri AS partOf,
  section.iri AS inSection,
  row.deadlineKind AS deadlineKind,
  row.deadlinePrinted AS deadline,
  row.responsiblePrinted AS responsiblePrinted,
  row.resultPrinted AS result,
  place.clausePrinted AS clause,
  place.iri AS basis
ORDER BY
  coalesce(whole.position, row.position),
  whole.iri IS NOT NULL,
  row.position,
  row.iri,
  coalesce(section.iri, ''),
  coalesce(whole.iri, ''),
  coalesce(place.iri, '')
