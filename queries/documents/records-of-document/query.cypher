MATCH (:Document {iri: $document})<-[:HAS_DOCUMENT]-(:Basis)<-[:HAS_BASIS]-(record)
RETURN record.type AS recordKind, count(DISTINCT record.iri) AS records
