"""The chain between two bodies as the API gives it, with each step in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphsvc.api.network_forms import Forms
from graphsvc.locale import texts
from graphsvc.network.asking import Asked
from graphsvc.network.chains import ANY, chain
from graphsvc.network.grouping import Bundle
from graphsvc.network.view import view_of

if TYPE_CHECKING:
    from graphsvc.api.state import Service
    from graphsvc.network.asking import ChainAsked
    from graphsvc.network.chains import Chain, Step
    from graphsvc.network.loading import Network

__all__ = ["ChainForms"]

_Json = dict[str, Any]


class ChainForms:
    """Words a chain in a language."""

    def __init__(self, service: Service, network: Network, asked: ChainAsked, lang: str) -> None:
        self._network, self._lang = network, lang
        self.asked = asked
        self._words = service.registry.networks.vocabulary
        self.chain: Chain = chain(network.facts, asked.start, asked.end, asked.on, asked.along)
        near = Asked(asked.on, centre=asked.start, depth=0)
        self.forms = Forms(service, view_of(network, near, self._words), lang)

    def whole(self) -> _Json:
        """Return everything that `GET /api/network/path` answers."""
        found = {
            "found": self.chain.found,
            "date": self.asked.on,
            "along": self.asked.along,
            "sequence": self._network.sequence,
            "steps": [self.step(s) for s in self.chain.steps],
            "nodes": [self.forms.named(b) for b in self.bodies],
        }
        return found if self.chain.found else found | {"reason": self.reason()}

    @property
    def bodies(self) -> list[str]:
        """The bodies of the chain from end to end; both ends where there is none."""
        if not self.chain.found:
            return [self.asked.start, self.asked.end]
        return [self.asked.start, *(s.target for s in self.chain.steps)]

    def step(self, step: Step) -> _Json:
        """Return a step with its relation as it is read on the way."""
        link = step.link
        line = Bundle(link.source, link.target, link.relation, step.state, [link])
        return {
            "source": step.source,
            "target": step.target,
            "relation": link.relation,
            "label": self._words.relation(link.relation, self._lang, inverse=not step.forward),
            "forward": step.forward,
            "edge": self.forms.edge(line),
        }

    def reason(self) -> str:
        """Return why there is no chain: how far each end is linked, and whether otherwise."""
        asked, words = self.asked, texts("ui")
        facts, names = self._network.facts, self.forms.body
        first, second = self.chain.reached
        any_way = asked.along != ANY and chain(facts, asked.start, asked.end, asked.on, ANY)
        told = "network_no_chain_any" if asked.along == ANY else "network_no_chain"
        text = str(words[told][self._lang]).format(
            start=names(asked.start)["label"],
            end=names(asked.end)["label"],
            first=first,
            second=second,
        )
        if any_way and any_way.found:
            other = str(words["network_chain_otherwise"][self._lang])
            text = f"{text} {other.format(steps=len(any_way.steps))}"
        return text
