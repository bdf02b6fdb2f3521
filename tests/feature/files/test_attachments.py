"""添付: taken by content, sealed, seen with the case, saved and looked at, withdrawn."""

import io
import re
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from cswtool.consultations.models import Consultation
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.files.models import Attachment, AttachmentContent
from cswtool.files.rules.kinds import FileKind
from tests import samples
from tests.client import csrf_token
from tests.world import PICTURE

MEGA = 1024 * 1024


def count(engine, model=Attachment) -> int:
    with elevated(engine, reason="test") as session:
        return session.scalar(select(func.count()).select_from(model))


def latest(engine, number=1) -> list[Attachment]:
    with elevated(engine, reason="test") as session:
        query = select(Attachment).order_by(Attachment.at.desc(), Attachment.name).limit(number)
        return list(session.scalars(query))


def of(case) -> str:
    return f"/cases/{case}/attachments"


def one(world, case="west") -> str:
    return f"{of(world.ids[f'case_{case}'])}/{world.ids[f'attachment_{case}']}"


def upload(*files: tuple[bytes, str]) -> dict:
    return {"files": [(io.BytesIO(content), name) for content, name in files]}


def test_several_files_are_attached_at_once(browse, engine, world):
    client, before = browse("futanto"), count(engine)
    sent = upload((samples.jpeg(turned=6), "IMG_1.HEIC"), (samples.PDF, "通知 令和8年.pdf"))
    answer = client.send(of(world.case_west), **sent, caption="市からの通知")
    assert (answer.status_code, count(engine)) == (303, before + 2)
    picture, letter = latest(engine, 2)
    assert (picture.name, picture.kind) == ("IMG_1.HEIC.jpg", FileKind.JPEG)
    assert (letter.name, letter.kind, letter.caption) == (
        "通知 令和8年.pdf",
        FileKind.PDF,
        "市からの通知",
    )
    assert letter.author_id == world.users["futanto"]
    page = client.get(answer.location).text
    assert "通知 令和8年.pdf" in page
    assert "市からの通知" in page
    got = client.get(f"{of(world.case_west)}/{picture.id}").data
    assert got.startswith(b"\xff\xd8")
    assert samples.GPS_NOTE not in got
    assert picture.size == len(got)


def test_what_is_stored_is_sealed(browse, engine, world):
    browse("shutanto").send(of(world.case_west), **upload((samples.TEXT, "メモ.txt")))
    with elevated(engine, reason="test") as session:
        query = select(AttachmentContent.sealed).where(
            AttachmentContent.attachment_id == latest(engine)[0].id
        )
        sealed = session.scalars(query).one()
    assert samples.TEXT not in sealed


def test_a_form_sent_twice_attaches_once(browse, engine, world):
    before, key = count(engine), str(uuid4())
    for _ in range(2):
        sent = upload((samples.PDF, "a.pdf"), (samples.png(), "b.png"))
        answer = browse("shutanto").send(of(world.case_west), **sent, form_key=key)
        assert answer.status_code == 303
    assert count(engine) == before + 2


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (samples.HTML, "写真.jpg", "ウェブページ"),
        (samples.SVG, "絵.png", "ウェブページ"),
        (samples.PROGRAM, "通知.pdf", "プログラム"),
        (samples.archive(), "書類.docx", "圧縮"),
        (samples.office("docx", more={"/vbaProject.bin": "x/y"}), "書類.docx", "マクロ"),
        (samples.jpeg()[:150], "写真.jpg", "壊れて"),
        (b"", "空.txt", "中身がありません"),
    ],
)
def test_one_wrong_file_is_named_and_none_is_stored(content, name, why, browse, engine, world):
    before = count(engine), count(engine, AttachmentContent)
    sent = upload((samples.PDF, "正しい.pdf"), (content, name))
    answer = browse("shutanto").send(of(world.case_west), **sent, caption="説明の文")
    assert answer.status_code == 422
    assert re.search(f"「{name}」：[^<]*{why}", answer.text)
    assert "「正しい.pdf」" not in answer.text
    assert "もう一度選んでください" in answer.text
    assert "説明の文" in answer.text
    assert (count(engine), count(engine, AttachmentContent)) == before


