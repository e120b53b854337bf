"""Floor 7: the look and feel: tokens, fonts, icons and own painted widgets. No rule of the trade, no words, no state of the till."""
