"""Writes down every operation on the till's database files while the shipped code runs, and every COMMIT that has returned."""

from pathlib import Path

from tests.faults.crash.disk import SHARED_MEMORY, Event


class Recorder:
    """A watcher that fails nothing. Only files of `folder` count, by their names in it."""

    def __init__(self, folder: Path, database: str) -> None:
        self._folder = str(folder)
        self._database = database
        self.events: list[Event] = []
        self.commits = 0

    def committed(self) -> int:
        """Note that a COMMIT has returned, and return how many have."""
        self.commits += 1
        self.events.append(Event("commit", value=self.commits))
        return self.commits

    def before(self, call: str, file: str) -> None:
        """Nothing fails here."""

    def writing(self, file: str, data: bytes) -> tuple[bytes, Exception | None]:
        return data, None

    def created(self, file: str) -> None:
        self._note("create", file)

    def deleted(self, file: str, folder_synced: bool) -> None:
        self._note("delete", file)
        if folder_synced:
            self._note("sync_folder", file)

    def wrote(self, file: str, data: bytes, offset: int) -> None:
        self._note("write", file, offset, data)

    def truncated(self, file: str, size: int) -> None:
        self._note("truncate", file, size)

    def synced(self, file: str, folder_too: bool) -> None:
        self._note("sync", file)
        if folder_too:
            self._note("sync_folder", file)

    def sync_failed(self, file: str) -> None:
        """A sync was answered with an error."""
        self._note("failed_sync", file)

    def _note(self, what: str, file: str, value: int = 0, data: bytes = b"") -> None:
        path = Path(file)
        if str(path.parent) == self._folder and path.name.startswith(self._database) and not file.endswith(SHARED_MEMORY):
            self.events.append(Event(what, path.name, value, data))
