"""ESC/POS printers: driver (elements to bytes), transports with status, and the simulated printer with its interpreter (bytes to dots)."""
