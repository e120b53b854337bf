"""A member's card as a file for a phone's wallet (.pkpass): a zip of JSON and pictures, a manifest of their SHA-1, and its signature.

The signature is a detached PKCS #7 over the manifest, with the shop's own certificate, its issuer's beside it. The pass holds the
first name for its owner's eyes and the card's code; nothing of it is kept here.
"""

import hashlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key, pkcs7
from cryptography.x509.oid import NameOID

from kiosk.services.membership import kept, lookup
from kiosk.services.membership.names import first_name
from kiosk.services.queries import WalletPass
from kiosk.services.work import Terminal
from sync.base.marking import tr
from sync.base.resources import read_bytes
from sync.protocol.errors import Refusal

PICTURES = {"icon.png": "pass-icon.png", "icon@2x.png": "pass-icon@2x.png", "icon@3x.png": "pass-icon@3x.png"}
_PASS, _MANIFEST, _SIGNATURE = "pass.json", "manifest.json", "signature"
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Files in the pass bear no time: the same card gives the same content."""


class Signer(msgspec.Struct, frozen=True):
    """The shop's certificate for passes with its key and those that vouch for it; what it says of pass and team."""

    certificate: x509.Certificate
    issuers: list[x509.Certificate]
    key: RSAPrivateKey | EllipticCurvePrivateKey
    pass_type: str
    team: str

    def sign(self, manifest: bytes) -> bytes:
        """Return the detached signature of a manifest, DER, with the time of signing."""
        builder = pkcs7.PKCS7SignatureBuilder().set_data(manifest).add_signer(self.certificate, self.key, hashes.SHA256())
        for issuer in self.issuers:
            builder = builder.add_certificate(issuer)
        return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])


class Passes:
    """Makes passes where the shop has set a certificate and its key (paths to PEM files, the issuers' after the shop's own)."""

    def __init__(self, terminal: Terminal, certificate: str, key: str) -> None:
        self._terminal = terminal
        self._certificate, self._key = certificate, key

    def make(self, query: WalletPass) -> bytes:
        """Return the pass of a member. Refuses `unknown_member`, `no_pass_certificate` and a certificate or key that cannot be used."""
        if not self._certificate or not self._key:
            raise Refusal("no_pass_certificate")
        member = lookup.by_id(self._terminal, query.id)
        signer = read_signer(Path(self._certificate), Path(self._key), self._terminal.clock.now())
        name = first_name(self._terminal, member.id)
        return packed(self._content(member.id, kept.card_code(self._terminal, member), name, signer), signer)

    def _content(self, id: str, code: str, name: str, signer: Signer) -> bytes:
        shop, words = self._terminal.policy.shop, self._terminal.words
        field = {"key": "member", "label": words.tr(_MEMBER), "value": name or shop.name}
        barcode = {"format": "PKBarcodeFormatQR", "message": code, "messageEncoding": "iso-8859-1"}
        return msgspec.json.encode(
            {
                "formatVersion": 1,
                "passTypeIdentifier": signer.pass_type,
                "teamIdentifier": signer.team,
                "serialNumber": id,
                "organizationName": shop.name,
                "description": words.tr(_DESCRIPTION, shop=shop.name),
                "logoText": shop.name,
                "barcodes": [barcode],
                "barcode": barcode,
                "storeCard": {"primaryFields": [field]},
            }
        )


_MEMBER = tr("Member")
_DESCRIPTION = tr("Member card of {shop}")


def packed(content: bytes, signer: Signer) -> bytes:
    """Return the pass as a file: content, pictures, manifest and signature."""
    files = {_PASS: content, **{name: read_bytes("images", picture) for name, picture in PICTURES.items()}}
    # The format wants SHA-1; it is the signature over the manifest that protects.
    manifest = msgspec.json.encode({name: hashlib.sha1(data, usedforsecurity=False).hexdigest() for name, data in files.items()})
    files |= {_MANIFEST: manifest, _SIGNATURE: signer.sign(manifest)}
    found = BytesIO()
    with ZipFile(found, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name, _ZIP_EPOCH), data, ZIP_DEFLATED)
    return found.getvalue()


def read_signer(certificate: Path, key: Path, now: datetime) -> Signer:
    """Read the shop's certificate and key. Refuses what cannot be read, does not fit together, is over, or is none for passes."""
    own, *issuers = _certificates(certificate)
    private = _private_key(key)
    if _public_bytes(private) != own.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo):
        raise Refusal("pass_key_differs")
    if now.astimezone(UTC) > own.not_valid_after_utc:
        raise Refusal("pass_certificate_over", until=own.not_valid_after_utc.date().isoformat())
    pass_type, team = _said(own, NameOID.USER_ID), _said(own, NameOID.ORGANIZATIONAL_UNIT_NAME)
    if not pass_type or not team:
        raise Refusal("pass_certificate_foreign")
    return Signer(own, issuers, private, pass_type, team)


def _certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Refusal("pass_certificate_unreadable", file=str(path)) from error


def _private_key(path: Path) -> RSAPrivateKey | EllipticCurvePrivateKey:
    try:
        found = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise Refusal("pass_key_unreadable", file=str(path)) from error
    if not isinstance(found, RSAPrivateKey | EllipticCurvePrivateKey):
        raise Refusal("pass_key_unreadable", file=str(path))
    return found


def _public_bytes(key: RSAPrivateKey | EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _said(certificate: x509.Certificate, what: x509.ObjectIdentifier) -> str:
    """Return what the certificate's subject says; Apple's name the pass type as user id and the team as organizational unit."""
    found = certificate.subject.get_attributes_for_oid(what)
    return str(found[0].value) if found else ""
