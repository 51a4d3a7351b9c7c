"""The child of `test_kill_graph`: commits without end while the graph follows on its thread."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from graphsvc.projections.following import Following
from tests.following import Followed
from tests.making import relation


def main(folder: str, seed: str) -> None:
    """Commit relations that come, change and go; print each acknowledged entry."""
    chance = random.Random(seed)  # noqa: S311  # repeatable, no secret
    followed = Followed(Path(folder))
    following = Following(followed.checkpoints, {"cypher": followed.graph})
    following.start()
    followed.relate(9)  # no graph is begun for nothing
    following.catch_up("cypher", followed.bare.journal.sequence)
    print("open", followed.process, flush=True)  # noqa: T201
    while True:
        key = chance.randrange(8)
        quads = [
            q
            for n in range(3)
            if chance.random() < 0.6  # most of them
            for q in relation(f"relation/{key}-{n}", f"body/{key}", f"body/{chance.randrange(8)}")
        ]
        entry = followed.bare.submit(f"body/{key}", quads)
        if entry is not None:
            print(entry.sequence, entry.digest, flush=True)  # noqa: T201
        time.sleep(0.002)


if __name__ == "__main__":
    main(*sys.argv[1:])
