"""What every HTML page must satisfy, whoever asked for it and whatever went wrong."""

import re
from xml.etree.ElementTree import Element

import html5lib

_UNLABELLED = {"hidden", "submit", "button"}
_NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def _text(element: Element) -> str:
    return re.sub(r"\s+", "", "".join(element.itertext()))


def _all(page: Element, *tags: str) -> list[Element]:
    wanted = {f"{_NAMESPACE}{tag}" for tag in tags}
    return [element for element in page.iter() if element.tag in wanted]


_TOKEN = re.compile(r'(?:csrf_token|form_key)" value="[^"]*"')
_right: set[int] = set()
"""Pages that were looked at, but for what is made anew each time: parsing them costs most."""


def check_page(html: str) -> None:
    """Raise AssertionError naming the first thing that is wrong with a page."""
    known = hash(_TOKEN.sub("", html))
    if known not in _right:
        _check(html)
        _right.add(known)


def _check(html: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    page = parser.parse(html)
    assert not parser.errors, f"HTML does not parse: {parser.errors[:3]}"
    assert page.get("lang") == "ja"
    (heading,) = _all(page, "h1")
    (title,) = _all(page, "title")[:1]
    assert _text(title) == f"{_text(heading)}-cswtool"
    _check_ids(page)
    _check_fields(page)
    _check_forms(page)
    _check_nothing_inline(page)


def _check_ids(page: Element) -> None:
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    twice = {i for i in ids if ids.count(i) > 1}
    assert not twice, f"ids used twice: {twice}"


def _check_fields(page: Element) -> None:
    labelled = {label.get("for") for label in _all(page, "label")}
    for field in _all(page, "input", "select", "textarea"):
        if field.get("type") in _UNLABELLED:
            continue
        has_label = field.get("id") in labelled or field.get("aria-label")
        assert has_label, f"no label: {field.attrib}"


def _check_forms(page: Element) -> None:
    for form in _all(page, "form"):
        assert form.get("action"), "a form without an action"
        if (form.get("method") or "get").lower() == "post":
            names = {field.get("name") for field in _all(form, "input")}
            assert "csrf_token" in names, f"no CSRF token: {form.get('action')}"


def _check_nothing_inline(page: Element) -> None:
    for element in page.iter():
        assert "style" not in element.attrib, f"inline style: {element.tag}"
        handlers = [name for name in element.attrib if name.startswith("on")]
        assert not handlers, f"inline script: {handlers}"
    for script in _all(page, "script"):
        assert script.get("src"), "inline script"
        assert not _text(script), "inline script"
    assert not _all(page, "style"), "inline style sheet"


def check_headers(headers) -> None:
    """Nothing confidential may be cached, framed or run from elsewhere."""
    assert headers["Cache-Control"] == "no-store"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
