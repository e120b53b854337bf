"""Floor 5: one use case a module, over the store, the devices and the domain. No Qt at all."""
