"""Command line: every sub-command is loaded when it is called, so that a ledger loads no Qt and a till no web server."""
