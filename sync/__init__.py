"""The half that terminals and ledger share: protocol, rules, journal, network and the central service."""
