// mixes bidirectional marks, homographs and an emoji into names -> query-syntax, answer
MATCH (ѕ:Body) WHERE ѕ.iri = "‮⁦evil⁩​🙈" RETURN ѕ
