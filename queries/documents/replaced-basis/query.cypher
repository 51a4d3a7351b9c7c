MATCH (replacement:Document)-[:REPLACES]->(replaced:Document)<-[:APPROVED_BY]-(document:Document)
WHERE document.iri <> replacement.iri
  AND (replacement.validFrom IS NULL OR replacement.validFrom <= $date)
  AND (replacement.validTo IS NULL OR replacement.validTo >= $date)
  AND EXISTS {
    MATCH (replacement)-[:STATUS]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
  }
  AND NOT EXISTS {
    MATCH (replacement)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND (document.validFrom IS NULL OR document.validFrom <= $date)
  AND (document.validTo IS NULL OR document.validTo >= $date)
  AND EXISTS {
    MATCH (document)-[:STATUS]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
  }
  AND NOT EXISTS {
    MATCH (document)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
// Of several replacements the first.
WITH document, replaced, replacement
WHERE NOT EXISTS {
  MATCH (rival:Document)-[:REPLACES]->(replaced)
  WHERE rival.iri < replacement.iri
    AND (rival.validFrom IS NULL OR rival.validFrom <= $date)
    AND (rival.validTo IS NULL OR rival.validTo >= $date)
    AND EXISTS {
      MATCH (rival)-[:STATUS]->
        (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
    }
    AND NOT EXISTS {
      MATCH (rival)-[:STATES]->(later:Statement {property: 'validFrom'})
      WHERE later.date > $date
    }
}
OPTIONAL MATCH (document)-[:APPROVED_BY*0..1]->(:Document)-[:ISSUER]->(issuer:Body)
RETURN
  document.iri AS document,
  'https://w3id.org/methodnet/ontology#approvedBy' AS link,
  replaced.iri AS replaced,
  replacement.iri AS replacement,
  replacement.validFrom AS replacedFrom,
  min(issuer.iri) AS issuer
UNION
MATCH (replacement:Document)-[:REPLACES]->(replaced:Document)<-[:BASED_ON]-(document:Document)
WHERE document.iri <> replacement.iri
  AND (replacement.validFrom IS NULL OR replacement.validFrom <= $date)
  AND (replacement.validTo IS NULL OR replacement.validTo >= $date)
  AND EXISTS {
    MATCH (replacement)-[:STATUS]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
  }
  AND NOT EXISTS {
    MATCH (replacement)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND (document.validFrom IS NULL OR document.validFrom <= $date)
  AND (document.validTo IS NULL OR document.validTo >= $date)
  AND EXISTS {
    MATCH (document)-[:STATUS]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
  }
  AND NOT EXISTS {
    MATCH (document)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
// Of several replacements the first.
WITH document, replaced, replacement
WHERE NOT EXISTS {
  MATCH (rival:Document)-[:REPLACES]->(replaced)
  WHERE rival.iri < replacement.iri
    AND (rival.validFrom IS NULL OR rival.validFrom <= $date)
    AND (rival.validTo IS NULL OR rival.validTo >= $date)
    AND EXISTS {
      MATCH (rival)-[:STATUS]->
        (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
    }
    AND NOT EXISTS {
      MATCH (rival)-[:STATES]->(later:Statement {property: 'validFrom'})
      WHERE later.date > $date
    }
}
OPTIONAL MATCH (document)-[:APPROVED_BY*0..1]->(:Document)-[:ISSUER]->(issuer:Body)
RETURN
  document.iri AS document,
  'https://w3id.org/methodnet/ontology#basedOn' AS link,
  replaced.iri AS replaced,
  replacement.iri AS replacement,
  replacement.validFrom AS replacedFrom,
  min(issuer.iri) AS issuer
UNION
MATCH (replacement:Document)-[:REPLACES]->(replaced:Document)<-[:CITES]-(document:Document)
WHERE document.iri <> replacement.iri
  AND (replacement.validFrom IS NULL OR replacement.validFrom <= $date)
  AND (replacement.validTo IS NULL OR replacement.validTo >= $date)
  AND EXISTS {
    MATCH (replacement)-[:STATUS]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
  }
  AND NOT EXISTS {
    MATCH (replacement)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND (document.validFrom IS NULL OR document.validFrom <= $date)
  AND (document.validTo IS NULL OR document.validTo >= $date)
  AND EXISTS {
    MATCH (document)-[:STATUS]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
  }
  AND NOT EXISTS {
    MATCH (document)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
// Of several replacements the first.
WITH document, replaced, replacement
WHERE NOT EXISTS {
  MATCH (rival:Document)-[:REPLACES]->(replaced)
  WHERE rival.iri < replacement.iri
    AND (rival.validFrom IS NULL OR rival.validFrom <= $date)
    AND (rival.validTo IS NULL OR rival.validTo >= $date)
    AND EXISTS {
      MATCH (rival)-[:STATUS]->
        (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
    }
    AND NOT EXISTS {
      MATCH (rival)-[:STATES]->(later:Statement {property: 'validFrom'})
      WHERE later.date > $date
    }
}
OPTIONAL MATCH (document)-[:APPROVED_BY*0..1]->(:Document)-[:ISSUER]->(issuer:Body)
RETURN
  document.iri AS document,
  'https://w3id.org/methodnet/ontology#cites' AS link,
  replaced.iri AS replaced,
  replacement.iri AS replacement,
  replacement.validFrom AS replacedFrom,
  min(issuer.iri) AS issuer
