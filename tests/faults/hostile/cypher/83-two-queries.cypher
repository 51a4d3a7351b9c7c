// puts two queries into one -> query-refused
RETURN 1; RETURN 2
