"""Floor 6: brings what workers and devices say to the GUI thread, and nothing else."""
