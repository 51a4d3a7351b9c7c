// writes a file while profiling -> query-refused
PROFILE COPY (RETURN 1) TO 'FOLDER/out.csv'
