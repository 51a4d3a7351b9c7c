// Что держится на документе · What rests on a document
// :param document => 'Положение о региональной методической службе Озёрной области (учебное)'
// Bloom: Что держится на документе $document
MATCH path = (:Document {label_ru: $document})<-[:HAS_DOCUMENT]-(:Basis)<-[:HAS_BASIS]-()
RETURN path
LIMIT 100
