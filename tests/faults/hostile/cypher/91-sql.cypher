// is SQL -> query-refused
SELECT * FROM read_csv('SECRET_FILE')
