MATCH (document:Document {iri: $document})<-[:HAS_DOCUMENT*0..1]-(place:Document|Basis)
MATCH (place)<-[:APPOINTED_BY|APPROVED_BY|BASED_ON|ESTABLISHED_BY|HAS_BASIS]-(record)
RETURN DISTINCT record.iri AS record, record.type AS recordKind, place.clausePrinted AS clause
