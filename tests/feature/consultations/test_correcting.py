"""A record that is corrected, by one person and by two."""

import re
from uuid import uuid4

from sqlalchemy import select

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.consultations.models import Consultation, Revision
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.taxonomy.models import IssueType
from tests.pages import shown_fields

LATER = "翌日、書き直した内容"


def stored(engine, key) -> Consultation:
    with elevated(engine, reason="test") as session:
        record = session.get_one(Consultation, key)
        assert record.issues
        return record


def tags(engine) -> list[str]:
    with elevated(engine, reason="test") as session:
        return [
            str(key) for key in session.scalars(select(IssueType.id).order_by(IssueType.position))
        ]


def changed(engine, world, **more):
    record = stored(engine, world.consultation_west)
    kept = [str(row.issue_id) for row in record.issues]
    fields = {"method": "visit", "text": record.text, "tags": kept, "version": str(record.version)}
    fields["at"] = f"{clock.in_japan(record.at):%Y-%m-%dT%H:%M}"
    return {**fields, **more}


def edit(world) -> str:
    return f"/consultations/{world.consultation_west}/edit"


def test_it_is_corrected_and_the_form_held_it(browse, engine, world):
    assert "玄関先で本人と話す" in browse("futanto").get(edit(world)).text
    answer = browse("futanto").send(edit(world), **changed(engine, world, text=LATER))
    assert (answer.status_code, answer.location) == (303, f"/cases/{world.case_west}")
    record = stored(engine, world.consultation_west)
    assert (record.text, record.author_id) == (LATER, world.users["shutanto"])


def test_a_correction_without_a_date_does_not_become_today(browse, engine, world):
    answer = browse("shutanto").send(edit(world), **changed(engine, world, at=""))
    assert answer.status_code == 422
    assert "日時を入力してください" in answer.text


def test_tags_are_exchanged(browse, engine, world):
    new = tags(engine)[2:4]
    browse("shutanto").send(edit(world), **changed(engine, world, tags=new, main_tag=new[1]))
    record = stored(engine, world.consultation_west)
    assert {str(row.issue_id): row.main for row in record.issues} == {new[0]: False, new[1]: True}


def test_two_people_see_both_texts(browse, engine, world):
    late = changed(engine, world, text="あとから来た内容")
    browse("shutanto").send(edit(world), **changed(engine, world, text=LATER))
    answer = browse("futanto").send(edit(world), **late)
    assert answer.status_code == 409
    assert LATER in answer.text
    assert "あとから来た内容" in answer.text
    assert stored(engine, world.consultation_west).text == LATER
    again = {**late, "version": str(stored(engine, world.consultation_west).version)}
    assert browse("futanto").send(edit(world), **again).status_code == 303


def test_the_page_of_a_conflict_can_be_sent_on(browse, engine, world):
    late = changed(engine, world, text="あとから来た内容")
    browse("shutanto").send(edit(world), **changed(engine, world, text=LATER))
    page = browse("futanto").send(edit(world), **late).text
    again = {**late, "version": re.search(r'name="version"[^>]*value="(\d+)"', page)[1]}
    assert browse("futanto").send(edit(world), **again).status_code == 303
    assert stored(engine, world.consultation_west).text == "あとから来た内容"


def _late(browse, engine, world, mine, theirs):
    """Two people open the record; one saves first. The page that the second one gets."""
    page = shown_fields(browse("futanto").get(edit(world)).text)
    first = shown_fields(browse("shutanto").get(edit(world)).text)
    assert browse("shutanto").send(edit(world), **{**first, **theirs}).status_code == 303
    return browse("futanto").send(edit(world), **{**page, **mine})


