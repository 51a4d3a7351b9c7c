// asks for the home directory -> query-refused
CALL current_setting('home_directory') RETURN *
