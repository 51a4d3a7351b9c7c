// calls that function where a value stands -> query-syntax
RETURN read_csv_parallel('SECRET_FILE')
