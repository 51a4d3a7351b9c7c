// asks for every node with all its properties -> answer, query-limit
MATCH (n) RETURN n
