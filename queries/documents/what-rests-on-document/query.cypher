MATCH (document:Document {iri: $document})<-[:APPOINTED_BY|APPROVED_BY|BASED_ON|ESTABLISHED_BY]-(record)
UNWIND ['appointedBy', 'approvedBy', 'basedOn', 'establishedBy'] AS link
WITH document, record, link
WHERE (link = 'appointedBy' AND EXISTS { MATCH (document)<-[:APPOINTED_BY]-(record) })
  OR (link = 'approvedBy' AND EXISTS { MATCH (document)<-[:APPROVED_BY]-(record) })
  OR (link = 'basedOn' AND EXISTS { MATCH (document)<-[:BASED_ON]-(record) })
  OR (link = 'establishedBy' AND EXISTS { MATCH (document)<-[:ESTABLISHED_BY]-(record) })
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#' + link AS link,
  // NULL, but of the type that UNION needs.
  CASE WHEN false THEN '' END AS clause,
  EXISTS {
    MATCH (record)-[:HAS_BASIS]->(:Basis)-[:HAS_DOCUMENT]->(support:Document)
    WHERE support.iri <> $document
  } OR EXISTS {
    MATCH (record)-[:APPOINTED_BY|APPROVED_BY|ESTABLISHED_BY]->(support)
    WHERE support.iri <> $document
  } AS otherSupport
UNION
MATCH (:Document {iri: $document})<-[:HAS_DOCUMENT]-(place:Basis)
MATCH (place)<-[:HAS_BASIS]-(record:Activity|Agreement|Body|Indicator|Membership|Norm|OrgModel
  |Programme|Register|Relation|Responsibility|Task)
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#basis' AS link,
  place.clausePrinted AS clause,
  EXISTS {
    MATCH (record)-[:HAS_BASIS]->(:Basis)-[:HAS_DOCUMENT]->(support:Document)
    WHERE support.iri <> $document
  } OR EXISTS {
    MATCH (record)-[:APPOINTED_BY|APPROVED_BY|ESTABLISHED_BY]->(support)
    WHERE support.iri <> $document
  } AS otherSupport
