// counts a cross product of five scans -> query-limit
MATCH (a), (b), (c), (d), (e) WHERE a.iri < b.iri AND c.iri > d.iri RETURN count(*)
