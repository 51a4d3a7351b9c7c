MATCH (:Body {iri: $council})<-[:ORGANIZATION]-(membership:Membership)-[:MEMBER]->(member:Person)
WHERE (membership.validFrom IS NULL OR membership.validFrom <= $date)
  AND (membership.validTo IS NULL OR membership.validTo >= $date)
  AND NOT EXISTS {
    MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (membership)-[:ON_BEHALF_OF]->(onBehalfOf:Body)
OPTIONAL MATCH (membership)-[:APPOINTED_BY]->(appointedBy:Document)
OPTIONAL MATCH (appointedBy)-[:STATES]->(number:Statement {property: 'printedNumber'})
OPTIONAL MATCH (appointedBy)-[:STATES]->(issued:Statement {property: 'documentDate'})
RETURN DISTINCT
  member.iri AS member,
  membership.role AS role,
  onBehalfOf.iri AS onBehalfOf,
  membership.representsKind AS representsKind,
  appointedBy.iri AS appointedBy,
  coalesce(number.value, appointedBy.printedNumber) AS number,
  coalesce(issued.date, appointedBy.documentDate) AS documentDate
