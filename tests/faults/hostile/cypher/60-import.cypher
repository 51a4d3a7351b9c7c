// reads everything from a folder -> query-refused
IMPORT DATABASE 'FOLDER'
