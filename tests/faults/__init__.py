"""Torture from outside: shipped commands are killed, starved and fed rubbish; only bytes of journal, ledger and paper are judged."""
