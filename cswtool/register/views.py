"""重複の候補: told apart, merged with a preview, taken apart again."""

from collections import Counter
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.register import commands, queries
from cswtool.register.forms import MergeForm, Two, VerdictForm
from cswtool.register.models import MODELS, LikenessVerdict, Merge
from cswtool.register.rules import MOVED, PARTS, Subject
from cswtool.web.editing import require_as_shown
from cswtool.web.guarded import GuardedBlueprint

register = GuardedBlueprint(
    "register",
    records={
        "person_id": Person,
        "other_person_id": Person,
        "case_id": Case,
        "other_case_id": Case,
        "merge_id": Merge,
    },
)

_PEOPLE = "/duplicates/people/<uuid:person_id>/<uuid:other_person_id>"
_CASES = "/duplicates/cases/<uuid:case_id>/<uuid:other_case_id>"
_MERGE = "/merges/<uuid:merge_id>"


@register.get("/duplicates", needs=Permission.REGISTER_READ)
def index(session: ScopedSession) -> ResponseReturnValue:
    return render_template(
        "register/index.html",
        found=queries.likenesses(session),
        merges=queries.merges(session),
        today=clock.today(),
    )


@register.get(_PEOPLE, needs=Permission.REGISTER_READ)
def people(session: ScopedSession, person: Person, other_person: Person) -> ResponseReturnValue:
    return _look(session, Two(Subject.PERSON, person, other_person))


@register.get(_CASES, needs=Permission.REGISTER_READ)
def cases(session: ScopedSession, case: Case, other_case: Case) -> ResponseReturnValue:
    return _look(session, Two(Subject.CASE, case, other_case))


@register.post(_PEOPLE + "/verdict", needs=Permission.REGISTER_DECIDE)
def decide_people(
    session: ScopedSession, person: Person, other_person: Person
) -> ResponseReturnValue:
    return _decide(session, Two(Subject.PERSON, person, other_person))


@register.post(_CASES + "/verdict", needs=Permission.REGISTER_DECIDE)
def decide_cases(session: ScopedSession, case: Case, other_case: Case) -> ResponseReturnValue:
    return _decide(session, Two(Subject.CASE, case, other_case))


@register.post(_PEOPLE, needs=Permission.REGISTER_MERGE)
def merge_people(
    session: ScopedSession, person: Person, other_person: Person
) -> ResponseReturnValue:
    return _merge(session, Two(Subject.PERSON, person, other_person))


@register.post(_CASES, needs=Permission.REGISTER_MERGE)
def merge_cases(session: ScopedSession, case: Case, other_case: Case) -> ResponseReturnValue:
    return _merge(session, Two(Subject.CASE, case, other_case))


def _look(session: ScopedSession, two: Two) -> ResponseReturnValue:
    if two.kept is two.gone:
        return _one_already()
    return _pair_page(session, two, MergeForm.of(two, formdata=None), VerdictForm(formdata=None))


def _one_already() -> ResponseReturnValue:
    flash("この2つは、もう統合されています。", "info")
    return redirect(url_for("register.index"), HTTPStatus.SEE_OTHER)


def _pair_page(session: ScopedSession, two: Two, form: MergeForm, verdict: VerdictForm) -> str:
    try:
        moved = commands.rehearse(session, two.wish())
    except commands.MixedSightError:
        moved = None
    return render_template(
        "register/pair.html",
        two=two,
        form=form,
        verdict=verdict,
        said=LikenessVerdict.on(session, two.kept.id, two.gone.id),
        parts=PARTS[two.subject],
        moved=moved,
        words=MOVED,
    )


def _decide(session: ScopedSession, two: Two) -> ResponseReturnValue:
    if two.kept is two.gone:
        return _one_already()
    form = VerdictForm()
    if not form.validate():
        return _pair_page(session, two, MergeForm.of(two, formdata=None), form), 422
    commands.decide(session, two.wish(reason=form.why.data or ""), form.to_verdict())
    flash("判断を残しました。", "ok")
    return redirect(url_for("register.index"), HTTPStatus.SEE_OTHER)


def _merge(session: ScopedSession, two: Two) -> ResponseReturnValue:
    if two.kept is two.gone:
        return _one_already()
    form, verdict = MergeForm.of(two), VerdictForm(formdata=None)
    if not form.validate():
        return _pair_page(session, two, form, verdict), 422
    if not form.is_of(two):
        return _pair_page(session, two, form, verdict), 409
    key = form.new_record_id()
    try:
        commands.merge(session, key, form.wish(two))
    except commands.MixedSightError:
        return _pair_page(session, two, form, verdict), 409
    flash("統合しました。まちがいだったときは、この画面から元に戻せます。", "ok")
    return redirect(url_for("register.merged", merge_id=key), HTTPStatus.SEE_OTHER)


@register.get(_MERGE, endpoint="merged", needs=Permission.REGISTER_READ)
def merged(session: ScopedSession, merge: Merge) -> ResponseReturnValue:
    return _merged_page(session, merge)


@register.post(_MERGE + "/undo", needs=Permission.REGISTER_MERGE)
def undo(session: ScopedSession, merge: Merge) -> ResponseReturnValue:
    require_as_shown(merge)
    try:
        commands.undo(session, merge)
    except commands.CannotUndoError:
        return _merged_page(session, merge), 409
    flash("統合を元に戻しました。", "ok")
    return redirect(url_for("register.index"), HTTPStatus.SEE_OTHER)


def _merged_page(session: ScopedSession, merge: Merge) -> str:
    blocked = [] if merge.undone_at else commands.obstacles(session, merge)
    return render_template(
        "register/merged.html",
        merge=merge,
        now=queries.led_to(session, MODELS[merge.subject], merge.gone_id),
        facts=queries.as_it_was(session, merge),
        moved=Counter(model for model, _ in {(move["model"], move["id"]) for move in merge.moves}),
        words=MOVED,
        obstacles=blocked,
    )
