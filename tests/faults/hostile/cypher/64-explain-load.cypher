// reads a file while explaining -> query-refused
EXPLAIN LOAD FROM 'SECRET_FILE' (file_format = 'csv') RETURN *
