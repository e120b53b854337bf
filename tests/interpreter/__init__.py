"""A second ESC/POS interpreter, for tests: written from the public command reference alone, it imports nothing of the product.

What it shares with the simulated printer is published by others: the shapes of letters (DejaVu Sans Mono, drawn by FreeType without
greys) and of QR codes (segno). A command reference says nothing of either; `letters` states how the model at hand uses them, as a printer's
data sheet would. Everything else, where a dot stands, how far the paper moves, what a byte means, is worked out here a second time.
"""
