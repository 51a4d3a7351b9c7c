// Что разные органы заявляют по-разному · What bodies state differently
// Bloom: Расхождения
MATCH path = ()-[:STATES]->(:Statement)
RETURN path
