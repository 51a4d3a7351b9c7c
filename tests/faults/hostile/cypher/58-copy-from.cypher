// fills a table from a file -> query-refused
COPY Body FROM 'SECRET_FILE'
