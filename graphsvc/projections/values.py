"""Values of Cypher engines as JSON has them, the same whichever engine gave them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["plain"]


def plain(value: object) -> object:
    """Return a value as JSON has it: dates and times in ISO 8601, times in UTC."""
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in cast("Sequence[object]", value)]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in cast("Mapping[str, object]", value).items()}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return float(value) if isinstance(value, Decimal) else str(value)
