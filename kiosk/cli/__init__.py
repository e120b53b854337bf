"""Command line of Comptoir."""


def main() -> None:
    """Run the command line."""
