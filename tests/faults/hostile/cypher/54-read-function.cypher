// reads a file by a function; this one crashes the engine -> query-refused
CALL read_csv_serial('SECRET_FILE') RETURN *
