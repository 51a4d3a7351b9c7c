"""A folder with a manifest is a submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import SubmissionError, TableError
from graphsvc.rdf.names import ID
from graphsvc.rdf.terms import NamedNode
from graphsvc.submissions.folders import find_folders, read_folder
from tests.making import TURTLE

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.model.entities import Model


def folder(root: Path, name: str, manifest: str = 'about = "body/a"\n') -> Path:
    made = root / name
    made.mkdir(parents=True)
    (made / "submission.toml").write_text(manifest, encoding="utf-8")
    return made


def test_folders_are_found_below_in_the_order_asked_for(tmp_path: Path) -> None:
    last = folder(tmp_path, "a/deep", 'about = "body/a"\norder = 2\n')
    first = folder(tmp_path, "z", 'about = "body/z"\norder = 1\n')
    assert find_folders([tmp_path]) == [first, last]
    assert find_folders([last, first]) == [first, last]


def test_a_place_without_a_submission_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError):
        find_folders([tmp_path])
    with pytest.raises(SubmissionError):
        find_folders([tmp_path / "nosuch"])


def test_tables_and_turtle_are_read_and_what_accounts_for_lines_is_not(
    tmp_path: Path, model: Model
) -> None:
    made = folder(tmp_path, "x", 'about = "body/a"\nagent = "я"\nreason = "проверка"\n')
    (made / "body.csv").write_text("id,label\na,Центр\n", encoding="utf-8")
    (made / "unmodelled.csv").write_text("lines,reason\n1,заголовок\n", encoding="utf-8")
    (made / "more.ttl").write_text(f'{TURTLE}<{ID}body/b> rms:note "Б"@ru .', encoding="utf-8")
    read = read_folder(model, made)
    assert (read.about, read.agent, read.reason, read.source) == (
        ID + "body/a",
        "я",
        "проверка",
        "x",
    )
    assert {q.subject.value for q in read.quads if isinstance(q.subject, NamedNode)} == {
        ID + "body/a",
        ID + "body/b",
    }
    assert len(read.quads) == 3


@pytest.mark.parametrize("manifest", ["", "about = 1\n", "about = \n", 'agent = "x"\n', "\xff"])
def test_a_manifest_that_cannot_be_read_is_refused(
    tmp_path: Path, model: Model, manifest: str
) -> None:
    made = folder(tmp_path, "x")
    (made / "submission.toml").write_bytes(manifest.encode("latin-1"))
    with pytest.raises(SubmissionError):
        read_folder(model, made)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, model: Model) -> None:
    made = folder(tmp_path, "x")
    (made / "bad.ttl").write_text("<a> <b", encoding="utf-8")
    with pytest.raises(SubmissionError):
        read_folder(model, made)
    (made / "bad.ttl").unlink()
    (made / "nosuch.csv").write_text("id\na\n", encoding="utf-8")
    with pytest.raises(TableError):
        read_folder(model, made)
