"""Asking twice: the store as it is and as it would be, as long as the time allowed lasts."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import thread_time
from typing import TYPE_CHECKING, Any

from graphsvc.errors import QueryTimeoutError
from graphsvc.questions.engines import SparqlEngine
from graphsvc.questions.mentions import mentions
from graphsvc.questions.running import Asker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.questions.catalogue import Question
    from graphsvc.questions.engines import Row
    from graphsvc.questions.mentions import Changed
    from graphsvc.questions.running import Answer

__all__ = ["Allowance", "LimitedAsker", "Reasker"]


class Allowance:
    """CPU seconds of this thread, from now on."""

    def __init__(self, seconds: float) -> None:
        self._until, self._seconds = thread_time() + seconds, seconds

    @property
    def spent(self) -> bool:
        """Whether they are over."""
        return thread_time() > self._until

    def require(self) -> None:
        """Let who asks pass while there is time.

        Raises:
            QueryTimeoutError: they are over.
        """
        if self.spent:
            raise QueryTimeoutError(limit=f"{self._seconds:g} s")


class LimitedAsker(Asker):
    """Asks one store while there is time."""

    def __init__(self, model: Model, store: StoreReader, allowance: Allowance) -> None:
        super().__init__(model, store)
        self._allowance = allowance

    def ask(self, question: Question, given: Mapping[str, str], **how: Any) -> Answer:  # noqa: ANN401  # passed on
        """Return the answer to a question, as `Asker`.

        Raises:
            QueryTimeoutError: the time is over.
        """
        self._allowance.require()
        return super().ask(question, given, **how)


@dataclass
class Reasker:
    """Two states of the data, and what differs between them."""

    model: Model
    before: StoreReader
    after: StoreReader
    changed: Changed
    allowance: Allowance
    _engines: tuple[SparqlEngine, SparqlEngine] = field(init=False)

    def __post_init__(self) -> None:
        """Make what asks each state."""
        self._engines = SparqlEngine(self.before), SparqlEngine(self.after)

    def concerns(self, question: Question) -> bool:
        """Return whether the change may alter what is answered."""
        return mentions(question).touched(self.changed)

    def rows(self, question: Question, values: Mapping[str, str]) -> tuple[list[Row], list[Row]]:
        """Return the rows of a question in both states."""
        before, after = (engine.ask(question, values).rows for engine in self._engines)
        return before, after
