// sorts a cross product -> query-limit
MATCH (a), (b), (c) RETURN a.iri, b.iri, c.iri ORDER BY a.iri + b.iri + c.iri
