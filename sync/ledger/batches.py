"""Keys in batches that one statement may name: a set is asked for as a set, never one by one."""

from collections.abc import Iterable, Iterator

KEYS_A_QUERY = 500


def batches(keys: Iterable[str]) -> Iterator[list[str]]:
    """Yield the keys, each once and in order, in lists of at most `KEYS_A_QUERY`."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), KEYS_A_QUERY):
        yield wanted[start : start + KEYS_A_QUERY]
