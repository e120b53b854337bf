"""The published JSON Schema of the shop file agrees with the loader on good and bad files."""

from typing import get_args

import msgspec
import pytest
from jsonschema_rs import Draft202012Validator, meta

from sync.base.resources import read_bytes
from sync.protocol.acts import Act
from sync.protocol.records import Role
from tests.unit.sync.shopfile.cases import BAD, GOOD, Bad
from tests.unit.sync.shopfile.published import SCHEMA, written
from tests.unit.sync.shopfile.sample import Bend, bent, shop


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    found = msgspec.json.decode(read_bytes("schemas", "shop-file.v1.json"))
    meta.validate(found)
    return Draft202012Validator(found)


def test_the_sample_is_valid(schema: Draft202012Validator) -> None:
    schema.validate(shop())


@pytest.mark.parametrize("good", GOOD)
def test_what_the_loader_accepts_is_valid(schema: Draft202012Validator, good: Bend) -> None:
    schema.validate(bent(good))


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.field}-{bad.rule}")
def test_what_the_loader_refuses_is_invalid_where_a_schema_can_see_it(schema: Draft202012Validator, bad: Bad) -> None:
    assert schema.is_valid(bent(bad.bend)) is not bad.schema


def test_roles_and_acts_are_those_that_a_till_knows() -> None:
    published = msgspec.json.decode(read_bytes("schemas", "shop-file.v1.json"))["$defs"]
    assert set(published["act"]["enum"]) == set(get_args(Act))
    assert set(published["role"]["enum"]) == set(get_args(Role))


def test_offers_and_programmes_are_published_as_their_types_and_bounds_say() -> None:
    assert SCHEMA.read_text() == written()
