// creates a node -> query-refused
CREATE (:Body {iri: 'x:y'})
