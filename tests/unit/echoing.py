"""The child of `test_processes`: gives back what it is given, after a while or not at all."""

from __future__ import annotations

import os
import time
from typing import Any

from graphsvc.processes import serve


def answer(request: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the request's value and body."""
    time.sleep(request.get("wait_s", 0))
    if request.get("fail"):
        raise ValueError("told to")
    if "say" in request:
        os.write(1, request["say"].encode())
    return {"value": request.get("value")}, body


if __name__ == "__main__":
    serve(answer, 8)
