"""A scan, a search and a page of tiles cost the same over few products and many: one indexed statement each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.store.reference import ReferenceStore
from tests.unit.kiosk.store.build import Wrapped
from tests.unit.kiosk.store.reference.build import DEPARTMENTS, product, products

Ask = Callable[[ReferenceStore], object]
LOOK_UPS: dict[str, Ask] = {
    "sku": lambda store: store.product("s000500"),
    "barcode": lambda store: store.product_by_code("0000000000500"),
    "pack": lambda store: store.product_by_code("9000000000500"),
    "search": lambda store: store.search("creme", 30, "fr"),
    "tiles": lambda store: store.by_department("d05", 30),
    "departments": lambda store: store.departments(),
    "member": lambda store: store.member_by_code("C1"),
}
STEPS_LIMIT = 1.3


class Filled:
    """A store of some size that counts statements and the steps of SQLite's machine."""

    def __init__(self, folder: Path, size: int) -> None:
        folder.mkdir()
        self.store = ReferenceStore.open(folder)
        self.store.apply(DEPARTMENTS)
        for start in range(0, size, 1000):
            self.store.apply(products(*map(product, range(start, start + 1000)), cursor=start))
        self.wrapped = Wrapped(self.store.session.connection)
        self.store.session._connection = self.wrapped

    def cost(self, ask: Ask) -> tuple[int, int]:
        """Return statements and machine steps of one question, which has to find something."""
        steps: list[int] = []
        self.wrapped.inner.set_progress_handler(lambda: steps.append(1), 1)  # type: ignore[attr-defined]
        before = len(self.wrapped.calls)
        ask(self.store)
        self.wrapped.inner.set_progress_handler(None, 1)  # type: ignore[attr-defined]
        return len(self.wrapped.calls) - before, len(steps)


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Filled, Filled]:
    folder = tmp_path_factory.mktemp("flat")
    return Filled(folder / "small", 1_000), Filled(folder / "large", 16_000)


@pytest.mark.parametrize("ask", LOOK_UPS.values(), ids=LOOK_UPS)
def test_a_look_up_is_one_statement_and_flat(sizes: tuple[Filled, Filled], ask: Ask) -> None:
    (few, small), (many, large) = (filled.cost(ask) for filled in sizes)
    assert few == many == 1
    assert 0 < large <= small * STEPS_LIMIT


def test_the_measure_can_go_red(sizes: tuple[Filled, Filled]) -> None:
    def scan(store: ReferenceStore) -> object:
        return store.session.rows("SELECT count(*) FROM product WHERE body LIKE '%500%'")

    small, large = (filled.cost(scan)[1] for filled in sizes)
    assert large > small * STEPS_LIMIT


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT body FROM product WHERE sku = 'x'",
        "SELECT product.body FROM code JOIN product USING (sku) WHERE code.code = 'x'",
        "SELECT body FROM product WHERE department = 'x' AND sellable = 1 ORDER BY sort, id LIMIT 9 OFFSET 9",
        "SELECT body FROM member WHERE code = 'x' AND code <> '' LIMIT 1",
    ],
)
def test_look_ups_use_an_index_and_sort_nothing(sizes: tuple[Filled, Filled], sql: str) -> None:
    plan = [row[3] for row in sizes[0].store.session.rows(f"EXPLAIN QUERY PLAN {sql}")]
    assert all(step.startswith("SEARCH") for step in plan), plan
