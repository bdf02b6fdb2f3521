"""書き方 and marks: one field, read with headings and labels, found and corrected as before."""

from sqlalchemy import select

from cswtool.consultations.models import Consultation
from cswtool.db.elevated import elevated
from tests.pages import shown_fields

NEW = "/consultations/new"
FIND = "/records"
SOAP = "【S 主観的情報】\n眠れない\n\n【O 客観的情報】\n\n【A 評価】\n【所見】孤立が深い"


def _written(engine) -> Consultation:
    with elevated(engine, reason="test") as session:
        query = select(Consultation).order_by(Consultation.recorded_at.desc()).limit(1)
        return session.scalars(query).one()


def _record(client, case, **more):
    return client.send(f"{NEW}?case={case}", method="phone", **more)


def test_the_headings_are_shown_and_the_empty_ones_are_gone(browse, engine, world):
    assert _record(browse("shutanto"), world.case_west, text=SOAP, style="soap").status_code == 303
    record = _written(engine)
    assert "客観的情報" not in record.text
    for path in (f"/consultations/{record.id}", f"/cases/{world.case_west}/print/course"):
        page = browse("futanto").get(path).text
        assert '<p class="text-heading">S 主観的情報</p>' in page
        assert '<span class="text-mark">所見</span> 孤立が深い' in page
        assert "【" not in page


def test_the_next_record_begins_in_the_style_of_the_last(browse, world):
    assert "【S 主観的情報】\n" not in _field(browse("shutanto"))
    _record(browse("shutanto"), world.case_west, text=SOAP, style="soap")
    assert "【S 主観的情報】\n" in _field(browse("shutanto"))
    assert "【S 主観的情報】\n" not in _field(browse("futanto"))
    _record(browse("shutanto"), world.case_west, text="電話", style="free")
    assert "【S 主観的情報】\n" not in _field(browse("shutanto"))


def _field(client) -> str:
    page = client.get(NEW).text
    return page[page.index("<textarea") : page.index("</textarea>")]


def test_headings_alone_are_refused_and_stay(browse, world):
    text = "【S 主観的情報】\n\n【O 客観的情報】"
    answer = _record(browse("shutanto"), world.case_west, text=text, style="soap")
    assert answer.status_code == 422
    assert "見出しだけになっています" in answer.text
    assert "【O 客観的情報】</textarea>" in answer.text


def test_the_same_form_sent_twice_is_one_record_although_headings_were_taken_out(browse, world):
    key = shown_fields(browse("shutanto").get(NEW).text)["form_key"]
    first = _record(browse("shutanto"), world.case_west, text=SOAP, style="soap", form_key=key)
    second = _record(browse("shutanto"), world.case_west, text=SOAP, style="soap", form_key=key)
    assert (first.status_code, second.status_code) == (303, 303)


def test_a_mark_is_kept_through_a_correction_and_found(browse, engine, world):
    _record(browse("shutanto"), world.case_west, text="【第三者情報】隣家の話では夜に声がする")
    record = _written(engine)
    page = browse("shutanto").get(f"/consultations/{record.id}/edit").text
    assert "【第三者情報】隣家の話では夜に声がする</textarea>" in page
    found = browse("shutanto").send(FIND, typed="隣家の話")
    assert record.id.hex in found.text.replace("-", "")
