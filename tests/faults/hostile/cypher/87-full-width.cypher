// writes keywords in full-width letters -> query-refused, query-syntax
ＬＯＡＤ ＦＲＯＭ 'SECRET_FILE' RETURN *
