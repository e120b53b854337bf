"""What the three faces share: log-in, header, messages, paper, and the words for states."""
