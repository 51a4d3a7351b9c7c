// Отношения органа и пункты документов, на которых они держатся · A body's relations and their basis
// :param body => 'Координационный совет РМС'
// Bloom: Отношения органа $body
MATCH path = (:Body {label_ru: $body})<-[:SUBJECT|OBJECT]-(relation:Relation)
MATCH ends = (relation)-[:SUBJECT|OBJECT]->()
OPTIONAL MATCH basis = (relation)-[:HAS_BASIS]->(:Basis)-[:HAS_DOCUMENT]->(:Document)
RETURN path, ends, basis
