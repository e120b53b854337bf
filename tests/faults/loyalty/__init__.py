"""Members of a chain of two stores whose tills and ledger are killed and parted, and the count of their rights from the journals' bytes."""
