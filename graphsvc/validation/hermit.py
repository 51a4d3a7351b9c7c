"""The child process of `reasoner`: N-Triples on standard input, HermiT's answer as JSON on output.

A process of its own, for owlready2 keeps global state, prints, and leaves files where TMPDIR says.
It imports nothing of graphsvc and is started by path, so that it runs from any folder.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
from typing import Any

# HermiT takes about 100 MB for the ontology; this is what an extension may cost at most.
JAVA_MEMORY_MIB = 1024


def classify(triples: bytes) -> dict[str, Any]:
    """Return whether the N-Triples are consistent, and the classes nothing can belong to."""
    owlready2: Any = importlib.import_module("owlready2")
    owlready2.reasoning.JAVA_MEMORY = JAVA_MEMORY_MIB
    world = owlready2.World()
    world.get_ontology("urn:graphsvc:reasoner#").load(fileobj=io.BytesIO(triples))
    try:
        # HermiT throws on xsd:date unless told to pass over it: dates are SHACL's work.
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return {"consistent": False, "unsatisfiable": []}
    except owlready2.OwlReadyJavaError as error:
        return {"error": " ".join(str(error).splitlines()[:2])}
    found = {c.iri for c in world.inconsistent_classes()} - {owlready2.Nothing.iri}
    return {"consistent": True, "unsatisfiable": sorted(found)}


def main() -> None:
    """Answer once; whatever owlready2 prints goes to standard error."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with answer:
        json.dump(classify(sys.stdin.buffer.read()), answer)


if __name__ == "__main__":
    main()
