"""The terminal's two files: `till.db` (journal, projections, open work) and `reference.db` (what the shop is). No rule of the trade."""
