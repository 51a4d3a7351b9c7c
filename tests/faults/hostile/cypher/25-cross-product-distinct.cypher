// keeps a cross product apart in memory -> query-limit
MATCH (a), (b), (c) RETURN DISTINCT a.iri + b.iri + c.iri
