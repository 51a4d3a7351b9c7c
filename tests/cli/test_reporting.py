"""`audit`, `digest` and `report`: what they print, write and send, and their exit status."""

from __future__ import annotations

import io
import json
import socket
from typing import TYPE_CHECKING, Any

import docx
import pytest
from aiosmtpd.controller import Controller

from graphsvc.cli import main
from graphsvc.rdf.names import BASE, ID
from tests.making import TERRITORY, TURTLE

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-22"
RISK = ["--audit", "risks-without-mitigation", "--date", DAY]
REGION = f"""{TERRITORY}
<{ID}body/keeper> a rms:Body ; skos:prefLabel "Институт"@ru ; dcterms:spatial <{ID}territory/t> ;
  rms:kind <{BASE}scheme/kind/regional-institute> ; rms:level <{BASE}scheme/level/regional> ;
  adms:status <{BASE}scheme/body-status/existing> .
<{ID}risk/r> a rms:Risk ; skos:prefLabel "Сменяемость"@ru ; dcterms:spatial <{ID}territory/t> ;
  rms:riskCategory <{BASE}scheme/risk-category/formality> .
"""
WAIVER = f"""<{ID}waiver/w> a rms:Waiver ; rms:audit "risks-without-mitigation" ;
  rms:finding "%s" ; rms:about <{ID}risk/r> ; rms:reason "Ждём"@ru ;
  rms:decidedBy <{ID}body/keeper> ; rms:decidedOn "{DAY}"^^xsd:date ;
  rms:validTo "2026-12-31"^^xsd:date .
"""


@pytest.fixture(autouse=True)
def region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A region with one risk, and no measure against it."""
    monkeypatch.setenv("GRAPHSVC_DATA_DIR", str(tmp_path / "var"))
    submit(tmp_path, REGION)


def submit(folder: Path, turtle: str) -> None:
    path = folder / "region.ttl"
    path.write_text(TURTLE + turtle, "utf-8")
    assert main(["submit", str(path), "--body", "body/keeper"]) == 0


def test_what_is_found_is_1_and_what_is_waived_is_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["audit", *RISK, "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    submit(tmp_path, REGION + WAIVER % finding["id"])
    capsys.readouterr()
    assert main(["audit", *RISK]) == 0
    assert "Найдено: 1, из них отложено: 1." in capsys.readouterr().out
    assert main(["audit", *RISK[:-1], "2027-01-01", "--lang", "en"]) == 1
    assert "Found: 1, of these waived: 0." in capsys.readouterr().out
    assert main(["audit", *RISK, "--severity", "violation"]) == 0
    assert main(["audit", *RISK, "--body", "body/nobody"]) == 1
    assert "body/nobody" in capsys.readouterr().err


def test_reports_and_digests_are_written_to_files(tmp_path: Path) -> None:
    out = tmp_path / "report.docx"
    assert main(["report", "audit", "territory/t", "--date", DAY, "-o", str(out)]) == 0
    assert "Сменяемость" in "".join(
        c.text for t in docx.Document(str(out)).tables for r in t.rows for c in r.cells
    )
    for name in ("text", "json", "atom", "xlsx", "docx"):
        out = tmp_path / f"digest.{name}"
        assert main(["digest", "--date", DAY, "--format", name, "-o", str(out)]) == 0
        if name in ("text", "json", "atom"):
            assert "Сменяемость" in out.read_text("utf-8")
    assert main(["report", "plan", "document/nothing", "--date", DAY]) == 1


class Box:
    """What a mail server has taken."""

    def __init__(self) -> None:
        self.taken: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        self.taken.append(envelope)
        return "250 OK"


def test_a_digest_is_sent_where_it_is_told_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = ["digest", "--date", DAY, "--body", "body/keeper", "--send", "methodist@example.org"]
    assert main(sent) == 2  # no server is set
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    for name, value in (
        *(("HOST", "127.0.0.1"), ("PORT", str(port))),
        *(("TLS", "none"), ("FROM", "registry@example.org")),
    ):
        monkeypatch.setenv(f"GRAPHSVC_SMTP_{name}", value)
    assert main(sent) == 3  # it is set and away
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        capsys.readouterr()
        assert main(sent) == 0
    finally:
        server.stop()
    (envelope,) = box.taken
    assert envelope.rcpt_tos == ["methodist@example.org"]
    assert capsys.readouterr().out == ""
    assert io.BytesIO(envelope.content).read(5)
