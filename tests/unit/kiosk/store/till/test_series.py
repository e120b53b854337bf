"""T-E17: whatever is lost of a profile, no receipt number is ever printed twice; and one process a profile."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.till.series import SERIES, begin_series, enrolment_of, local_of
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.ids import ReceiptNumber, series_name
from tests.unit.kiosk.store.build import Profile, sell


def test_t_e17_a_wiped_till_db_opens_another_series(profile: Profile) -> None:
    with profile.opened() as store:
        before = {fact.number for fact in sell(store, 4)}
    for part in profile.folder.glob("till.db*"):
        part.unlink()
    with profile.opened() as store:
        after = {fact.number for fact in sell(store, 4)}
    assert not before & after
    assert {number.series for number in map(ReceiptNumber.parse, after) if number} == {"A2"}


def test_t_e17_a_wiped_profile_needs_another_enrolment(profile: Profile) -> None:
    with profile.opened() as store:
        sell(store)
    for part in profile.folder.iterdir():
        part.unlink()
    with pytest.raises(EnvironmentFault, match="series_lost"):
        profile.open()
    with profile.enrol(2).opened() as store:
        assert sell(store)[0].number == "R1-B-000001"


@pytest.mark.parametrize("rubbish", [None, b"", b"{", b'{"enrolment": "x"}'])
def test_a_lost_book_is_written_anew_from_the_database(profile: Profile, rubbish: bytes | None) -> None:
    with profile.opened() as store:
        sell(store)
    book = profile.folder / SERIES
    book.unlink()
    if rubbish is not None:
        book.write_bytes(rubbish)
    with profile.opened() as store:
        assert sell(store)[0].number == "R1-A-000002"
    profile.path.write_bytes(b"rubbish" * 1000)
    with profile.opened() as store:
        assert store.identity.series == "A2"


def test_beginning_again_keeps_the_book(profile: Profile) -> None:
    book = (profile.folder / SERIES).read_bytes()
    begin_series(profile.folder, 7)
    assert (profile.folder / SERIES).read_bytes() == book


@pytest.mark.parametrize("enrolment", [1, 2, 20, 26, 27, 702, 703])
@pytest.mark.parametrize("local", [1, 2, 40])
def test_a_series_name_tells_its_numbers(enrolment: int, local: int) -> None:
    name = series_name(enrolment, local)
    assert (enrolment_of(name), local_of(name)) == (enrolment, local)


def test_a_second_opening_is_refused_and_leaves_the_first_alone(profile: Profile) -> None:
    with profile.opened() as store:
        with pytest.raises(Refusal, match="profile_in_use"):
            profile.open()
        sell(store)


def test_a_second_process_is_refused(profile: Profile) -> None:
    program = (
        "import sys; from pathlib import Path; from kiosk.store.lock import ProfileLock; from sync.protocol.errors import Refusal\n"
        "try: ProfileLock(Path(sys.argv[1]))\n"
        "except Refusal as refusal: print(refusal.code)\n"
        "else: print('mine')"
    )

    def second() -> str:
        return subprocess.run(
            [sys.executable, "-c", program, str(profile.folder)], capture_output=True, text=True, check=True
        ).stdout.strip()

    with profile.opened():
        assert second() == "profile_in_use"
    assert second() == "mine"


def test_a_failed_opening_releases_the_lock(profile: Profile) -> None:
    with profile.opened():
        pass
    with pytest.raises(EnvironmentFault):
        profile.open(terminal="t2")
    with profile.opened():
        pass


@pytest.mark.parametrize(("number", "code"), [(30, "profile_read_only"), (13, "profile_read_only"), (28, "disk_full"), (5, "disk_failed")])
def test_a_folder_that_takes_no_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, "planted")

    profile = Profile(tmp_path).enrol()
    monkeypatch.setattr("kiosk.store.lock.os.open", refuse)
    with pytest.raises(EnvironmentFault, match=code):
        profile.open()
