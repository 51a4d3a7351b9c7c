// writes everything into a folder -> query-refused
EXPORT DATABASE 'FOLDER/out'
