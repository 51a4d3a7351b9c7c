MATCH (document:Document)<-[:HAS_DOCUMENT]-(basis:Basis)
MATCH (basis)<-[:HAS_BASIS]-(condition:Condition)-[:ABOUT]->(about)
WHERE $document = '' OR document.iri = $document
RETURN DISTINCT
  condition.iri AS condition,
  about.iri AS about,
  basis.clausePrinted AS clause,
  basis.iri AS basis
