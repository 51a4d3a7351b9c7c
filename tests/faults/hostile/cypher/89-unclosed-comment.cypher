// opens a comment that never ends -> query-syntax, query-refused
RETURN 1 /* LOAD FROM 'SECRET_FILE'
