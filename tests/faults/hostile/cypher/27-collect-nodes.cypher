// collects the nodes of a cross product -> query-limit
MATCH (a), (b), (c) RETURN size(collect(a)), size(collect(b)), size(collect(c))
