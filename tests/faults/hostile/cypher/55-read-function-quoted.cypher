// names that function in backquotes -> query-refused
CALL `READ_PARQUET`('SECRET_FILE') RETURN *
