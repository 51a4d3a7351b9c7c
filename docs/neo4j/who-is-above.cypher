// Кто координирует орган, ступень за ступенью · Who coordinates a body, step by step
// :param body => 'Методический совет Берёзовской школы № 1 (учебный)'
// Bloom: Кто выше органа $body
MATCH path = (above:Body)-[:COORDINATES*1..10]->(:Body {label_ru: $body})
RETURN path
