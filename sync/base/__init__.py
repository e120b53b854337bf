"""Floor 1: what every part leans on: words, settings, logs, named points and packaged resources. No rule of the trade."""
