"""Files of RDF that are made to hurt, by name; each with what it must be refused for."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import BASE, ID
from tests.making import body_turtle

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CANARY", "KEY", "RDF", "Hostile", "turtle"]

KEY: Final = "hostile"
CANARY: Final = "http://canary.invalid/"
"""Put in place of it is an address that is listened to."""
BODY: Final = f"{ID}body/{KEY}"
OTHER: Final = f"{BASE}graph/body/somebody-else"
TURTLE, TRIG, NT = "text/turtle", "application/trig", "application/n-triples"
NQ, JSON, XML = "application/n-quads", "application/ld+json", "application/rdf+xml"
NOTE: Final = f'<{BODY}> rms:note "a" .\n'


@dataclass(frozen=True)
class Hostile:
    """A file, as what it is handed in, and what it is refused for.

    Attributes:
        slug: kind of the problem.
        word: what its Russian text must say.
        headers: more headers of the request.
    """

    media: str
    slug: str
    word: str
    content: Callable[[], bytes]
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def answered(self) -> int:
        """The status of the refusal."""
        return {"too-large": 413, "format": 415}.get(self.slug, 422)


def turtle(more: str = "") -> bytes:
    """Return a file that is taken without `more`."""
    return (body_turtle(KEY) + more).encode(errors="surrogateescape")


def said(value: str) -> bytes:
    """Return a file that says one thing more of the body."""
    return turtle(f"<{BODY}> rms:note {value} .\n")


def pointing(iri: str) -> bytes:
    return turtle(f"<{BODY}> rms:webPage <{iri}> .\n")


def json_ld(context: object, **more: object) -> bytes:
    return json.dumps({"@context": context, "@id": BODY, "name": "x", **more}).encode()


def xml(inner: str = "", head: str = "", attributes: str = "") -> str:
    name = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    described = f'<rdf:Description rdf:about="{BODY}" xmlns:e="https://e.org/">{inner}'
    return f"{head}<rdf:RDF {name} {attributes}>{described}</rdf:Description></rdf:RDF>"


DTD: Final = f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "{CANARY}">]>'
LAUGHS: Final = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    + "]>"
)


def deep_json(depth: int) -> str:
    return '{"https://e.org/p":' * depth + '"x"' + "}" * depth


RDF: Final[dict[str, Hostile]] = {
    # nesting and size
    "blank nodes nested 60,000 deep and left open": Hostile(
        TURTLE,
        "rdf-syntax",
        "формат",
        lambda: turtle(f"<{BODY}> rms:note " + "[ rms:note " * 60_000),
    ),
    "lists nested 400,000 deep": Hostile(
        TURTLE, "too-large", "троек", lambda: said("(" * 400_000 + ")" * 400_000)
    ),
    "a million blank nodes": Hostile(
        TURTLE, "too-large", "троек", lambda: said("[]" + ",[]" * 1_000_000)
    ),
    "a short name for a long address, 200,000 times": Hostile(
        TURTLE,
        "too-large",
        "без сокращений",
        lambda: turtle(
            f"@prefix l: <https://e.org/{'l' * 2_000}> .\n<{BODY}> rms:note l:0"
            + "".join(f",l:{n}" for n in range(200_000))
            + " .\n"
        ),
    ),
    "triples within triples 50,000 deep": Hostile(
        TURTLE, "rdf-syntax", "", lambda: said("<<( " * 50_000)
    ),
    "a statement about a statement": Hostile(
        TURTLE, "rdf-syntax", "тройка внутри тройки", lambda: said('"a" {| rms:note "b" |}')
    ),
    "a list that runs in a circle": Hostile(
        NT,
        "lint",
        "списки RDF",
        lambda: b"_:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:a .\n",
    ),
    "a literal of 70,000 bytes": Hostile(
        TURTLE, "lint", "слишком длинное значение", lambda: said(f'"{"я" * 35_000}"')
    ),
    "an address of 3,000 bytes": Hostile(
        TURTLE, "lint", "слишком длинный адрес", lambda: pointing("https://e.org/" + "a" * 3_000)
    ),
    "JSON nested 30,000 deep": Hostile(JSON, "lint", "вложенность", deep_json(30_000).encode),
    "deep JSON behind brackets that are text": Hostile(
        JSON,
        "lint",
        "вложенность",
        f'{{"https://e.org/q":"{"]" * 30_000}","https://e.org/p":{deep_json(9_000)}}}'.encode,
    ),
    "JSON of arrays in arrays": Hostile(JSON, "lint", "вложенность", lambda: b"[" * 100_000),
    "XML nested 50,000 deep": Hostile(
        XML,
        "lint",
        "вложенность",
        lambda: xml("<e:p><rdf:Description>" * 25_000).encode(),
    ),
    "60,000 namespaces on one element": Hostile(
        XML,
        "lint",
        "атрибутов",
        lambda: xml(attributes=" ".join(f'xmlns:n{n}="u:{n}"' for n in range(60_000))).encode(),
    ),
    # document types and entities
    "a DOCTYPE": Hostile(XML, "lint", "DOCTYPE", lambda: xml("<e:p>&a;</e:p>", DTD).encode()),
    "a DOCTYPE in UTF-16": Hostile(XML, "lint", "DOCTYPE", lambda: xml("", DTD).encode("utf-16")),
    "a DOCTYPE in UTF-16 without a mark": Hostile(
        XML, "lint", "DOCTYPE", lambda: xml("", DTD).encode("utf-16-be")
    ),
    "a DOCTYPE behind a byte order mark": Hostile(
        XML, "lint", "DOCTYPE", lambda: xml("", DTD).encode("utf-8-sig")
    ),
    "a billion laughs": Hostile(XML, "lint", "DOCTYPE", lambda: xml("", LAUGHS).encode()),
    "an entity from a file": Hostile(
        XML,
        "lint",
        "DOCTYPE",
        lambda: xml("", '<!DOCTYPE x SYSTEM "file:///etc/passwd">').encode(),
    ),
    "an entity nobody declared": Hostile(
        XML, "rdf-syntax", "XML", lambda: xml("<e:p>&a;</e:p>").encode()
    ),
    "an XInclude of a file": Hostile(
        XML,
        "rdf-syntax",
        "не RDF/XML",
        lambda: (
            b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
        ),
    ),
    # what would have to be fetched
    "a remote context": Hostile(JSON, "rdf-syntax", "из сети", lambda: json_ld(CANARY)),
    "a remote context in a list": Hostile(
        JSON, "rdf-syntax", "из сети", lambda: json_ld([{}, CANARY])
    ),
    "a remote context of a property": Hostile(
        JSON,
        "rdf-syntax",
        "из сети",
        lambda: json_ld(
            {"@version": 1.1, "p": {"@id": "https://e.org/p", "@context": CANARY}}, p={"@id": BODY}
        ),
    ),
    "a context imported": Hostile(
        JSON, "rdf-syntax", "из сети", lambda: json_ld({"@version": 1.1, "@import": CANARY})
    ),
    "a remote context deep within": Hostile(
        JSON,
        "rdf-syntax",
        "из сети",
        lambda: json_ld({"p": "https://e.org/p"}, p={"@context": CANARY, "@id": BODY}),
    ),
    "a context that means itself": Hostile(
        JSON, "rdf-syntax", "контекст", lambda: json_ld({"name": "b:x", "b": "name:x"})
    ),
    "a base elsewhere in JSON": Hostile(
        JSON,
        "lint",
        "чужим адресом",
        lambda: json_ld({"@base": CANARY, "name": "https://e.org/n"}, **{"@id": "x"}),
    ),
    "a base elsewhere in XML": Hostile(
        XML,
        "lint",
        "чужим адресом",
        lambda: (
            xml("<e:p>x</e:p>", attributes=f'xml:base="{CANARY}"')
            .replace(f'about="{BODY}"', 'about="x"')
            .encode()
        ),
    ),
    "a base elsewhere in Turtle": Hostile(
        TURTLE, "lint", "чужим адресом", lambda: turtle(f'@base <{CANARY}> . <x> rms:note "a" .')
    ),
    "an import of an ontology": Hostile(
        TURTLE, "lint", "словарь", lambda: turtle(f"<{BODY}> owl:imports <{CANARY}> .")
    ),
    # encodings
    "Windows-1251 in Turtle": Hostile(
        TURTLE,
        "rdf-syntax",
        "Строка 27: файл не в кодировке UTF-8",
        lambda: turtle() + b'<a:a> <a:b> "' + "Центр".encode("cp1251") + b'" .',
    ),
    "Windows-1251 in XML that says so": Hostile(
        XML,
        "rdf-syntax",
        "UTF-8",
        lambda: xml("<e:p>Ц</e:p>", '<?xml version="1.0" encoding="windows-1251"?>').encode(
            "cp1251"
        ),
    ),
    "UTF-7 in XML": Hostile(
        XML,
        "rdf-syntax",
        "UTF-8",
        lambda: xml("<e:p>+BCY-</e:p>", '<?xml version="1.0" encoding="utf-7"?>').encode(),
    ),
    "UTF-7 in Turtle": Hostile(f"{TURTLE}; charset=utf-7", "format", "charset=utf-7", turtle),
    "overlong UTF-8": Hostile(
        TURTLE, "rdf-syntax", "UTF-8", lambda: turtle() + b'<a:a> <a:b> "\xc0\xaf" .'
    ),
    "half a pair in UTF-8": Hostile(
        NQ, "rdf-syntax", "UTF-8", lambda: b'<a:a> <a:b> "\xed\xa0\x80" .'
    ),
    "half a pair escaped": Hostile(TURTLE, "rdf-syntax", "черту", lambda: said('"\\uD800"')),
    "UTF-16 with its mark": Hostile(
        TURTLE, "rdf-syntax", "UTF-8", lambda: body_turtle(KEY).encode("utf-16")
    ),
    "UTF-16 without its mark": Hostile(
        TURTLE, "rdf-syntax", "UTF-8", lambda: body_turtle(KEY).encode("utf-16-le")
    ),
    "UTF-32": Hostile(JSON, "rdf-syntax", "UTF-8", lambda: b"{}".decode().encode("utf-32")),
    "a NUL byte": Hostile(TURTLE, "lint", "управляющий знак", lambda: said('"a\0b"')),
    "a NUL escaped": Hostile(
        JSON, "lint", "управляющий знак", lambda: json_ld({"name": "https://e.org/n"}, name="a\0b")
    ),
    "packed by gzip": Hostile(TURTLE, "rdf-syntax", "сжат", lambda: gzip.compress(turtle())),
    "packed by gzip, as its header says": Hostile(
        TURTLE,
        "format",
        "gzip",
        lambda: gzip.compress(b"#" * 10_000_000),
        headers=(("content-encoding", "gzip"),),
    ),
    # signs and addresses
    "a text that turns its direction": Hostile(
        TURTLE, "lint", "управляющий знак", lambda: said('"\u202eртнеЦ"')
    ),
    "a direction beside the language": Hostile(
        TURTLE, "lint", "направление", lambda: said('"a"@ru--rtl')
    ),
    "a language of 60 letters": Hostile(
        TURTLE, "lint", "языка", lambda: said('"a"@ru' + "-abcdefgh" * 7)
    ),
    "a language that is none": Hostile(TURTLE, "rdf-syntax", "языка", lambda: said('"a"@1')),
    "a key with a letter that looks Latin": Hostile(
        TURTLE, "lint", "латинские", lambda: turtle(NOTE.replace("hostile", "hоstile"))
    ),
    "a key with a sign that is not seen": Hostile(
        TURTLE, "lint", "латинские", lambda: turtle(NOTE.replace("hostile", "hostile\u200b"))
    ),
    "an address with a sign that is not seen": Hostile(
        TURTLE, "lint", "невидимый", lambda: pointing("https://e.org/a\u200bb")
    ),
    "an address that turns its direction": Hostile(
        TURTLE, "lint", "невидимый", lambda: pointing("https://e.org/\u202egpj.exe")
    ),
    "a javascript: address": Hostile(
        TURTLE, "lint", "javascript:alert(1)", lambda: pointing("javascript:alert(1)")
    ),
    "a data: address": Hostile(
        TURTLE, "lint", "data:text/html", lambda: pointing("data:text/html,x")
    ),
    "a file: address": Hostile(
        TURTLE, "lint", "file:///etc/passwd", lambda: pointing("file:///etc/passwd")
    ),
    "an address without its beginning": Hostile(
        TURTLE, "rdf-syntax", "относительных адресов", lambda: pointing("index.html")
    ),
    "the same in N-Triples": Hostile(
        NT, "rdf-syntax", "относительных адресов", lambda: b"<a> <b> <c> .\n"
    ),
    "a record above the records": Hostile(
        TURTLE, "lint", "../ontology", lambda: turtle(f'<{ID}../ontology> rms:note "a" .')
    ),
    # whose data
    "the graph of another body": Hostile(
        TRIG, "lint", "чужому графу", lambda: turtle(f"<{OTHER}> {{ {NOTE} }}")
    ),
    "the graph of another body, in N-Quads": Hostile(
        NQ, "lint", "чужому графу", f'<{BODY}> <https://e.org/p> "a" <{OTHER}> .\n'.encode
    ),
    "the graph of another body, in JSON": Hostile(
        JSON,
        "lint",
        "чужому графу",
        lambda: json.dumps(
            {"@id": OTHER, "@graph": [{"@id": BODY, "https://e.org/p": "a"}]}
        ).encode(),
    ),
    "the graph of what is derived": Hostile(
        TRIG, "lint", "чужому графу", lambda: turtle(f"<{BASE}derived> {{ {NOTE} }}")
    ),
    "the graph of the registry's own notes": Hostile(
        TRIG, "lint", "urn:graphsvc:meta", lambda: turtle(f"<urn:graphsvc:meta> {{ {NOTE} }}")
    ),
    "a blank node for a graph": Hostile(
        TRIG, "lint", "чужому графу", lambda: turtle(f"_:g {{ {NOTE} }}")
    ),
    "a statement about a class of the ontology": Hostile(
        TURTLE, "lint", "чужим адресом", lambda: turtle(f'<{BASE}ontology#Body> rms:note "a" .')
    ),
    "a statement about a code list": Hostile(
        TURTLE,
        "lint",
        "чужим адресом",
        lambda: turtle(f'<{BASE}scheme/level/federal> rms:note "a" .'),
    ),
    "a statement about an entry of the journal": Hostile(
        TURTLE, "lint", "чужим адресом", lambda: turtle(f'<{ID}submission/1> rms:note "a" .')
    ),
    # vocabulary
    "a body that is the same as a class": Hostile(
        TURTLE, "lint", "словарь", lambda: turtle(f"<{BODY}> owl:sameAs rms:Body .")
    ),
    "a body that is a class": Hostile(
        TURTLE, "lint", "словарь", lambda: turtle(f"<{BODY}> a owl:Class .")
    ),
    "a body that is a class below all": Hostile(
        TURTLE, "lint", "словарь", lambda: turtle(f"<{BODY}> rdfs:subClassOf rms:Body .")
    ),
    "a body that is a property": Hostile(
        TURTLE, "lint", "словарь", lambda: turtle(f"<{BODY}> rdfs:domain rms:Body .")
    ),
    "a body that is a shape": Hostile(
        TURTLE, "lint", "словарь", lambda: turtle(f"<{BODY}> sh:targetClass rms:Body .")
    ),
    # numbers and times
    "a number of 5,000 digits": Hostile(
        TURTLE, "lint", "число или дата", lambda: turtle(f"<{BODY}> rms:size {'9' * 5_000} .")
    ),
    "a number beyond 64 bits": Hostile(
        TURTLE, "lint", "9223372036854775808", lambda: said("9223372036854775808")
    ),
    "a fraction of 60 digits": Hostile(
        TURTLE, "lint", "число или дата", lambda: said(f"0.{'3' * 60}")
    ),
    "the year 999999999": Hostile(
        TURTLE, "lint", "число или дата", lambda: said('"999999999-01-01"^^xsd:date')
    ),
    "a year before the first": Hostile(
        TURTLE, "lint", "число или дата", lambda: said('"-0044-03-15"^^xsd:date')
    ),
    "a span of a million million years": Hostile(
        TURTLE, "lint", "число или дата", lambda: said('"P1000000000000Y"^^xsd:duration')
    ),
    "a number that is none": Hostile(
        TURTLE,
        "shape-violation",
        "численность",
        lambda: turtle(f'<{BODY}> rms:size "1e999999"^^xsd:double .'),
    ),
    # not what they are said to be
    "a table as Turtle": Hostile(TURTLE, "rdf-syntax", "назван", "id;название\n1;ЦНППМ\n".encode),
    "Turtle as JSON": Hostile(JSON, "rdf-syntax", "назван", turtle),
    "Turtle as XML": Hostile(XML, "rdf-syntax", "XML", turtle),
    "a page as XML": Hostile(XML, "rdf-syntax", "не RDF/XML", lambda: b"<html><body/></html>"),
    "a workbook as Turtle": Hostile(
        TURTLE, "rdf-syntax", "сжат", lambda: b"PK\x03\x04" + b"\0" * 99
    ),
    "a form as Turtle": Hostile(
        TURTLE,
        "rdf-syntax",
        "назван",
        lambda: b'--b\r\ncontent-disposition: form-data; name="file"\r\n\r\n' + turtle() + b"--b--",
    ),
    "JSON that means nothing": Hostile(
        JSON, "rdf-syntax", "ни одного утверждения", lambda: b'{"name": "x"}'
    ),
    "nothing at all": Hostile(XML, "rdf-syntax", "ни одного утверждения", lambda: b""),
    "the same key twice in JSON": Hostile(
        JSON,
        "rdf-syntax",
        "дважды",
        f'{{"@id": "{BODY}", "@id": "{ID}body/b", "https://e.org/p": "x"}}'.encode,
    ),
}
