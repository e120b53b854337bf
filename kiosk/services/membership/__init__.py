"""Members at the till: joining, finding, consents, profiles, cards and wallet; what waits here until the ledger has it."""
