"""One entry out of two, everything along with it, and all of it undone."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from cswtool.access import clock
from cswtool.cases.models import Case, CaseStep, Membership
from cswtool.cases.rules import StepKind
from cswtool.consultations.models import Addendum, Consultation, Revision
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.people.rules import FactKind, KinKind
from cswtool.plans.models import Plan
from cswtool.register.models import Merge
from cswtool.register.models.rows import as_row, pointing
from cswtool.sight.models import CaseGrant
from tests.pages import shown_fields

REASON = "生年月日と住所を本人に確かめた"


def _pair(world, subject="cases", kept="case_west", gone="case_east") -> str:
    suffix = "" if subject == "cases" else "_person"
    return f"/duplicates/{subject}/{world.ids[kept + suffix]}/{world.ids[gone + suffix]}"


def _merge(client, url, **choices) -> UUID:
    page = client.get(url)
    fields = {**_choices(page.text), "reason": REASON, **choices}
    answer = client.send(url, **fields)
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.rsplit("/", 1)[1])


def _choices(page: str) -> dict[str, str]:
    """The fields of the merge form, which is the last one on the page."""
    return shown_fields(
        "<main><form" + page.rsplit("<form", 1)[1].partition("</form>")[0] + "</form></main>"
    )


def _undo(client, key, status=303):
    with elevated(client.application.extensions["engine"], reason="test") as session:
        version = session.get_one(Merge, key).version
    answer = client.send(f"/merges/{key}/undo", version=str(version))
    assert answer.status_code == status, answer.text
    return answer


def _snapshot(engine, model, *keys) -> dict:
    """Every row that names one of these entries, and the entries, column by column."""
    with elevated(engine, reason="test") as session:
        rows = [row for key in keys for row, _ in pointing(session, model, key)]
        rows += [session.get_one(model, key) for key in keys]
        return {
            (type(row).__name__, row.id): as_row(row)
            for row in rows
            if not isinstance(row, CaseStep) or row.kind not in {StepKind.UNMERGED, StepKind.MERGED}
        }


def test_a_household_on_file_twice_becomes_one_and_two_again(browse, engine, world):
    client, before = browse("kakaricho"), _snapshot(engine, Case, world.case_west, world.case_east)
    key = _merge(client, _pair(world))
    with elevated(engine, reason="test") as session:
        assert session.get(Case, world.case_east) is None
        assert list(pointing(session, Case, world.case_east)) == []
        assert session.get_one(Consultation, world.consultation_east).case_id == world.case_west
        assert session.get_one(Plan, world.plan_east).number == 3, "two plans were there"
        relations = select(Membership.relation).where(Membership.case_id == world.case_west)
        assert sorted(session.scalars(relations)) == ["本人", "母", "要確認"]
    _undo(client, key)
    assert _snapshot(engine, Case, world.case_west, world.case_east) == before
    assert "元に戻した" in client.get("/duplicates").text


def test_a_person_written_down_twice_becomes_one_and_two_again(browse, engine, world):
    with elevated(engine, reason="test") as session:
        mine = {"author_id": world.users["yoso"]}
        session.add_all(
            [
                Membership(
                    case_id=world.case_west, person_id=world.case_east_person, relation="妹"
                ),
                Relationship(
                    first_id=world.case_west_person,
                    second_id=world.case_east_person,
                    kind=KinKind.SIBLING,
                    **mine,
                ),
                Relationship(
                    first_id=world.west_parent,
                    second_id=world.case_east_person,
                    kind=KinKind.PARENT,
                    **mine,
                ),
                PersonFact(
                    person_id=world.case_east_person, kind=FactKind.WORK, text="内職", **mine
                ),
            ]
        )
    keys = (world.case_west_person, world.case_east_person)
    client, before = browse("kakaricho"), _snapshot(engine, Person, *keys)
    url = _pair(world, "people")
    key = _merge(client, url, phone="gone", name="gone")
    with elevated(engine, reason="test") as session:
        kept = session.get_one(Person, world.case_west_person)
        assert kept.name == "架空 case_east"
        assert "case_east" in kept.folded
        assert session.get_one(Case, world.case_east).focus_id == kept.id
        ties = select(func.count(Relationship.id)).where(Relationship.second_id == kept.id)
        assert session.scalar(ties) == 1
        assert len(session.get_one(Merge, key).removed) == 3
    page = client.get(f"/merges/{key}").text
    assert "架空 case_east" in page
    _undo(client, key)
    assert _snapshot(engine, Person, *keys) == before


def test_what_was_corrected_and_added_stays_as_it_was_written(browse, engine, world):
    with elevated(engine, reason="test") as session:
        facts = {
            "consultation_id": world.consultation_east,
            "author_id": world.users["yoso"],
            "at": clock.now(),
        }
        session.add_all([Revision(changes=[], **facts), Addendum(text="追記", **facts)])
    _merge(browse("kakaricho"), _pair(world))
    page = browse("yoso").get(f"/cases/{world.case_west}").text
    assert "追記" in page
    with elevated(engine, reason="test") as session:
        assert session.scalar(select(func.count(Revision.id))) == 1


def test_old_numbers_and_addresses_lead_to_the_one_that_stayed(browse, world):
    _merge(browse("kakaricho"), _pair(world))
    client = browse("yoso")
    with ScopedSession(client.application.extensions["engine"], world.actor("yoso"), "test") as s:
        number = s.get_one(Case, world.case_west).number
    assert number in client.get(f"/cases/{world.case_east}").text
    found = client.send("/search", typed="R8-0002").text
    assert f'href="/cases/{world.case_west}"' in found
    assert client.get(f"/consultations/new?case={world.case_east}").status_code == 200
    assert client.get(f"/cases/{world.case_east}/members/new").status_code == 200


def test_an_unsent_text_is_found_again_on_the_case_that_stayed(browse, engine, world):
    client = browse("yoso")
    url = f"/drafts?form=consultation&subject={world.case_east}"
    assert client.send(url, text="書きかけの文章", form_key=str(new_id())).status_code == 204
    _merge(browse("kakaricho"), _pair(world))
    assert "書きかけの文章" in client.get(f"/consultations/new?case={world.case_west}").text


def test_a_household_counts_once(browse, engine, world):
    with elevated(engine, reason="test") as session:
        before = session.scalar(select(func.count(Case.id)))
    _merge(browse("kakaricho"), _pair(world))
    with elevated(engine, reason="test") as session:
        assert session.scalar(select(func.count(Case.id))) == before - 1


def test_the_safer_mark_always_stays(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_east).two_workers = True
        session.get_one(Case, world.case_east).two_workers_reason = "大声"
    _merge(browse("kakaricho"), _pair(world))
    with elevated(engine, reason="test") as session:
        kept = session.get_one(Case, world.case_west)
        assert (kept.two_workers, kept.two_workers_reason) == (True, "大声")


def test_what_was_changed_meanwhile_is_shown_and_nothing_is_merged(browse, engine, world):
    client, url = browse("kakaricho"), _pair(world)
    fields = {**_choices(client.get(url).text), "reason": REASON}
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_east).headline = "書き直した主訴"
    answer = client.send(url, **fields)
    assert answer.status_code == 409
    assert "書き直した主訴" in answer.text
    assert REASON in answer.text
    with elevated(engine, reason="test") as session:
        assert session.get(Case, world.case_east) is not None


@pytest.mark.parametrize("gone", ["case_restricted", "case_protected"])
def test_nothing_guarded_is_merged_with_what_others_see(browse, engine, world, gone):
    """Even by somebody who sees both: the others who see the one would see the other."""
    with elevated(engine, reason="test") as session:
        session.add(
            CaseGrant(
                case_id=world.ids[gone],
                user_id=world.users["kakaricho"],
                author_id=world.users["shutanto"],
                reason="統合の確認",
                at=clock.now(),
            )
        )
    for subject in ("cases", "people"):
        url = _pair(world, subject, gone=gone)
        page = browse("kakaricho").get(url).text
        assert "ここでは統合できません" in page
        kept, other = url.rsplit("/", 2)[1:]
        versions = "1-1"
        answer = browse("kakaricho").send(
            url, versions=versions, reason=REASON, form_key=str(new_id()), **_all_kept()
        )
        assert answer.status_code == 409, (subject, answer.text)
        assert kept != other
    with elevated(engine, reason="test") as session:
        assert session.scalar(select(func.count(Merge.id))) == 2, "those of the world"


def _all_kept() -> dict[str, str]:
    names = "name kana sex birth phone address headline focus primary secondary zone status urgency"
    return dict.fromkeys(names.split(), "kept")


def test_what_is_not_wholly_seen_is_not_merged(browse, engine, world):
    """A person of an open case is also in a restricted one that 係長 does not see."""
    with elevated(engine, reason="test") as session:
        session.add(
            Membership(
                case_id=world.case_restricted, person_id=world.case_east_person, relation="妹"
            )
        )
    page = browse("kakaricho").get(_pair(world, "people")).text
    assert "ここでは統合できません" in page


def test_guarded_households_with_the_same_people_named_are_merged(browse, engine, world):
    with elevated(engine, reason="test") as session:
        for name in ("case_restricted", "case_0"):
            case = session.get_one(Case, world.ids[name])
            case.restricted, case.primary_id = True, world.users["kakaricho"]
            case.secondary_id = None
    key = _merge(
        browse("kakaricho"), _pair(world, kept="case_restricted", gone="case_0"), focus="kept"
    )
    assert browse("yoso").get(f"/cases/{world.case_restricted}").status_code == 404
    assert browse("yoso").get(f"/cases/{world.case_0}").status_code == 404
    assert browse("yoso").get(f"/merges/{key}").status_code == 404


def test_undoing_never_widens_who_sees(browse, engine, world):
    client = browse("kakaricho")
    key = _merge(client, _pair(world))
    with elevated(engine, reason="test") as session:
        case = session.get_one(Case, world.case_west)
        case.restricted, case.secondary_id = True, world.users["kakaricho"]
    assert "見られる人が広がる" in client.get(f"/merges/{key}").text
    assert "見られる人が広がる" in _undo(client, key, 409).text


def test_merges_are_undone_from_the_latest(browse, engine, world):
    client = browse("kakaricho")
    first = _merge(client, _pair(world))
    second = _merge(client, _pair(world, kept="case_watch", gone="case_west"))
    page = client.get(f"/cases/{world.case_east}")
    assert page.status_code == 200
    assert f"/cases/{world.case_watch}" in page.text
    assert "新しいものから順に" in _undo(client, first, 409).text
    _undo(client, second)
    assert f"/cases/{world.case_west}" in client.get(f"/cases/{world.case_east}").text
    _undo(client, first)


def test_what_is_written_since_stays_unless_it_hangs_on_what_goes_back(browse, engine, world):
    client = browse("kakaricho")
    key = _merge(client, _pair(world))
    with elevated(engine, reason="test") as session:
        plan = session.get_one(Plan, world.plan_east)
        assert plan.case_id == world.case_west
        session.get_one(Case, world.case_west).headline = "統合のあとの主訴"
    answer = browse("yoso").send(
        f"/cases/{world.case_west}/referrals/{world.referral_east}/step",
        status="received",
        on=f"{clock.today()}",
        version="2",
    )
    assert answer.status_code == 303, answer.text
    later = browse("yoso").send(
        f"/consultations/new?case={world.case_west}", method="phone", text="統合のあとの電話"
    )
    assert later.status_code == 303
    _undo(client, key)
    east = browse("yoso").get(f"/cases/{world.case_east}/referrals/{world.referral_east}")
    assert "受領" in east.text
    west = browse("yoso").get(f"/cases/{world.case_west}").text
    assert "統合のあとの電話" in west
    assert "統合のあとの主訴" in west


def test_a_form_sent_twice_says_that_it_is_done(browse, world):
    client, url = browse("kakaricho"), _pair(world)
    fields = {**_choices(client.get(url).text), "reason": REASON}
    assert client.send(url, **fields).status_code == 303
    again = client.send(url, **fields)
    assert again.status_code == 303
    assert "もう統合されています" in client.get(again.location).text


def test_both_notes_may_stay(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(Person, world.case_west_person).note = "耳が遠い"
        session.get_one(Person, world.case_east_person).note = "右手が不自由"
    _merge(browse("kakaricho"), _pair(world, "people"))
    with elevated(engine, reason="test") as session:
        assert session.get_one(Person, world.case_west_person).note == "耳が遠い\n右手が不自由"


def test_the_course_tells_of_it(browse, engine, world):
    key = _merge(browse("kakaricho"), _pair(world))
    page = browse("yoso").get(f"/cases/{world.case_west}").text
    assert "R8-0002 をこのケースにまとめた" in page
    _undo(browse("kakaricho"), key)
    assert "統合を元に戻した" in browse("yoso").get(f"/cases/{world.case_east}").text


def test_what_was_moved_on_stands_in_the_way(browse, engine, world):
    client = browse("kakaricho")
    key = _merge(client, _pair(world))
    with elevated(engine, reason="test") as session:
        session.get_one(Consultation, world.consultation_east).case_id = world.case_watch
    assert "ほかへ移された" in client.get(f"/merges/{key}").text
    assert "ほかへ移された" in _undo(client, key, 409).text


def _grant(world, who: str, case: str) -> CaseGrant:
    return CaseGrant(
        case_id=world.ids[case],
        user_id=world.users[who],
        author_id=world.users["shutanto"],
        reason="同席のため",
        at=clock.now(),
    )


def test_a_form_of_the_one_that_is_gone_overwrites_nothing(browse, engine, world):
    """Both may stand at the same version; what was typed comes back on the page that says so."""
    client, url = browse("yoso"), f"/cases/{world.case_east}/edit"
    typed = {**shown_fields(client.get(url).text), "headline": "まとめる前に書いた主訴"}
    _merge(browse("kakaricho"), _pair(world))
    answer = client.send(url, **typed)
    assert answer.status_code == 409
    assert "まとめる前に書いた主訴" in answer.text
    with elevated(engine, reason="test") as session:
        assert session.get_one(Case, world.case_west).headline != "まとめる前に書いた主訴"


def test_a_sight_of_both_comes_back_unless_it_was_taken_back(browse, engine, world):
    with elevated(engine, reason="test") as session:
        for case in ("case_west", "case_east"):
            session.add_all([_grant(world, "sodan", case), _grant(world, "suishin", case)])
    client = browse("kakaricho")
    key = _merge(client, _pair(world))
    with elevated(engine, reason="test") as session:
        taken_back = select(CaseGrant).where(
            CaseGrant.case_id == world.case_west, CaseGrant.user_id == world.users["sodan"]
        )
        session.delete(session.scalars(taken_back).one())
    _undo(client, key)
    with elevated(engine, reason="test") as session:
        held = select(CaseGrant.user_id).where(CaseGrant.case_id == world.case_east)
        assert session.scalars(held).all() == [world.users["suishin"]]


def test_a_merge_from_before_there_were_questions_is_undone(browse, engine, world):
    """What was taken away then was kept without the column that came later."""
    with elevated(engine, reason="test") as session:
        session.add_all([_grant(world, "suishin", case) for case in ("case_west", "case_east")])
    client = browse("kakaricho")
    key = _merge(client, _pair(world))
    with elevated(engine, reason="test") as session:
        merge = session.get_one(Merge, key)
        merge.removed = [
            {**one, "row": {k: v for k, v in one["row"].items() if k != "asked_id"}}
            for one in merge.removed
        ]
    _undo(client, key)
    with elevated(engine, reason="test") as session:
        held = select(CaseGrant.user_id).where(CaseGrant.case_id == world.case_east)
        assert session.scalars(held).all() == [world.users["suishin"]]


def test_what_was_written_under_a_restriction_stays_under_it(browse, engine, world):
    """Restricted only because the one that went was: both are, once they are apart again."""
    client = browse("kakaricho")
    key = _merge(client, _pair(world))
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_west).restricted = True
        session.add(_grant(world, "kakaricho", "case_west"))
        merge = session.get_one(Merge, key)
        merge.guarded, merge.changed = True, {**merge.changed, "restricted": [False, True]}
    _undo(client, key)
    with elevated(engine, reason="test") as session:
        assert session.get_one(Case, world.case_west).restricted
        assert session.get_one(Case, world.case_east).restricted


def test_who_lives_with_somebody_protected_stays_hidden(browse, engine, world):
    """The place that stood twice keeps 同居, wherever it was said."""
    with elevated(engine, reason="test") as session:
        elder = Person(name="二重 姉", author_id=world.users["yoso"])
        session.add(elder)
        session.flush()
        for case, here in ((world.case_west, False), (world.case_east, True)):
            session.add(
                Membership(case_id=case, person_id=elder.id, relation="姉", lives_here=here)
            )
        places = select(Membership.case_id, Membership.lives_here).where(
            Membership.person_id == elder.id
        )
    client = browse("kakaricho")
    key = _merge(client, _pair(world))
    with elevated(engine, reason="test") as session:
        assert session.execute(places).all() == [(world.case_west, True)]
    _undo(client, key)
    with elevated(engine, reason="test") as session:
        apart = {world.case_west: False, world.case_east: True}
        assert dict(session.execute(places).all()) == apart


def test_the_record_of_an_undone_merge_needs_sight_of_both(browse, engine, world):
    client = browse("kakaricho")
    key = _merge(client, _pair(world))
    _undo(client, key)
    assert browse("sodan").get(f"/merges/{key}").status_code == 200
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_east).restricted = True
    assert browse("sodan").get(f"/merges/{key}").status_code == 404


def test_a_page_that_is_still_open_keeps_its_text_where_it_is_found(browse, world):
    """It names the case that is gone; the draft goes to the one that stayed."""
    client, key = browse("yoso"), str(new_id())
    url = f"/drafts?form=consultation&subject={world.case_east}"
    assert client.send(url, text="まとめる前の文章", form_key=key).status_code == 204
    _merge(browse("kakaricho"), _pair(world))
    assert client.send(url, text="まとめたあとの文章", form_key=key).status_code == 204
    page = client.get(f"/consultations/new?case={world.case_west}").text
    assert "まとめたあとの文章" in page
    assert "まとめる前の文章" not in page
