"""Floor 1: what till and ledger must agree on; pure functions and values, no clock, no disk, no network."""
