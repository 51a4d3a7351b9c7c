// Чем можно ответить на профессиональный дефицит · What answers a professional deficit
// :param deficit => 'Решение задач повышенной сложности по математике'
// Bloom: Ответы на дефицит $deficit
MATCH path = (:Deficit {label_ru: $deficit})<-[:HAS_DEFICIT]-(:Answer)-[:REMEDY]->()
RETURN path
