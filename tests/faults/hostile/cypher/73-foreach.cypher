// writes in a loop -> query-refused
MATCH (n:Body) FOREACH (x IN [1] | SET n.size = x)
