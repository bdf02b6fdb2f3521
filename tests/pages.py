"""What a browser would send back from a page's form, as it stands there."""

from xml.etree.ElementTree import Element

import html5lib

_HTML = "{http://www.w3.org/1999/xhtml}"


def shown_fields(html: str) -> dict[str, str | list[str]]:
    """The fields of the page's first form in the content, all but the CSRF token."""
    page = html5lib.HTMLParser(strict=False).parse(html)
    main = next(e for e in page.iter(f"{_HTML}main"))
    form = next(e for e in main.iter(f"{_HTML}form"))
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
