// asks for more bytes than an answer may have -> answer-limit, query-limit
MATCH (n) RETURN repeat(n.iri, 2000)
