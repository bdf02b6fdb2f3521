"""Everything the trail may say has words."""

import ast
from pathlib import Path

import cswtool.models  # noqa: F401 -- every table
from cswtool.access.permissions import Permission
from cswtool.db.audit import Outcome
from cswtool.db.base import Base
from cswtool.upkeep.rules import (
    ACTIONS,
    FIELDS,
    OUTCOMES,
    RECORDS,
    WORDS,
    told,
    told_fields,
)

SOURCES = Path(__file__).parents[3] / "cswtool"


def test_every_permission_and_outcome_is_put_into_words():
    assert {permission.value for permission in Permission} <= set(ACTIONS)
    assert {outcome.value for outcome in Outcome} == set(OUTCOMES)


def test_no_two_acts_are_called_the_same():
    assert len(set(ACTIONS.values())) == len(ACTIONS)


def _written() -> set[str]:
    """Every text that the program hands over as `reason=` or `detail=`."""
    sources = (path for path in SOURCES.rglob("*.py") if path.parent.name != "demo")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sources]
    keywords = [k for tree in trees for k in ast.walk(tree) if isinstance(k, ast.keyword)]
    return {
        keyword.value.value
        for keyword in keywords
        if keyword.arg in {"reason", "detail"} and isinstance(keyword.value, ast.Constant)
    } - {None}


def test_every_reason_and_detail_is_put_into_words():
    assert _written() - set(WORDS) == set()


def test_every_field_is_put_into_words():
    audited = [mapper for mapper in Base.registry.mappers if mapper.class_.audited]
    names = {column.key for mapper in audited for column in mapper.column_attrs}
    assert names - set(FIELDS) == set()


def test_a_page_is_not_named_twice_and_a_stranger_is_named_by_kind():
    assert told("today.home") == ""
    assert told("counts: waiting 連絡票 by 圏域") == "連絡を待つ連絡票の件数"
    key = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
    assert told(f"Case {key} casefile.show") == f"ケース {key}"


def test_fields_that_go_along_with_others_are_left_out():
    assert told_fields(["name", "folded", "version", "label"]) == "名前"


def test_every_kind_of_record_is_put_into_words():
    audited = {mapper.class_.__name__ for mapper in Base.registry.mappers if mapper.class_.audited}
    assert audited - set(RECORDS) == set()
