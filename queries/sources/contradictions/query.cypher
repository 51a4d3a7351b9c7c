MATCH (record)-[:STATES]->(one:Statement)
MATCH (record)-[:STATES]->(two:Statement)
WHERE one.property = two.property
  AND one.property IN [
    'asOf', 'capacity', 'count', 'date', 'deadlineEnd', 'deadlineStart', 'decidedOn', 'denominator',
    'documentDate', 'federalRegister', 'hours', 'label_ru', 'load', 'number', 'numerator',
    'participants', 'periodFrom', 'periodTo', 'printedNumber', 'signedOn', 'size',
    'subjectMatter_ru', 'updatedOn', 'validFrom', 'validTo', 'value'
  ]
  AND coalesce(one.number <> two.number, one.value <> two.value)
UNWIND one.graphs AS firstGraph
UNWIND two.graphs AS secondGraph
WITH record, one, two, firstGraph, secondGraph
WHERE firstGraph < secondGraph
RETURN
  record.iri AS record,
  NULL AS otherRecord,
  CASE
    WHEN one.property = 'documentDate' THEN 'http://data.europa.eu/eli/ontology#date_document'
    WHEN one.property = 'label_ru' THEN 'http://www.w3.org/2004/02/skos/core#prefLabel'
    WHEN one.property = 'printedNumber'
      AND record.type <> 'https://w3id.org/methodnet/ontology#Activity'
      THEN 'http://data.europa.eu/eli/ontology#number'
    WHEN one.property = 'subjectMatter_ru' THEN 'https://w3id.org/methodnet/ontology#subjectMatter'
    WHEN one.property = 'value' THEN 'http://www.w3.org/ns/sosa/hasSimpleResult'
    ELSE 'https://w3id.org/methodnet/ontology#' + one.property
  END AS field,
  firstGraph,
  one.value AS firstValue,
  secondGraph,
  two.value AS secondValue
UNION
MATCH (record)-[
  one:DOCUMENT_KIND|HAS_RELATION|JURISDICTION|LEGAL_FORM|LEVEL|MODALITY|SIGNED_BY|STATUS|WITHIN
]->(first)
MATCH (record)-[
  two:DOCUMENT_KIND|HAS_RELATION|JURISDICTION|LEGAL_FORM|LEVEL|MODALITY|SIGNED_BY|STATUS|WITHIN
]->(second)
WHERE type(one) = type(two) AND first.iri <> second.iri
UNWIND one.graphs AS firstGraph
UNWIND two.graphs AS secondGraph
WITH record, type(one) AS field, first, second, firstGraph, secondGraph
WHERE firstGraph < secondGraph
RETURN
  record.iri AS record,
  NULL AS otherRecord,
  CASE field
    WHEN 'DOCUMENT_KIND' THEN 'https://w3id.org/methodnet/ontology#documentKind'
    WHEN 'HAS_RELATION' THEN 'https://w3id.org/methodnet/ontology#relation'
    WHEN 'JURISDICTION' THEN 'http://purl.org/dc/terms/spatial'
    WHEN 'LEGAL_FORM' THEN 'https://w3id.org/methodnet/ontology#legalForm'
    WHEN 'LEVEL' THEN 'https://w3id.org/methodnet/ontology#level'
    WHEN 'MODALITY' THEN 'https://w3id.org/methodnet/ontology#modality'
    WHEN 'SIGNED_BY' THEN 'https://w3id.org/methodnet/ontology#signedBy'
    WHEN 'STATUS' THEN 'http://www.w3.org/ns/adms#status'
    WHEN 'WITHIN' THEN 'https://w3id.org/methodnet/ontology#within'
  END AS field,
  firstGraph,
  coalesce(first.label_ru, first.iri) AS firstValue,
  secondGraph,
  coalesce(second.label_ru, second.iri) AS secondValue
UNION
// Two measurements of one indicator, territory and day are one thing measured twice.
MATCH (record:Measurement)-[one:HAS_INDICATOR]->(:Indicator)<-[two:HAS_INDICATOR]-
  (other:Measurement)
MATCH (record)-[here:JURISDICTION]->(:Territory)<-[there:JURISDICTION]-(other)
UNWIND one.graphs AS firstGraph
UNWIND two.graphs AS secondGraph
WITH record, other, firstGraph, here, secondGraph, there
WHERE record.iri <> other.iri
  AND firstGraph < secondGraph AND firstGraph IN here.graphs AND secondGraph IN there.graphs
OPTIONAL MATCH (record)-[:STATES]->(firstDay:Statement {property: 'date'})
WHERE firstGraph IN firstDay.graphs
OPTIONAL MATCH (other)-[:STATES]->(secondDay:Statement {property: 'date'})
WHERE secondGraph IN secondDay.graphs
WITH record, other, firstGraph, secondGraph, firstDay, secondDay
WHERE coalesce(firstDay.date, record.date) = coalesce(secondDay.date, other.date)
UNWIND ['denominator', 'numerator', 'value'] AS property
OPTIONAL MATCH (record)-[:STATES]->(one:Statement)
WHERE one.property = property AND firstGraph IN one.graphs
OPTIONAL MATCH (other)-[:STATES]->(two:Statement)
WHERE two.property = property AND secondGraph IN two.graphs
WITH
  record,
  other,
  property,
  firstGraph,
  one,
  coalesce(one.number, CASE property
    WHEN 'denominator' THEN record.denominator
    WHEN 'numerator' THEN record.numerator
    ELSE record.value
  END) AS first,
  secondGraph,
  two,
  coalesce(two.number, CASE property
    WHEN 'denominator' THEN other.denominator
    WHEN 'numerator' THEN other.numerator
    ELSE other.value
  END) AS second
WHERE first <> second
RETURN
  record.iri AS record,
  other.iri AS otherRecord,
  CASE property
    WHEN 'value' THEN 'http://www.w3.org/ns/sosa/hasSimpleResult'
    ELSE 'https://w3id.org/methodnet/ontology#' + property
  END AS field,
  firstGraph,
  coalesce(
    one.value,
    CASE WHEN first = toInteger(first) THEN toString(toInteger(first)) ELSE toString(first) END
  ) AS firstValue,
  secondGraph,
  coalesce(
    two.value,
    CASE WHEN second = toInteger(second) THEN toString(toInteger(second)) ELSE toString(second) END
  ) AS secondValue
