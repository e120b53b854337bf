"""The ledger's schema, version by version; run by `sync.database.migrations`."""
