"""PIN verifiers, sealed secrets and profile hashes: opened by the right key only."""

import subprocess
import sys

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol.pins import check_pin, make_verifier, pin_mac
from sync.protocol.profiles import profile_hash
from sync.protocol.records import Profile
from sync.protocol.sealing import SealError, open_secret, seal_secret

SECRET = bytes(range(32))


def test_a_pin_fits_its_verifier_and_store_only() -> None:
    verifier = make_verifier(SECRET, "123456")
    assert verifier.startswith("$argon2id$")
    assert check_pin(verifier, SECRET, "123456")
    assert not check_pin(verifier, SECRET, "123457")
    assert not check_pin(verifier, bytes(32), "123456"), "without the store's secret a stolen verifier is useless"
    assert make_verifier(SECRET, "123456") != verifier, "salted"
    assert len(pin_mac(SECRET, "1234")) == 32


def test_a_verifier_costs_what_is_recommended() -> None:
    """Asked of a process of its own: the verifiers of these tests are cheap."""
    code = "from sync.protocol.pins import make_verifier; print(make_verifier(bytes(32), '1234'))"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("verifier", ["", "123456", "$argon2id$v=19$m=1"])
def test_a_verifier_that_is_none_matches_nothing(verifier: str) -> None:
    assert not check_pin(verifier, SECRET, "123456")


def test_a_sealed_secret_opens_for_its_terminal_only() -> None:
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    sealed = seal_secret(SECRET, public, "till-1")
    assert open_secret(sealed, private, "till-1") == SECRET
    broken = msgspec.structs.replace(sealed, text=sealed.text[:-1] + bytes([sealed.text[-1] ^ 1]))
    for box, key, context in ((sealed, X25519PrivateKey.generate(), "till-1"), (sealed, private, "till-2"), (broken, private, "till-1")):
        with pytest.raises(SealError):
            open_secret(box, key, context)


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32)])
def test_nothing_is_sealed_for_what_is_no_key(public: bytes) -> None:
    with pytest.raises(SealError):
        seal_secret(SECRET, public, "till-1")


def test_a_profile_hash_depends_on_salt_and_fields_and_not_on_their_order() -> None:
    profile = Profile(id="m1", salt="s", fields={"name": "Ada", "phone": "1"})
    assert profile_hash(profile) == profile_hash(Profile(id="m1", salt="s", fields={"phone": "1", "name": "Ada"}))
    assert (
        len({profile_hash(profile), profile_hash(msgspec.structs.replace(profile, salt="t")), profile_hash(Profile(id="m1", salt="s"))})
        == 3
    )
