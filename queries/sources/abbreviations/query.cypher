MATCH (:Document {iri: $document})<-[:HAS_DOCUMENT]-(basis:Basis)<-[:HAS_BASIS]-
  (record:Abbreviation)
OPTIONAL MATCH (record)-[:DENOTES|DENOTES_KIND]->(denotes)
RETURN DISTINCT
  record.printedForm AS printedForm,
  record.expansion AS expansion,
  denotes.iri AS denotes,
  basis.clausePrinted AS clause,
  basis.iri AS basis
