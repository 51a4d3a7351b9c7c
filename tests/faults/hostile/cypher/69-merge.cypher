// merges a node after reading -> query-refused
MATCH (n:Body) WITH n LIMIT 1 MERGE (:Body {iri: 'x:y'})