def test_only_what_differs_is_asked_and_one_sides_change_is_chosen(browse, engine, world):
    both = {"with_whom": "長女"}, {"minutes": "55", "with_whom": "次女"}
    answer = _late(browse, engine, world, {"text": "私の文章", **both[0]}, both[1])
    assert answer.status_code == 409
    sent = shown_fields(answer.text)
    kept = {name: value for name, value in sent.items() if name.startswith("keep-")}
    assert kept == {"keep-text": "mine", "keep-minutes": "theirs"}
    assert answer.text.count('<fieldset class="conflict"') == 3
    client = browse("futanto")
    missing = client.send(edit(world), **sent)
    assert missing.status_code == 422
    assert "どちらを残すか選んでください" in missing.text
    filled = client.send(edit(world), **{**shown_fields(missing.text), "keep-with_whom": "theirs"})
    assert filled.status_code == 409
    assert stored(engine, world.consultation_west).text != "私の文章"
    assert client.send(edit(world), **shown_fields(filled.text)).status_code == 303
    record = stored(engine, world.consultation_west)
    assert (record.text, record.minutes, record.with_whom) == ("私の文章", 55, "次女")


def test_two_texts_can_be_joined_and_edited(browse, engine, world):
    sent = shown_fields(_late(browse, engine, world, {"text": "私"}, {"text": "あの人"}).text)
    assert "keep-text" not in sent
    filled = browse("futanto").send(edit(world), **{**sent, "keep-text": "both"})
    assert shown_fields(filled.text)["text"].split() == ["あの人", "私"]


def test_a_third_save_between_asks_once_more(browse, engine, world):
    sent = shown_fields(_late(browse, engine, world, {"text": "私"}, {"text": "あの人"}).text)
    third = shown_fields(browse("shutanto").get(edit(world)).text)
    browse("shutanto").send(edit(world), **{**third, "text": "三人目"})
    answer = browse("futanto").send(edit(world), **{**sent, "keep-text": "theirs"})
    assert answer.status_code == 409
    assert "三人目" in answer.text
    assert "keep-text" not in shown_fields(answer.text)


def test_the_same_form_that_arrives_twice_is_one_correction(browse, engine, world):
    """The answer was lost on the way and the device sends it again."""
    fields = {**shown_fields(browse("shutanto").get(edit(world)).text), "text": LATER}
    for _ in range(2):
        assert browse("shutanto").send(edit(world), **fields).status_code == 303
    with elevated(engine, reason="test") as session:
        assert len(session.scalars(select(Revision)).all()) == 1


def test_tags_alone_are_a_change_that_the_other_person_hears_of(browse, engine, world):
    late = changed(engine, world)
    browse("shutanto").send(edit(world), **changed(engine, world, tags=tags(engine)[2:3]))
    answer = browse("futanto").send(edit(world), **late)
    assert answer.status_code == 409


def test_the_trail_names_what_was_changed_and_nothing_else(browse, engine, world):
    kept = {"minutes": "40", "outcome": "met", "zone": str(world.zones["W"])}
    fields = changed(engine, world, **kept, at=_typed(engine, world), tags=tags(engine)[2:3])
    browse("shutanto").send(edit(world), **fields)
    with elevated(engine, reason="test") as session:
        query = select(AuditEvent.fields).where(
            AuditEvent.record_id == world.consultation_west,
            AuditEvent.action == Permission.CONSULTATION_EDIT,
        )
        named = {name for row in session.scalars(query) for name in row}
    assert named <= {"at", "version"}  # the form holds no seconds


def _typed(engine, world) -> str:
    at = stored(engine, world.consultation_west).at
    return f"{clock.in_japan(at):%Y-%m-%dT%H:%M}"


def test_a_draft_of_a_correction_comes_back_and_goes(browse, engine, world):
    client, key = browse("shutanto"), str(uuid4())
    keep = f"/drafts?form=consultation-edit&subject={world.consultation_west}"
    fields = changed(engine, world, text=LATER)
    client.send(keep, form_key=key, **fields)
    assert LATER in client.get(edit(world)).text
    client.send(edit(world), form_key=key, **{**fields, "text": "別の内容"})
    assert client.send(keep, form_key=key, **fields).status_code == 409
    assert LATER not in client.get(edit(world)).text
