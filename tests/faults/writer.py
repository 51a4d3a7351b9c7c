"""The child of `test_kill`: submits without end and prints each acknowledged entry."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from graphsvc.rdf.names import rms
from tests.making import Bare, quad, relation, text


def main(folder: str, seed: str) -> None:
    """Submit pairs of notes and a relation about one of three bodies."""
    chance = random.Random(seed)  # noqa: S311  # repeatable, no secret
    bare = Bare(Path(folder), on_disk=True)
    print("open", flush=True)  # noqa: T201
    while True:
        body, number = chance.choice(["body/a", "body/b", "body/c"]), chance.random()
        both = [quad(body, rms(name), text(str(number))) for name in ("note", "condition")]
        more = relation("relation/1", "body/a", "body/b") if number > 0.5 else []  # half of them
        entry = bare.submit(body, [*both, *more])
        if entry is not None:
            print(entry.sequence, entry.digest, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
