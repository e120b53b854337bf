"""Every word on paper is in the French catalogue, and the compiled catalogue is the one that stands beside it."""

from io import BytesIO

from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from sync.base.resources import as_file, read_bytes, resource
from sync.base.words import Words

FOLDER = ("locale", "fr", "LC_MESSAGES")


def words_in_the_code() -> set[str]:
    import sync.rules.receipt as receipt

    (folder,) = receipt.__path__
    found = extract_from_dir(folder, [("**.py", "python")], keywords={"tr": None, "tr_n": (1, 2)})
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def test_french_is_complete_and_has_nothing_over() -> None:
    catalogue = read_po(BytesIO(read_bytes(*FOLDER, "paper.po")))
    known = {message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue if message.id}
    assert words_in_the_code() == set(known)
    assert all(message.string and not message.fuzzy for message in known.values())
    assert not [error for message in known.values() for error in message.check()]


def test_the_compiled_catalogue_is_the_written_one() -> None:
    written = read_po(BytesIO(read_bytes(*FOLDER, "paper.po")))
    with as_file(resource(*FOLDER, "paper.mo")) as path, path.open("rb") as file:
        compiled = read_mo(file)
    for message in written:
        if message.id:
            found = compiled[message.id if isinstance(message.id, str) else message.id[0]]
            assert found is not None and list(found.string or "") == list(message.string or "")


def test_no_other_catalogue_changes_a_word_of_the_paper() -> None:
    """All domains are merged: the same English under another meaning elsewhere would change the paper."""
    catalogue = read_po(BytesIO(read_bytes(*FOLDER, "paper.po")))
    french = Words("fr")
    wrong = {
        message.id: french.tr(message.id)
        for message in catalogue
        if isinstance(message.id, str) and message.id and french.tr(message.id) != message.string
    }
    assert wrong == {}


def test_a_weight_given_back_has_the_sign_of_an_amount() -> None:
    assert [Words(language).weight(-410) for language in ("fr", "en")] == [
        "\N{MINUS SIGN}0,410\N{NO-BREAK SPACE}kg",
        "\N{MINUS SIGN}0.410\N{NO-BREAK SPACE}kg",
    ]
