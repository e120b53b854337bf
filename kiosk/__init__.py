"""The terminal: cashier, self-service and manager, over one offline-first core."""
