"""Members at the till, one file a part of their life: joining, being found, consents, cards, the wallet, and leaving."""
