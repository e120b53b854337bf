"""The ledger over HTTP: Litestar, Problems instead of stack traces, health and metrics."""
