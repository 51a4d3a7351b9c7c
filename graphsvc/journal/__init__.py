"""The journal: an append-only, hash-chained record of every accepted change."""
