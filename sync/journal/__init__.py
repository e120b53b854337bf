"""The journal as a table and as an open format: append, read, verify, export. What it means is projected elsewhere."""
