// reads a file -> query-refused
LOAD FROM 'SECRET_FILE' (header = false, file_format = 'csv') RETURN *
