// compares long texts letter by letter -> query-limit
MATCH (n), (m) WITH repeat(n.iri, 300) AS a, repeat(m.iri, 300) AS b RETURN max(levenshtein(a, b))
