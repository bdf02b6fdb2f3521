"""The administrator's screens for 圏域, towns, 民児協地区 and organisations."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.community import commands, queries
from cswtool.community.forms import (
    AreaForm,
    DistrictForm,
    NewAreaForm,
    NewDistrictForm,
    NewOrganisationForm,
    OrganisationForm,
    ZoneForm,
)
from cswtool.community.models import District, Organisation, Town, TownArea, Zone
from cswtool.community.rules import area_label
from cswtool.db.session import ScopedSession
from cswtool.web.editing import EditPage, require_as_shown
from cswtool.web.forms import Form
from cswtool.web.guarded import GuardedBlueprint

NEEDS = Permission.OFFICE_DATA
SAVED = "保存しました。"
NAME_TAKEN = "この名前はもうあります。別の名前にするか、そちらを直してください。"
CONFIRMED = "確認済みにしました。"

community = GuardedBlueprint(
    "community",
    url_prefix="/office",
    records={
        "zone_id": Zone,
        "town_id": Town,
        "area_id": TownArea,
        "district_id": District,
        "organisation_id": Organisation,
    },
)


def _confirmed(
    record: Zone | TownArea | District | Organisation, listed_at: str
) -> ResponseReturnValue:
    require_as_shown(record)
    commands.confirm(record)
    flash(CONFIRMED, "ok")
    return redirect(url_for(listed_at, _anchor=f"row-{record.id}"), HTTPStatus.SEE_OTHER)


def _saved(page: EditPage, form: Form, save: Callable[[], None]) -> ResponseReturnValue:
    try:
        save()
    except commands.NameTakenError:
        form["name"].errors = [NAME_TAKEN]
        return page.invalid(form)
    return page.done(SAVED)


@community.get("/zones", needs=NEEDS)
def zones(session: ScopedSession) -> ResponseReturnValue:
    return render_template("community/zones.html", zones=queries.zones(session))


def _zone_page(zone: Zone) -> EditPage:
    return EditPage(f"{zone.name}圏域を直す", url_for("community.zones"), "圏域")


@community.get("/zones/<uuid:zone_id>", needs=NEEDS)
def zone(_session: ScopedSession, zone: Zone) -> ResponseReturnValue:
    return _zone_page(zone).shown(ZoneForm(obj=zone))


@community.post("/zones/<uuid:zone_id>", needs=NEEDS)
def save_zone(_session: ScopedSession, zone: Zone) -> ResponseReturnValue:
    page, form = _zone_page(zone), ZoneForm(obj=zone)
    if refusal := page.refused(form, ZoneForm(obj=zone, formdata=None)):
        return refusal
    commands.change_zone(zone, form.to_input())
    return page.done(SAVED)


@community.post("/zones/<uuid:zone_id>/confirm", needs=NEEDS)
def confirm_zone(_session: ScopedSession, zone: Zone) -> ResponseReturnValue:
    return _confirmed(zone, "community.zones")


@community.get("/towns", needs=NEEDS)
def towns(session: ScopedSession) -> ResponseReturnValue:
    found = queries.towns_with_areas(session)
    return render_template("community/towns.html", towns=found, area_label=area_label)


def _area_page(town: Town, title: str, **more: str) -> EditPage:
    back = url_for("community.towns", _anchor=f"town-{town.id}")
    return EditPage(f"{town.name}：{title}", back, "町と圏域", **more)


@community.get("/towns/<uuid:town_id>/areas/new", needs=NEEDS)
def new_area(session: ScopedSession, town: Town) -> ResponseReturnValue:
    return _area_page(town, "行を加える").shown(NewAreaForm().offer(town, queries.zones(session)))


@community.post("/towns/<uuid:town_id>/areas/new", needs=NEEDS)
def create_area(session: ScopedSession, town: Town) -> ResponseReturnValue:
    page, form = _area_page(town, "行を加える"), NewAreaForm().offer(town, queries.zones(session))
    if not form.validate():
        return page.invalid(form)
    new_id = form.new_record_id()
    if session.get(TownArea, new_id) is not None:
        return page.done(SAVED)
    return _save_area(session, page, form, TownArea(id=new_id, town_id=town.id))


def _save_area(
    session: ScopedSession, page: EditPage, form: AreaForm | NewAreaForm, area: TownArea
) -> ResponseReturnValue:
    try:
        commands.save_area(session, area, form.to_input())
    except commands.OverlapError as error:
        place = area_label(error.other)
        form.banchi_from.errors = [
            f"「{place}」の行と重なっています。番地を直すか、先に「{place}」の行を直してください。"
        ]
        return page.invalid(form)
    return page.done(SAVED)


def _edit_area_page(area: TownArea) -> EditPage:
    remove = url_for("community.remove_area", area_id=area.id)
    return _area_page(area.town, f"{area_label(area)}の圏域を直す", remove_url=remove)


def _area_form(session: ScopedSession, area: TownArea, **more: None) -> AreaForm:
    return AreaForm(obj=area, **more).offer(area.town, queries.zones(session))


@community.get("/areas/<uuid:area_id>", needs=NEEDS)
def area(session: ScopedSession, area: TownArea) -> ResponseReturnValue:
    return _edit_area_page(area).shown(_area_form(session, area))


@community.post("/areas/<uuid:area_id>", needs=NEEDS)
def save_area(session: ScopedSession, area: TownArea) -> ResponseReturnValue:
    page, form = _edit_area_page(area), _area_form(session, area)
    if refusal := page.refused(form, _area_form(session, area, formdata=None)):
        return refusal
    return _save_area(session, page, form, area)


@community.post("/areas/<uuid:area_id>/confirm", needs=NEEDS)
def confirm_area(_session: ScopedSession, area: TownArea) -> ResponseReturnValue:
    return _confirmed(area, "community.towns")


@community.post("/areas/<uuid:area_id>/remove", needs=NEEDS)
def remove_area(session: ScopedSession, area: TownArea) -> ResponseReturnValue:
    require_as_shown(area)
    session.delete(area)
    return _area_page(area.town, "").done("行を取り除きました。")


@community.get("/districts", needs=NEEDS)
def districts(session: ScopedSession) -> ResponseReturnValue:
    found, names = queries.districts(session), {t.id: t.name for t in queries.towns(session)}
    return render_template("community/districts.html", districts=found, town_names=names)


def _district_page(title: str, **more: str) -> EditPage:
    return EditPage(title, url_for("community.districts"), "民児協地区", **more)


@community.get("/districts/new", needs=NEEDS)
def new_district(session: ScopedSession) -> ResponseReturnValue:
    form = NewDistrictForm().offer(queries.towns(session))
    return _district_page("民児協地区を加える").shown(form)


@community.post("/districts/new", needs=NEEDS)
def create_district(session: ScopedSession) -> ResponseReturnValue:
    page, form = _district_page("民児協地区を加える"), NewDistrictForm()
    if not form.offer(queries.towns(session)).validate():
        return page.invalid(form)
    new_id = form.new_record_id()
    if session.get(District, new_id) is not None:
        return page.done(SAVED)
    position = len(queries.districts(session)) + 1
    new = District(id=new_id, code=new_id.hex, position=position)
    return _saved(page, form, partial(commands.save_district, session, new, form.to_input()))


def _edit_district_page(district: District) -> EditPage:
    remove = url_for("community.remove_district", district_id=district.id)
    return _district_page("民児協地区を直す", remove_url=remove)


def _district_form(session: ScopedSession, district: District, **more: None) -> DistrictForm:
    return DistrictForm(obj=district, **more).offer(queries.towns(session))


@community.get("/districts/<uuid:district_id>", needs=NEEDS)
def district(session: ScopedSession, district: District) -> ResponseReturnValue:
    return _edit_district_page(district).shown(_district_form(session, district))


@community.post("/districts/<uuid:district_id>", needs=NEEDS)
def save_district(session: ScopedSession, district: District) -> ResponseReturnValue:
    page, form = _edit_district_page(district), _district_form(session, district)
    if refusal := page.refused(form, _district_form(session, district, formdata=None)):
        return refusal
    return _saved(page, form, partial(commands.save_district, session, district, form.to_input()))


@community.post("/districts/<uuid:district_id>/confirm", needs=NEEDS)
def confirm_district(_session: ScopedSession, district: District) -> ResponseReturnValue:
    return _confirmed(district, "community.districts")


@community.post("/districts/<uuid:district_id>/remove", needs=NEEDS)
def remove_district(session: ScopedSession, district: District) -> ResponseReturnValue:
    require_as_shown(district)
    page, form = _edit_district_page(district), _district_form(session, district, formdata=None)
    try:
        commands.remove_district(session, district)
    except commands.InUseError:
        form.name.errors = ["この地区の民生委員がいます。先にその人の地区を変えてください。"]
        return page.invalid(form)
    return page.done("取り除きました。")


@community.get("/organisations", needs=NEEDS)
def organisations(session: ScopedSession) -> ResponseReturnValue:
    return render_template(
        "community/organisations.html",
        groups=queries.organisations_by_kind(session),
        retired=queries.organisations_by_kind(session, retired=True),
    )


def _organisation_page(title: str) -> EditPage:
    return EditPage(title, url_for("community.organisations"), "連携機関")


@community.get("/organisations/new", needs=NEEDS)
def new_organisation(session: ScopedSession) -> ResponseReturnValue:
    form = NewOrganisationForm().offer(queries.kinds(session), queries.zones(session))
    return _organisation_page("連携機関を加える").shown(form)


@community.post("/organisations/new", needs=NEEDS)
def create_organisation(session: ScopedSession) -> ResponseReturnValue:
    page, form = _organisation_page("連携機関を加える"), NewOrganisationForm()
    if not form.offer(queries.kinds(session), queries.zones(session)).validate():
        return page.invalid(form)
    new_id = form.new_record_id()
    if session.get(Organisation, new_id) is not None:
        return page.done(SAVED)
    new = Organisation(id=new_id)
    return _saved(page, form, partial(commands.save_organisation, session, new, form.to_input()))


def _organisation_form(
    session: ScopedSession, organisation: Organisation, **more: None
) -> OrganisationForm:
    form = OrganisationForm(obj=organisation, **more)
    return form.offer(queries.kinds(session), queries.zones(session))


@community.get("/organisations/<uuid:organisation_id>", needs=NEEDS)
def organisation(session: ScopedSession, organisation: Organisation) -> ResponseReturnValue:
    form = _organisation_form(session, organisation)
    return _organisation_page("連携機関を直す").shown(form)


@community.post("/organisations/<uuid:organisation_id>", needs=NEEDS)
def save_organisation(session: ScopedSession, organisation: Organisation) -> ResponseReturnValue:
    page, form = _organisation_page("連携機関を直す"), _organisation_form(session, organisation)
    if refusal := page.refused(form, _organisation_form(session, organisation, formdata=None)):
        return refusal
    save = partial(commands.save_organisation, session, organisation, form.to_input())
    return _saved(page, form, save)


@community.post("/organisations/<uuid:organisation_id>/confirm", needs=NEEDS)
def confirm_organisation(
    _session: ScopedSession, organisation: Organisation
) -> ResponseReturnValue:
    return _confirmed(organisation, "community.organisations")
