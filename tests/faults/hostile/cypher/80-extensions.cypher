// asks which extensions there are -> query-refused
CALL show_official_extensions() RETURN *
