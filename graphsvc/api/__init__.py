"""HTTP: routes, problems, pages; the only place that knows HTTP."""
