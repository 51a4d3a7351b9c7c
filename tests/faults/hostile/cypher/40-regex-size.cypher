// builds a huge regular expression for every row -> answer, query-limit, query-syntax
MATCH (n), (m) RETURN count(regexp_matches(n.iri, '((\\w{1,500}){1,500}){1,10}' + m.iri))
