"""Enrolment: a code works once, for a day, for one machine, and a register's enrolments are counted."""

import pytest

from sync.client.channel import Rejection
from sync.client.enrolment import TerminalKeys, enrol
from sync.ledger.enrolment import CODE_ATTEMPTS, CODE_CHARS, CODE_ID_CHARS, create_code
from sync.ledger.tables import enrolment_code, terminal
from sync.protocol.errors import Refusal
from tests.unit.sync.ledger.worlds import URL, World


def test_a_machine_learns_who_it_is_and_the_stores_secret(shop_world: World) -> None:
    found = shop_world.enrol("K2")
    answer = found.answer
    assert (answer.store, answer.register, answer.kind, answer.enrolment) == ("S1", "K2", "selfservice", 1)
    assert found.store_secret == shop_world.context.keys.store_secret("S1")
    assert answer.shop_key == shop_world.context.keys.public
    assert found.store_secret not in answer.secret.text


def test_each_enrolment_of_a_register_has_a_number_of_its_own(shop_world: World) -> None:
    assert [shop_world.enrol("K1").answer.enrolment for _ in range(3)] == [1, 2, 3]
    assert shop_world.enrol("K2").answer.enrolment == 1


def test_a_code_works_once(shop_world: World) -> None:
    code = create_code(shop_world.context, "K1")
    enrol(URL, code, transport=shop_world.transport)
    with pytest.raises(Rejection, match="enrol_code"):
        enrol(URL, code, transport=shop_world.transport)
    assert shop_world.count(terminal) == 1


def test_the_same_machine_may_ask_again_when_the_answer_was_lost(shop_world: World) -> None:
    keys, code = TerminalKeys.generate(), create_code(shop_world.context, "K1")
    first = enrol(URL, code, keys=keys, transport=shop_world.transport)
    shop_world.pass_time(days=3)
    second = enrol(URL, code, keys=keys, transport=shop_world.transport)
    assert (first.answer.terminal, first.store_secret) == (second.answer.terminal, second.store_secret)
    assert shop_world.count(terminal) == 1


def test_a_code_is_good_for_a_day(shop_world: World) -> None:
    early, late = create_code(shop_world.context, "K1"), create_code(shop_world.context, "K1")
    shop_world.pass_time(hours=23)
    enrol(URL, early, transport=shop_world.transport)
    shop_world.pass_time(hours=2)
    with pytest.raises(Rejection, match="enrol_code"):
        enrol(URL, late, transport=shop_world.transport)


def test_a_code_may_be_typed_as_a_person_types(shop_world: World) -> None:
    code = create_code(shop_world.context, "K1")
    assert enrol(URL, f" {code.replace('-', ' ').lower()} ", transport=shop_world.transport).answer.register == "K1"


def test_guesses_at_a_code_spoil_it(shop_world: World) -> None:
    code = create_code(shop_world.context, "K1")
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    for _ in range(CODE_ATTEMPTS):
        with pytest.raises(Rejection, match="enrol_code"):
            enrol(URL, wrong, transport=shop_world.transport)
    with pytest.raises(Rejection, match="enrol_code"):
        enrol(URL, code, transport=shop_world.transport)


def test_the_code_is_not_kept(shop_world: World) -> None:
    text = create_code(shop_world.context, "K1").replace("-", "")
    assert len(text) == CODE_CHARS
    assert text[CODE_ID_CHARS:] not in str(shop_world.rows(enrolment_code))


def test_a_register_nobody_knows_gets_no_code(shop_world: World) -> None:
    with pytest.raises(Refusal, match="unknown_register"):
        create_code(shop_world.context, "K77")
