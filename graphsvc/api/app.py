"""The application: a registry opened, routes added, errors and guards installed."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from graphsvc import locale
from graphsvc.api import (
    audit_routes,
    calendar_routes,
    column_routes,
    cypher_routes,
    graph_store_routes,
    history_routes,
    impact_routes,
    indicator_routes,
    model_routes,
    network_routes,
    norm_routes,
    pages,
    problems,
    question_routes,
    receipt_routes,
    record_routes,
    report_routes,
    sparql_routes,
    submission_routes,
    system_routes,
    template_routes,
    term_routes,
)
from graphsvc.api.guards import Guards
from graphsvc.api.state import Service
from graphsvc.registry import Registry
from graphsvc.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; it opens the registry when it starts and closes it when it stops."""
    chosen = settings or Settings.from_environment()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        registry = Registry(chosen)
        if chosen.load_seed and registry.empty:
            for name, outcome in registry.load_seed():
                print(f"  {name}: +{len(outcome.patch.added)}", flush=True)  # noqa: T201  # progress of a first start
        app.state.service = Service(registry)
        print(f"graphsvc: http://{chosen.host}:{chosen.port}/", flush=True)  # noqa: T201  # where to look
        yield
        app.state.service.close()

    app = FastAPI(
        title="Реестр методической сети · registry of the methodological network",
        version=locale.VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(Guards, limit_bytes=chosen.submission_limit_bytes)
    problems.install(app)
    built = Path(__file__).parents[1] / "_static"
    app.mount("/static/build", StaticFiles(directory=built, check_dir=False), name="build")
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for module in (
        system_routes,
        question_routes,
        receipt_routes,
        record_routes,
        audit_routes,
        norm_routes,
        report_routes,
        sparql_routes,
        cypher_routes,
        submission_routes,
        impact_routes,
        graph_store_routes,
        history_routes,
        template_routes,
        column_routes,
        calendar_routes,
        indicator_routes,
        network_routes,
        model_routes,
        term_routes,
        pages,
    ):
        app.include_router(module.router)
    return app
