MATCH (:Body {iri: $body})<-[:PARTY]-(agreement:Agreement)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
MATCH (agreement)-[:PARTY]->(other:Body)
WHERE other.iri <> $body
  AND (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
  AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
  AND NOT EXISTS {
    MATCH (agreement)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (agreement)-[:STATES]->(numbered:Statement {property: 'number'})
OPTIONAL MATCH (agreement)-[:STATES]->(matter:Statement {property: 'subjectMatter_ru'})
OPTIONAL MATCH (agreement)-[:STATES]->(first:Statement {property: 'validFrom'})
OPTIONAL MATCH (agreement)-[:STATES]->(last:Statement {property: 'validTo'})
RETURN DISTINCT
  agreement.iri AS agreement,
  coalesce(numbered.value, agreement.number) AS number,
  other.iri AS other,
  coalesce(first.date, agreement.validFrom) AS `from`,
  coalesce(last.date, agreement.validTo) AS until,
  coalesce(matter.value, agreement.subjectMatter_ru, agreement.subjectMatter_en) AS subjectMatter
