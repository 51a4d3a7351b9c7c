// opens another database -> query-refused
ATTACH 'FOLDER/other.lbug' AS other (dbtype lbug)
