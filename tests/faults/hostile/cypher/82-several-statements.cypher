// puts a change after a query -> query-refused
RETURN 1; CREATE (:Body {iri: 'x:y'})
