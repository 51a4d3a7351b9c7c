// Найти по словам в любой форме · Find by words in any form
// :param words => 'методического совета'
// Bloom: Найти $words
CALL db.index.fulltext.queryNodes('graphsvc_text_ru', $words) YIELD node, score
RETURN node, score
ORDER BY score DESC
LIMIT 25
