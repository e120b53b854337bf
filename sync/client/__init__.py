"""The network side of a terminal: enrolment, and exchanges with the ledger. Nothing here knows the stores it serves (see `ports`)."""
