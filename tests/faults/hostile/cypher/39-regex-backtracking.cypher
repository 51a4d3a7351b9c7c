// gives a regular expression that backtracks without end elsewhere -> answer, query-limit
MATCH (n), (m) RETURN count(regexp_matches(n.iri + m.iri + '!', '^(([a-z])+.)+[A-Z]([a-z])+$'))
