"""Which release this is: written into journals, papers and packages. The one place where it stands."""

VERSION = "0.2.0"
SOFTWARE = f"comptoir {VERSION}"
"""How the journal names the software that wrote it."""
