// asks for paths of a million steps -> answer, query-limit, query-syntax
MATCH (a)-[*1..1000000]->(b) RETURN count(*)