def test_a_form_without_a_file_or_with_too_many_says_so(browse, world):
    client = browse("shutanto")
    assert "ファイルを選んでください" in client.send(of(world.case_west), caption="x").text
    many = upload(*[(samples.PDF, f"{number}.pdf") for number in range(6)])
    answer = client.send(of(world.case_west), **many)
    assert answer.status_code == 422
    assert "一度に添付できるのは5つまで" in answer.text


def send_large(client, url: str, size: int):
    """The test client would put a large body into a file of its own."""
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n',
        csrf_token(client.application).encode(),
        b'\r\n--x\r\nContent-Disposition: form-data; name="files"; filename="large.pdf"\r\n\r\n',
        b"%PDF-" + bytes(size),
        b"\r\n--x--\r\n",
    ]
    return client.post(url, data=b"".join(parts), content_type="multipart/form-data; boundary=x")


def test_only_routes_for_files_take_a_large_body(browse, engine, world):
    client, before = browse("shutanto"), count(engine)
    answer = send_large(client, of(world.case_west), 3 * MEGA)
    assert answer.status_code == 422
    assert "「large.pdf」：1MBを超えています" in answer.text
    assert send_large(client, f"/cases/{world.case_west}/tasks", 3 * MEGA).status_code == 413
    answer = send_large(client, of(world.case_west), 8 * MEGA)
    assert answer.status_code == 413
    assert "ファイルを小さくするか" in answer.text
    assert count(engine) == before


def test_a_scanner_that_objects_is_told_with_the_file(app, browse, engine, world):
    from dataclasses import replace

    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, scan_command="sh -c 'exit 1'")
    before = count(engine)
    answer = browse("shutanto").send(of(world.case_west), **upload((samples.PDF, "a.pdf")))
    assert answer.status_code == 422
    assert "「a.pdf」：ウイルスの疑い" in answer.text
    assert count(engine) == before


def test_saving_and_looking_are_harmless_and_on_the_trail(browse, engine, world):
    client = browse("kakaricho")
    saved = client.get(one(world))
    assert saved.data == PICTURE
    assert saved.mimetype == "image/png"
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    assert (
        "filename*=UTF-8''%E4%B8%8D%E5%9C%A8%E7%A5%A8.png" in saved.headers["Content-Disposition"]
    )
    seen = client.get(one(world) + "/view")
    assert seen.data == PICTURE
    assert seen.headers["Content-Disposition"].startswith("inline")
    for answer in (saved, seen):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    with elevated(engine, reason="test") as session:
        rows = session.scalars(
            select(AuditEvent.detail).where(AuditEvent.record_id == world.attachment_west)
        ).all()
    assert {"files.download", "downloaded", "files.view"} <= set(rows)


def test_what_no_browser_shows_is_saved(browse, engine, world):
    client = browse("shutanto")
    client.send(of(world.case_west), **upload((samples.office("docx"), "手紙.docx")))
    url = f"{of(world.case_west)}/{latest(engine)[0].id}"
    assert client.get(url + "/view").location == url


def test_a_restricted_case_keeps_its_attachments_to_itself(browse, engine, world):
    before = count(engine)
    for who in ("yoso", "kakaricho"):
        client = browse(who)
        assert client.get(one(world, "restricted")).status_code == 404
        sent = upload((samples.PDF, "a.pdf"))
        assert client.send(of(world.case_restricted), **sent).status_code == 404
    assert count(engine) == before


def test_withdrawing_takes_the_content_and_keeps_who_and_why(browse, engine, world):
    client, before = browse("futanto"), count(engine, AttachmentContent)
    url = one(world)
    assert client.send(url + "/withdraw", reason="").status_code == 422
    assert client.send(url + "/withdraw", reason="別の世帯の写真だった").status_code == 303
    assert client.send(url + "/withdraw", reason="もう一度").status_code == 303
    assert count(engine, AttachmentContent) == before - 1
    assert client.get(url).status_code == client.get(url + "/view").status_code == 404
    page = client.get(f"/cases/{world.case_west}").text
    assert "副担当 次郎が取り下げ：別の世帯の写真だった" in page
    assert url + '"' not in page
    assert "取り下げています" in client.get(url + "/withdraw").text


