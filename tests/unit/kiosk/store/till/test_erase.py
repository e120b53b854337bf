"""What is personal can be erased, from the file and from its log, down to the bytes (law 13)."""

from kiosk.store.till import TillStore
from tests.unit.kiosk.store.build import Profile

NAME = b"Philippine Quatremer"


def bytes_on_disk(profile: Profile) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(profile.folder.iterdir()))


def join(store: TillStore) -> None:
    with store.unit() as unit:
        unit.put_personal("profile", "m1", NAME)
        unit.put_personal("profile", "m2", b"somebody else")


def test_erased_is_gone_from_every_file(profile: Profile) -> None:
    with profile.opened() as store:
        join(store)
        assert NAME in bytes_on_disk(profile)
        assert store.erase("profile", "m1")
        assert NAME not in bytes_on_disk(profile)
        assert (store.personal("profile", "m1"), store.personal("profile", "m2")) == (None, b"somebody else")
    assert NAME not in bytes_on_disk(profile)


def test_erasing_nothing_says_so(store: TillStore) -> None:
    assert not store.erase("profile", "m1")


def test_dropped_work_leaves_no_bytes_once_the_log_is_moved(profile: Profile) -> None:
    with profile.opened() as store:
        with store.unit() as unit:
            unit.put("print", "job", NAME * 1000)
        with store.unit() as unit:
            unit.drop("print", "job")
        store.session.truncate_log()
        assert NAME not in bytes_on_disk(profile)
