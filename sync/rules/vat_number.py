"""VAT numbers of the European Union: their form by country (European Commission, VIES); for France also SIREN, SIRET and check digits."""

import re

_SPACES = re.compile(r"[\s.\-]")
_FORMS = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[0-9A-HJ-NP-Z]{2}\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[A-Z0-9+*]{12}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"\d{9}|\d{12}|(?:GD|HA)\d{3}",
}
_LA_POSTE = "356000000"
"""Its own SIREN satisfies the check; its establishments' numbers do not all."""


def normal(text: str) -> str:
    """Return a VAT number as it is compared: capitals, without the spaces, dots and hyphens that people write."""
    return _SPACES.sub("", text).upper()


def is_valid(number: str) -> bool:
    """Tell whether `number`, in its normal form, may be a VAT number of the European Union; whether it is in use only VIES knows."""
    form = _FORMS.get(number[:2])
    if form is None or not re.fullmatch(form, number[2:], re.ASCII):
        return False
    return number[:2] != "FR" or _is_french(number[2:4], number[4:])


def is_siren(text: str) -> bool:
    """Tell whether nine digits are a SIREN: their Luhn sum is a multiple of ten."""
    return re.fullmatch(r"\d{9}", text, re.ASCII) is not None and _is_luhn(text)


def is_siret(text: str) -> bool:
    """Tell whether fourteen digits are a SIRET: a SIREN and an establishment, all of whose Luhn sum is a multiple of ten.

    La Poste has more establishments than that leaves: theirs need only digits whose sum is a multiple of five (INSEE).
    """
    if not re.fullmatch(r"\d{14}", text, re.ASCII) or not is_siren(text[:9]):
        return False
    return _is_luhn(text) or (text.startswith(_LA_POSTE) and sum(map(int, text)) % 5 == 0)


def _is_luhn(text: str) -> bool:
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(text)))
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


def _is_french(key: str, siren: str) -> bool:
    """A key of two digits follows from the SIREN; one with a letter is given by the tax office and follows another rule, unpublished."""
    if not is_siren(siren):
        return False
    return not key.isdigit() or int(key) == (12 + 3 * (int(siren) % 97)) % 97
