"""The store manager's face: the end of day over all terminals."""
