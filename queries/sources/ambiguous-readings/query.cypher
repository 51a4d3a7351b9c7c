MATCH (taken)<-[:READING_TAKEN]-(reading:Reading)-[:HAS_BASIS]->(basis:Basis)-[:HAS_DOCUMENT]->
  (document:Document)
WHERE ($document = '' OR document.iri = $document)
  AND reading.reason_ru IS NOT NULL
OPTIONAL MATCH (reading)-[:READING_OTHER]->(other)
RETURN DISTINCT
  reading.iri AS reading,
  reading.phrase AS phrase,
  taken.iri AS taken,
  other.iri AS other,
  reading.reason_ru AS reason,
  basis.clausePrinted AS clause,
  basis.iri AS basis
