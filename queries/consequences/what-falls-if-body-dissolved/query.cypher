// What names the body itself.
MATCH (body:Body {iri: $body})<-[:ORGANIZATION|POST_IN|HAS_BODY|HOLDER|HOST|KEPT_BY|OBJECT
  |ON_BEHALF_OF|PARTY|RESPONSIBLE_BODY|SUBJECT|ORGANIZER|PROVIDER]-(record:Agreement|Event|Indicator
  |Membership|Mentor|Norm|Post|Programme|Register|Relation|Resource|Responsibility|Route|Site|Task)
UNWIND ['organization', 'postIn', 'body', 'holder', 'host', 'keptBy', 'object', 'onBehalfOf', 'party', 'responsibleBody', 'subject', 'organizer', 'provider']
  AS link
WITH DISTINCT body, record, link
WHERE ((link = 'organization' AND EXISTS { MATCH (record)-[:ORGANIZATION]->(body) })
    OR (link = 'postIn' AND EXISTS { MATCH (record)-[:POST_IN]->(body) })
    OR (link = 'body' AND EXISTS { MATCH (record)-[:HAS_BODY]->(body) })
    OR (link = 'holder' AND EXISTS { MATCH (record)-[:HOLDER]->(body) })
    OR (link = 'host' AND EXISTS { MATCH (record)-[:HOST]->(body) })
    OR (link = 'keptBy' AND EXISTS { MATCH (record)-[:KEPT_BY]->(body) })
    OR (link = 'object' AND EXISTS { MATCH (record)-[:OBJECT]->(body) })
    OR (link = 'onBehalfOf' AND EXISTS { MATCH (record)-[:ON_BEHALF_OF]->(body) })
    OR (link = 'party' AND EXISTS { MATCH (record)-[:PARTY]->(body) })
    OR (link = 'responsibleBody' AND EXISTS { MATCH (record)-[:RESPONSIBLE_BODY]->(body) })
    OR (link = 'subject' AND EXISTS { MATCH (record)-[:SUBJECT]->(body) })
    OR (link = 'organizer' AND EXISTS { MATCH (record)-[:ORGANIZER]->(body) })
    OR (link = 'provider' AND EXISTS { MATCH (record)-[:PROVIDER]->(body) }))
  AND (link <> 'body' OR record.type = 'https://w3id.org/methodnet/ontology#Responsibility')
  AND (record.type <> 'https://w3id.org/methodnet/ontology#Relation'
    OR coalesce(record.modality, '') <> 'https://w3id.org/methodnet/scheme/modality/planned')
  AND NOT coalesce(record.status, '') IN [
    'https://w3id.org/methodnet/scheme/agreement-status/planned',
    'https://w3id.org/methodnet/scheme/agreement-status/terminated',
    'https://w3id.org/methodnet/scheme/event-status/cancelled',
    'https://w3id.org/methodnet/scheme/programme-status/withdrawn'
  ]
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND (record.endDate IS NULL OR record.endDate >= $date)
  // What is done rests on nobody.
  AND NOT EXISTS {
    MATCH (record)-[:HAS_ACTIVITY]->(:Activity)<-[:HAS_ACTIVITY]-(completion:Completion)
    WHERE completion.occurrenceStart IS NULL AND completion.date <= $date
  }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  CASE
    WHEN link IN ['organization', 'postIn'] THEN 'http://www.w3.org/ns/org#' + link
    WHEN link IN ['organizer', 'provider'] THEN 'https://schema.org/' + link
    ELSE 'https://w3id.org/methodnet/ontology#' + link
  END AS link,
  $body AS through,
  (link = 'responsibleBody' AND EXISTS {
    MATCH (record)-[:RESPONSIBLE_BODY]->(partner)
    WHERE partner.iri <> $body
  }) OR (link IN ['holder', 'keptBy', 'organizer', 'provider'] AND EXISTS {
    MATCH (record)-[:HOLDER|KEPT_BY|ORGANIZER|PROVIDER]->(partner)
    WHERE partner.iri <> $body
  }) OR (link = 'party' AND COUNT {
    MATCH (record)-[:PARTY]->(partner)
    WHERE partner.iri <> $body
  } > 1) AS otherGround
UNION
// Those it coordinates.
MATCH (:Body {iri: $body})<-[:SUBJECT]-(held:Relation)-[:OBJECT]->(record:Body|Resource)
WHERE held.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
  AND coalesce(held.modality, '') <> 'https://w3id.org/methodnet/scheme/modality/planned'
  AND (held.validFrom IS NULL OR held.validFrom <= $date)
  AND (held.validTo IS NULL OR held.validTo >= $date)
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#coordinates' AS link,
  held.iri AS through,
  EXISTS {
    MATCH (record)<-[:OBJECT]-(another:Relation)
    WHERE another.relation = 'https://w3id.org/methodnet/scheme/relation/coordinates'
      AND another.modality IN [
        'https://w3id.org/methodnet/scheme/modality/in-force',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND (another.validFrom IS NULL OR another.validFrom <= $date)
      AND (another.validTo IS NULL OR another.validTo >= $date)
      AND NOT EXISTS { MATCH (another)-[:SUBJECT]->(:Body {iri: $body}) }
  } AS otherGround
UNION
// Those that are attached to it, its units, those it hosts.
MATCH (:Body {iri: $body})<-[:OBJECT]-(held:Relation)-[:SUBJECT]->(record:Body)
WHERE held.relation IN [
    'https://w3id.org/methodnet/scheme/relation/attached-to',
    'https://w3id.org/methodnet/scheme/relation/hosted-by',
    'https://w3id.org/methodnet/scheme/relation/unit-of'
  ]
  AND coalesce(held.modality, '') <> 'https://w3id.org/methodnet/scheme/modality/planned'
  AND (held.validFrom IS NULL OR held.validFrom <= $date)
  AND (held.validTo IS NULL OR held.validTo >= $date)
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#' + CASE held.relation
    WHEN 'https://w3id.org/methodnet/scheme/relation/attached-to' THEN 'attachedTo'
    WHEN 'https://w3id.org/methodnet/scheme/relation/hosted-by' THEN 'hostedBy'
    ELSE 'unitOf'
  END AS link,
  held.iri AS through,
  EXISTS {
    MATCH (record)<-[:SUBJECT]-(another:Relation)
    WHERE another.relation = held.relation
      AND another.modality IN [
        'https://w3id.org/methodnet/scheme/modality/in-force',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND (another.validFrom IS NULL OR another.validFrom <= $date)
      AND (another.validTo IS NULL OR another.validTo >= $date)
      AND NOT EXISTS { MATCH (another)-[:OBJECT]->(:Body {iri: $body}) }
  } AS otherGround
UNION
// What it answers for and has not done.
MATCH (:Body {iri: $body})<-[:HAS_BODY]-(held:Responsibility)-[:HAS_ACTIVITY]->(record:Activity)
WHERE NOT EXISTS {
    MATCH (record)<-[:HAS_ACTIVITY]-(completion:Completion)
    WHERE completion.occurrenceStart IS NULL AND completion.date <= $date
  }
RETURN
  record.iri AS record,
  record.type AS recordKind,
  'https://w3id.org/methodnet/ontology#activity' AS link,
  held.iri AS through,
  EXISTS {
    MATCH (record)<-[:HAS_ACTIVITY]-(shared:Responsibility)
    WHERE NOT EXISTS { MATCH (shared)-[:HAS_BODY]->(:Body {iri: $body}) }
  } AS otherGround
