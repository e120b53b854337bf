"""Wallet passes: what is in the file, a signature that an independent tool accepts, and a certificate that cannot be used said plainly."""

import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest
from cryptography import x509
from cryptography.exceptions import InternalError
from cryptography.hazmat.bindings._rust import test_support
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kiosk.services.membership.wallet_pass import packed, read_signer
from sync.protocol.errors import Refusal

TYPE = "pass.example.member"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def name(common: str, pass_type: str = "", team: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    parts += [x509.NameAttribute(NameOID.USER_ID, pass_type)] if pass_type else []
    parts += [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, team)] if team else []
    return x509.Name(parts)


def certificate(
    subject: x509.Name, key: Key, issuer: x509.Name, issuer_key: Key, *, authority: bool = False, days: int = 30
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=400))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    return builder.sign(issuer_key, hashes.SHA256())


class Shop:
    """A shop's chain: an authority of its own, and a certificate for passes."""

    def __init__(self, folder: Path, *, key: Key | None = None, kind: str = TYPE, days: int = 30) -> None:
        authority, self.key = ec.generate_private_key(ec.SECP256R1()), key or rsa.generate_private_key(65537, 2048)
        root = certificate(name("Authority"), authority, name("Authority"), authority, authority=True)
        own = certificate(name("Passes", kind, "TEAM123456"), self.key, name("Authority"), authority, days=days)
        self.root, self.certificate, self.private = folder / "root.pem", folder / "pass.pem", folder / "pass.key"
        self.root.write_bytes(root.public_bytes(Encoding.PEM))
        self.certificate.write_bytes(own.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM))
        self.private.write_bytes(self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def entries(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


@pytest.mark.parametrize("curve", [False, True])
def test_the_signature_is_proven_by_another_tool(tmp_path: Path, curve: bool) -> None:
    shop = Shop(tmp_path, key=ec.generate_private_key(ec.SECP256R1()) if curve else None)
    found = entries(packed(b'{"formatVersion":1}', read_signer(shop.certificate, shop.private, NOW)))
    manifest = msgspec.json.decode(found["manifest.json"])
    assert manifest == {
        each: hashlib.sha1(found[each], usedforsecurity=False).hexdigest() for each in found if each not in ("manifest.json", "signature")
    }
    assert {"pass.json", "icon.png", "icon@2x.png"} <= set(manifest)
    assert proven(shop, found["manifest.json"], found["signature"])
    assert not proven(shop, found["manifest.json"] + b" ", found["signature"]), "another manifest is not what was signed"
    (tmp_path / "stranger").mkdir()
    assert not proven(Shop(tmp_path / "stranger"), found["manifest.json"], found["signature"]), "another authority vouches for nothing"


def proven(shop: Shop, manifest: bytes, signature: bytes) -> bool:
    """Ask OpenSSL, which is no part of what signs: the signature and the chain up to the shop's authority."""
    trusted = [x509.load_pem_x509_certificate(shop.root.read_bytes())]
    try:
        test_support.pkcs7_verify(Encoding.DER, signature, manifest, trusted, [])
    except InternalError:
        return False
    return True


def refused(certificate: Path, key: Path) -> str:
    with pytest.raises(Refusal) as found:
        read_signer(certificate, key, NOW)
    return found.value.code


def test_what_cannot_be_used_is_told_apart(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(4)]
    for folder in folders:
        folder.mkdir()
    good, other, over, plain = Shop(folders[0]), Shop(folders[1]), Shop(folders[2], days=-1), Shop(folders[3], kind="")
    assert refused(tmp_path / "none.pem", good.private) == "pass_certificate_unreadable"
    assert refused(good.private, good.private) == "pass_certificate_unreadable"
    assert refused(good.certificate, good.certificate) == "pass_key_unreadable"
    assert refused(good.certificate, other.private) == "pass_key_differs"
    assert refused(over.certificate, over.private) == "pass_certificate_over"
    assert refused(plain.certificate, plain.private) == "pass_certificate_foreign"
    locked = tmp_path / "locked.key"
    locked.write_bytes(good.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")))
    assert refused(good.certificate, locked) == "pass_key_unreadable"
