"""The first page: what each role finds on it."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from cswtool.access import clock
from cswtool.access.actor import Role
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.db.elevated import elevated
from cswtool.publications.models import Publication
from cswtool.tasks.models import Task


def _home(browse, who: str) -> str:
    return browse(who).get("/").text


def _section(page: str, heading: str) -> str:
    return page.partition(f"<h2>{heading}</h2>")[2].partition("</section>")[0]


def test_steps_due_by_today_stand_open_and_later_ones_folded(browse):
    """task_west is late and task_loose due today; task_restricted is due tomorrow."""
    steps = _section(_home(browse, "shutanto"), "今日の対応")
    due, later = steps.split("<details>")
    assert due.count('class="task-title"') == 2
    assert due.index("期限が過ぎています") < due.index(">今日<")
    assert "これからの対応（1件）" in later
    assert later.count('class="task-title"') == 1


def test_a_step_that_is_done_leaves_the_page_and_brings_one_back_to_it(browse, engine, world):
    client = browse("shutanto")
    answer = client.send(f"/tasks/{world.task_west}/done?next=/")
    assert answer.headers["Location"] == "/"
    due = _section(client.get("/").text, "今日の対応").split("<details>")[0]
    assert due.count('class="task-title"') == 1
    with elevated(engine, reason="test") as session:
        assert session.get_one(Task, world.task_west).done_at is not None


def test_slips_of_ones_own_zone_wait_there_and_no_others(browse):
    for who, own, other in (
        ("shutanto", "連R8-0001", "連R8-0002"),
        ("yoso", "連R8-0002", "連R8-0001"),
    ):
        waiting = _section(_home(browse, who), "新しい連絡票")
        assert own in waiting
        assert other not in waiting


def test_my_cases_are_mine_alone_and_say_where_i_come_second(browse):
    mine = _section(_home(browse, "futanto"), "私のケース")
    assert "R8-0001" in mine
    assert mine.count("副担当") == 1
    assert "R8-0002" not in mine, "another's case"
    assert "R8-0003" not in mine, "a restricted case of others"


def test_a_long_list_of_cases_ends_with_the_way_to_the_rest(browse, engine, world):
    with elevated(engine, reason="test") as session:
        for number in range(30):
            opened = clock.today() - timedelta(days=number)
            zone, primary = world.zones["W"], world.users["shutanto"]
            session.add(
                Case(
                    number=f"R7-{number:04}",
                    headline="長い一覧",
                    zone_id=zone,
                    primary_id=primary,
                    opened_on=opened,
                )
            )
    mine = _section(_home(browse, "shutanto"), "私のケース")
    assert mine.count('scope="row"') == 20
    assert f'href="/cases?worker={world.users["shutanto"]}"' in mine


def test_a_sender_finds_the_way_to_write_and_what_became_of_each_slip(browse, world):
    page = _home(browse, "minsei")
    assert 'class="button button-primary" href="/slips/new"' in page
    assert f"/slips/{world.incoming_west}" in page
    assert "受付済" in page
    assert "CSWが連絡しました" in page
    assert str(world.incoming_east) not in page
    assert "私のケース" not in page


def test_a_contact_that_was_begun_can_be_gone_on_with(browse, world):
    client = browse("shutanto")
    assert "書きかけの記録" not in client.get("/").text
    form = {"text": "玄関先で", "form_key": str(world.case_east)}
    client.send(f"/drafts?form=consultation&subject={world.case_west}", **form)
    begun = _section(client.get("/").text, "書きかけの記録")
    assert f'href="/consultations/new?case={world.case_west}&amp;draft={world.case_east}"' in begun
    assert "ケース R8-0001 の相談" in begun
    assert "玄関先で" not in begun
    assert "書きかけの記録" not in _home(browse, "futanto")


@pytest.mark.parametrize(
    ("who", "url"), [("kanri", "/office/accounts"), ("kanri", "/office"), ("hogo", "/office/trail")]
)
def test_the_other_roles_find_their_pages(browse, who, url):
    main = _home(browse, who).partition("<main")[2]
    assert f'href="{url}"' in main
    assert browse(who).get(url).status_code == 200


@pytest.mark.parametrize("who", ["minsei", "renkei", "shi", "hogo", "kanri"])
def test_whoever_works_on_no_case_reads_no_case(browse, who):
    page = _home(browse, who)
    assert "R8-0001" not in page.replace("連R8-0001", "")
    assert "架空 case" not in page


def test_several_roles_see_what_each_of_them_would(browse, engine, world):
    with elevated(engine, reason="test") as session:
        user = session.get_one(User, world.users["shutanto"])
        user.set_roles(frozenset({Role.CSW, Role.COMMISSIONER, Role.ADMINISTRATOR}))
    page = _home(browse, "shutanto")
    order = [page.index(f"<h2>{part}</h2>") for part in ("今日の対応", "私のケース", "管理")]
    assert order == sorted(order)
    assert 'href="/slips/new"' in _section(page, "連絡票")


def test_the_page_takes_the_same_number_of_statements_however_much_there_is(browse, engine, world):
    def statements() -> int:
        seen = []

        def count(*_) -> None:
            seen.append(1)

        event.listen(engine, "before_cursor_execute", count)
        browse("shutanto").get("/")
        event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    browse("shutanto").get("/")  # the first page also opens connections
    few = statements()
    with elevated(engine, reason="test") as session:
        owner = world.users["shutanto"]
        for _ in range(10):
            step = Task(owner_id=owner, author_id=owner, title="電話", due_on=clock.today())
            step.case_id = world.case_east
            session.add(step)
    assert statements() == few


def test_a_report_reader_finds_what_was_published_and_nothing_internal(browse, world):
    found = _section(_home(browse, "shi"), "公表されたまとめ")
    assert f"/publications/{world.publication_public}" in found
    assert str(world.publication_internal) not in found
    assert "公表されたまとめ</h2>" not in _home(browse, "shutanto"), "they have it in the menu"


def test_a_report_reader_sees_which_of_them_was_put_right(browse, engine, world):
    assert "訂正" not in _section(_home(browse, "shi"), "公表されたまとめ")
    with elevated(engine, reason="test") as session:
        old = session.get_one(Publication, world.publication_public)
        columns = Publication.__table__.columns.keys()
        same = {name: getattr(old, name) for name in columns if name != "id"}
        session.add(Publication(**same | {"number": 3, "corrects": 1}))
    new, old = _section(_home(browse, "shi"), "公表されたまとめ").split("<li>")[1:]
    assert "第3号で訂正" in old
    assert "訂正" not in new
