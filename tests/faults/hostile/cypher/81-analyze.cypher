// has the engine gather statistics -> query-refused
ANALYZE
