"""The program's own files are kept by the browser, and never older than the program."""

import re

from cswtool.web.assets import stamp_of


def test_a_page_leads_to_files_that_are_kept(browse):
    page = browse("shutanto").get("/").text
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(files) == 6
    for file in files:
        answer = browse("shutanto").get(file)
        assert answer.status_code == 200
        assert answer.cache_control.immutable
        assert answer.cache_control.max_age >= 30 * 24 * 60 * 60


def test_a_page_from_before_an_upgrade_gets_the_new_file_and_keeps_it_not(browse):
    answer = browse("shutanto").get("/static/before/js/main.js")
    assert answer.status_code == 200
    assert not answer.cache_control.immutable
    assert answer.cache_control.max_age == 0


def test_nothing_beside_the_files_is_served(browse):
    client = browse("shutanto")
    for path in ("../app.py", "%2e%2e/app.py", "js/none.js", ""):
        assert client.get(f"/static/now/{path}").status_code == 404


def test_the_stamp_tells_every_change():
    files = ({"a.js": b"1"}, {"a.js": b"2"}, {"b.js": b"1"}, {"a.js": b"1", "b.js": b""}, {})
    assert len({stamp_of(one) for one in files}) == len(files)
