// collects a cross product -> query-limit
MATCH (a), (b), (c) RETURN collect(a.iri + b.iri + c.iri)
