"""Floor 0: the values, facts and signatures that till and ledger exchange. It imports nothing of ours."""
