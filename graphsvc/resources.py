"""Where the data files lie: in the checkout, or inside an installed package."""

from __future__ import annotations

from pathlib import Path

__all__ = ["data_folder"]

_PACKAGE = Path(__file__).parent


def data_folder(name: str) -> Path:
    """Return the folder `ontology`, `shapes`, `queries`, `seed` or `docs/guide`.

    An installed wheel carries them under `graphsvc/_data`; a checkout has them beside the package.
    """
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