def _change(engine, key, change) -> None:
    with elevated(engine, reason="test") as session:
        query = select(AttachmentContent).where(AttachmentContent.attachment_id == key)
        change(session, session.scalars(query).one())


def _flip(_session, content) -> None:
    content.sealed = content.sealed[:-1] + bytes([content.sealed[-1] ^ 1])


@pytest.mark.parametrize(
    "change", [_flip, lambda session, content: session.delete(content)], ids=["flipped", "gone"]
)
def test_changed_content_is_said_so_and_nothing_of_it_shown(change, browse, engine, world):
    _change(engine, world.attachment_west, change)
    for url in (one(world), one(world) + "/view"):
        answer = browse("shutanto").get(url)
        assert answer.status_code == 500
        assert "壊れているか、書き換えられている" in answer.text
        assert b"PNG" not in answer.data


def test_content_of_another_record_does_not_open(browse, engine, world):
    with elevated(engine, reason="test") as session:
        query = select(AttachmentContent.sealed).where(
            AttachmentContent.attachment_id == world.attachment_east
        )
        other = session.scalars(query).one()
    _change(engine, world.attachment_west, lambda _session, row: setattr(row, "sealed", other))
    assert browse("shutanto").get(one(world)).status_code == 500


# --- With a record of a visit --------------------------------------------------------------

VISIT = {"method": "visit", "outcome": "absent", "text": "応答がなく、不在票を置いて帰る。"}


def visits(engine) -> int:
    return count(engine, Consultation)


def test_a_photograph_goes_with_the_record_of_a_visit(browse, engine, world):
    client, key = browse("shutanto"), str(uuid4())
    url = f"/consultations/new?case={world.case_west}"
    assert "写真（置いてきた不在票など）" in client.get(url).text
    before, records = count(engine), visits(engine)
    for _ in range(2):
        sent = upload((samples.jpeg(), "写真.jpg"))
        assert client.send(url, **VISIT, **sent, form_key=key).status_code == 303
    assert (count(engine), visits(engine)) == (before + 1, records + 1)
    photo = latest(engine)[0]
    assert f"{photo.consultation_id}" == key
    link = f'href="{of(world.case_west)}/{photo.id}/view"'
    assert link in client.get(f"/consultations/{key}").text
    assert client.get(f"/cases/{world.case_west}").text.count(link) == 2


def test_a_refused_record_stores_nothing_and_asks_for_the_photograph_again(browse, engine, world):
    url = f"/consultations/new?case={world.case_west}"
    before, records = count(engine), visits(engine)
    client = browse("shutanto")
    answer = client.send(
        url, **{**VISIT, "method": "", "outcome": ""}, **upload((samples.png(), "a.png"))
    )
    assert answer.status_code == 422
    assert "ファイルをもう一度選んでください" in answer.text
    assert VISIT["text"] in answer.text
    answer = client.send(url, **VISIT, **upload((samples.SVG, "絵.svg")))
    assert answer.status_code == 422
    assert "「絵.svg」：" in answer.text
    assert VISIT["text"] in answer.text
    assert (count(engine), visits(engine)) == (before, records)


def test_another_text_under_the_same_key_asks_for_the_photograph_again(browse, world):
    client, key = browse("shutanto"), str(uuid4())
    url = f"/consultations/new?case={world.case_west}"
    client.send(url, **VISIT, form_key=key)
    sent = upload((samples.png(), "a.png"))
    answer = client.send(url, **{**VISIT, "text": "別の文"}, **sent, form_key=key)
    assert answer.status_code == 409
    assert "ファイルをもう一度選んでください" in answer.text


def test_without_a_case_a_record_takes_no_files(browse, engine):
    before, client = count(engine), browse("sodan")
    page = client.get("/consultations/new")
    assert page.status_code == 200
    assert 'type="file"' not in page.text
    sent = upload((samples.png(), "a.png"))
    assert client.send("/consultations/new", **VISIT, **sent).status_code == 303
    assert count(engine) == before
