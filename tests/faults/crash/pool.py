"""Processes that share the work of a disk proof: one a core of the machine that the tests are planned for."""

import logging
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

WORKERS = 2


def workers() -> ProcessPoolExecutor:
    """Start them anew, as a process that has threads cannot be forked; what a wrong twin logs is no concern of the reader."""
    return ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"), initializer=logging.disable)
