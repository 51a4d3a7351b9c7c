// What is established or appointed by a fallen document, approved by it, based on it, a row of it.
MATCH (repealed:Document)-[:APPROVED_BY|BASED_ON*0..30]->(:Document {iri: $document})
WITH collect(DISTINCT repealed.iri) AS fallen
MATCH (record)-[:APPROVED_BY|BASED_ON|APPOINTED_BY|ESTABLISHED_BY|PLAN]->(through:Document)
WHERE through.iri IN fallen AND record.type IS NOT NULL
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#' + CASE
    WHEN EXISTS { MATCH (record)-[:APPROVED_BY]->(through) } THEN 'approvedBy'
    WHEN EXISTS { MATCH (record)-[:BASED_ON]->(through) } THEN 'basedOn'
    WHEN EXISTS { MATCH (record)-[:APPOINTED_BY]->(through) } THEN 'appointedBy'
    WHEN EXISTS { MATCH (record)-[:ESTABLISHED_BY]->(through) } THEN 'establishedBy'
    ELSE 'plan'
  END AS link,
  through.iri AS through,
  EXISTS {
    MATCH (record)-[:APPOINTED_BY|APPROVED_BY|ESTABLISHED_BY]->(support)
    WHERE NOT support.iri IN fallen
      AND support.iri <> through.iri
      AND coalesce(support.status, '') <> 'https://w3id.org/methodnet/scheme/document-status/repealed'
  } OR (record.type <> 'https://w3id.org/methodnet/ontology#Document' AND EXISTS {
    MATCH (record)-[:HAS_BASIS]->(:Basis)-[:HAS_DOCUMENT]->(place:Document)
    WHERE NOT place.iri IN fallen
      AND coalesce(place.status, '') <> 'https://w3id.org/methodnet/scheme/document-status/repealed'
  }) AS otherGround
UNION
// What has its basis in a fallen document.
MATCH (repealed:Document)-[:APPROVED_BY|BASED_ON*0..30]->(:Document {iri: $document})
WITH collect(DISTINCT repealed.iri) AS fallen
MATCH (record:Activity|Agreement|Body|Condition|Indicator|Membership|Norm|OrgModel|Post|Programme
  |Register|Relation|Responsibility|StaffPost|Task)-[:HAS_BASIS]->(:Basis)-[:HAS_DOCUMENT]->(through:Document)
WHERE through.iri IN fallen
  AND NOT EXISTS {
    MATCH (record)-[:APPROVED_BY|BASED_ON|APPOINTED_BY|ESTABLISHED_BY|PLAN]->(through)
  }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#basis' AS link,
  through.iri AS through,
  EXISTS {
    MATCH (record)-[:APPOINTED_BY|APPROVED_BY|ESTABLISHED_BY]->(support)
    WHERE NOT support.iri IN fallen
      AND support.iri <> through.iri
      AND coalesce(support.status, '') <> 'https://w3id.org/methodnet/scheme/document-status/repealed'
  } OR (record.type <> 'https://w3id.org/methodnet/ontology#Document' AND EXISTS {
    MATCH (record)-[:HAS_BASIS]->(:Basis)-[:HAS_DOCUMENT]->(place:Document)
    WHERE NOT place.iri IN fallen
      AND coalesce(place.status, '') <> 'https://w3id.org/methodnet/scheme/document-status/repealed'
  }) AS otherGround
UNION
// What rests on a record that falls, and quotes no document itself.
MATCH (repealed:Document)-[:APPROVED_BY|BASED_ON*0..30]->(:Document {iri: $document})
WITH collect(DISTINCT repealed.iri) AS fallen
MATCH (through:Activity|Agreement|Norm|OrgModel)
WHERE EXISTS {
    MATCH (through)-[:HAS_BASIS]->(:Basis)-[:HAS_DOCUMENT]->(quoted:Document)
    WHERE quoted.iri IN fallen
  }
  OR EXISTS { MATCH (through)-[:PLAN]->(plan:Document) WHERE plan.iri IN fallen }
MATCH (record)-[:ESTABLISHED_BY|HAS_ACTIVITY|MODEL|ABOUT]->(through)
WHERE EXISTS { MATCH (record)-[:ESTABLISHED_BY]->(through) }
  OR (record.type IN [
      'https://w3id.org/methodnet/ontology#Condition',
      'https://w3id.org/methodnet/ontology#Responsibility',
      'https://w3id.org/methodnet/ontology#StaffPost'
    ] AND NOT EXISTS { MATCH (record)-[:HAS_BASIS]->(basis) })
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#' + CASE
    WHEN EXISTS { MATCH (record)-[:ESTABLISHED_BY]->(through) } THEN 'establishedBy'
    WHEN EXISTS { MATCH (record)-[:HAS_ACTIVITY]->(through) } THEN 'activity'
    WHEN EXISTS { MATCH (record)-[:MODEL]->(through) } THEN 'model'
    ELSE 'about'
  END AS link,
  through.iri AS through,
  EXISTS {
    MATCH (record)-[:APPOINTED_BY|APPROVED_BY|ESTABLISHED_BY]->(support)
    WHERE NOT support.iri IN fallen
      AND support.iri <> through.iri
      AND coalesce(support.status, '') <> 'https://w3id.org/methodnet/scheme/document-status/repealed'
  } OR (record.type <> 'https://w3id.org/methodnet/ontology#Document' AND EXISTS {
    MATCH (record)-[:HAS_BASIS]->(:Basis)-[:HAS_DOCUMENT]->(place:Document)
    WHERE NOT place.iri IN fallen
      AND coalesce(place.status, '') <> 'https://w3id.org/methodnet/scheme/document-status/repealed'
  }) AS otherGround
