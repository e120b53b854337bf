"""Words a shop gives in one or several languages."""

Text = str | dict[str, str]
"""One text for all languages, or one by language code ("fr", "en")."""


def in_language(text: Text, language: str) -> str:
    """Return the text in `language`, else in the first language given."""
    if isinstance(text, str):
        return text
    found = text.get(language)
    return found if found is not None else next(iter(text.values()), "")
