"""`comptoir enrol`: makes a profile folder a terminal of a ledger."""

from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from kiosk.cli.calm import say
from sync.base.version import VERSION
from sync.protocol.errors import EnvironmentFault, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.profile import Identity
    from kiosk.store.till import Inherited
    from sync.client.enrolment import Enrolled
    from sync.protocol.wire import EnrolAnswer

app = App(name="enrol", help="Make this machine a terminal.")


@app.default
def enrol(
    url: str,
    code: str,
    /,
    *,
    profile: Annotated[Path, Parameter(help="Folder of the terminal's databases and keys.")],
) -> None:
    """Hand in the one-time code of `comptoir ledger enrol`. Example: comptoir enrol http://127.0.0.1:8750 ABCD-EFGH-JKMN --profile ./k1"""
    identity = enrol_profile(url, code, profile)
    say(f"{identity.register} {identity.terminal}")


def enrol_profile(url: str, code: str, profile: Path) -> "Identity":
    """Hand in the code and write the profile; Refusal profile_exists comes before the code is used up."""
    from kiosk.services.profile import IDENTITY, Identity, Keys, write_profile
    from kiosk.store.till import begin_series
    from sync.client.enrolment import enrol as hand_in

    if (profile / IDENTITY).exists():
        raise Refusal("profile_exists", field="profile")  # before the code is used up
    found = _in_folder(profile, lambda: hand_in(url, code, software=VERSION))
    answer = found.answer
    identity = Identity(
        terminal=answer.terminal,
        store=answer.store,
        register=answer.register,
        kind=answer.kind,
        enrolment=answer.enrolment,
        ledger=url,
        shop_key=answer.shop_key,
    )
    begin_series(profile, answer.enrolment, _inherited(answer))
    write_profile(profile, identity, Keys(signing_seed=found.keys.seeds()[0], store_secret=found.store_secret))
    _pull(profile)
    return identity


def _in_folder(profile: Path, hand_in: "Callable[[], Enrolled]") -> "Enrolled":
    """Hand in the code once the profile's folder is there and can be written to: a code that is used up comes for nobody twice."""
    fresh = not profile.exists()
    profile.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with TemporaryFile(dir=profile):
            return hand_in()
    except (Refusal, EnvironmentFault):
        if fresh:
            profile.rmdir()
        raise


def _inherited(answer: "EnrolAnswer") -> "Inherited | None":
    """Return what the register's earlier machine left; nothing for its first."""
    from msgspec import Raw

    from kiosk.store.till import Inherited

    if not answer.previous_epoch:
        return None
    return Inherited(
        epoch=answer.previous_epoch,
        seq=answer.previous_seq,
        hash=answer.previous_hash,
        z_number=answer.z_number,
        perpetual_minor=answer.perpetual_minor,
        closings=[Raw(body) for body in answer.closings],
    )


def _pull(profile: Path) -> None:
    """Fetch staff, goods and rules at once: a terminal without them can neither be opened nor sell."""
    from kiosk.bootstrap import open_terminal

    running = open_terminal(profile)
    running.worker.start()
    try:
        if running.sync is not None:
            running.sync.round()
    finally:
        running.stop_worker()
