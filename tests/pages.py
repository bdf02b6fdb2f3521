"""What a browser would send back from a page's form, as it stands there."""

import re
from html import unescape
from xml.etree.ElementTree import Element

import html5lib

_HTML = "{http://www.w3.org/1999/xhtml}"


def draft_url(html: str) -> str:
    """Where the first form that keeps drafts sends what is typed into it."""
    return unescape(re.search(r'data-autosave-url="([^"]*)"', html).group(1))


def shown_fields(html: str, sent_to: str = "") -> dict[str, str | list[str]]:
    """The fields of a form, all but the CSRF token.

    The first in the content, or the first there whose path ends with `sent_to`.
    """
    page = html5lib.HTMLParser(strict=False).parse(html)
    main = next(e for e in page.iter(f"{_HTML}main"))
    forms = main.iter(f"{_HTML}form")
    form = next(e for e in forms if (e.get("action") or "").partition("?")[0].endswith(sent_to))
    fields: dict[str, str | list[str]] = {}
    for element in form.iter():
        name = element.get("name")
        if name and name != "csrf_token":
            for value in _values(element):
                _add(fields, name, value)
    return fields


def _values(element: Element) -> list[str]:
    if element.get("type") in {"checkbox", "radio"}:
        return [element.get("value", "on")] if "checked" in element.attrib else []
    if element.tag == f"{_HTML}select":
        options = list(element.iter(f"{_HTML}option"))
        chosen = [o for o in options if "selected" in o.attrib] or options[:1]
        return [o.get("value", "") for o in chosen]
    if element.tag == f"{_HTML}textarea":
        return [element.text or ""]
    return [element.get("value", "")]


def _add(fields: dict[str, str | list[str]], name: str, value: str) -> None:
    before = fields.get(name)
    if before is None:
        fields[name] = value
    else:
        fields[name] = [*([before] if isinstance(before, str) else before), value]
