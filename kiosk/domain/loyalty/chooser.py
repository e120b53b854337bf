"""Some of the goods, made ready to be asked about line by line (`sync.protocol.offers.Choice`)."""

from collections.abc import Sequence

from kiosk.domain.lines import BasketLine
from sync.protocol.offers import Choice

_NONE: frozenset[str] = frozenset()


class Chooser:
    """A choice with its lists as sets; `every` tells that it names no goods at all, so that it takes all but those it excludes."""

    __slots__ = ("_excludes", "_not_departments", "_not_skus", "_not_tags", "departments", "every", "skus", "tags")

    def __init__(self, choice: Choice) -> None:
        self.tags, self.skus, self.departments = _set(choice.tags), _set(choice.skus), _set(choice.departments)
        self._not_tags, self._not_skus, self._not_departments = _set(choice.not_tags), _set(choice.not_skus), _set(choice.not_departments)
        self._excludes = bool(choice.not_tags or choice.not_skus or choice.not_departments)
        self.every = not (choice.tags or choice.skus or choice.departments)

    def takes(self, line: BasketLine) -> bool:
        """Tell whether a line's goods are chosen."""
        return self.leaves(line) and (self.every or line.sku in self.skus or line.department in self.departments or self._tagged(line.tags))

    def leaves(self, line: BasketLine) -> bool:
        """Tell whether nothing excludes a line's goods."""
        if not self._excludes:
            return True
        excluded = line.sku in self._not_skus or line.department in self._not_departments
        return not excluded and self._not_tags.isdisjoint(line.tags)

    def places(self, lines: Sequence[BasketLine], among: Sequence[int]) -> list[int]:
        """Return which of the places hold goods that are chosen."""
        return [place for place in among if self.takes(lines[place])]

    def _tagged(self, tags: Sequence[str]) -> bool:
        return bool(self.tags) and not self.tags.isdisjoint(tags)


def _set(names: Sequence[str]) -> frozenset[str]:
    return frozenset(names) if names else _NONE
