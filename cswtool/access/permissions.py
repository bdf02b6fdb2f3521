"""The permission table: what may be done to a record that is already in sight.

SQL decides what exists for a person (`visible_to` on each model, through `sight`); this
table decides what the person may do to it. Neither repeats the other. A rule is given the
actor and the last record of the URL, or None where the URL names none.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from cswtool.access.actor import CASE_STAFF, Actor, Role


class Permission(StrEnum):
    HOME = "home:read"
    OWN_ACCOUNT = "own-account:use"
    CALENDAR_KEEP = "calendar:keep"

    CASE_LIST = "case:list"
    CASE_READ = "case:read"
    CASE_OPEN = "case:open"
    CASE_EDIT = "case:edit"
    CASE_ASSIGN = "case:assign"
    HANDOVER_OFFER = "handover:offer"
    HANDOVER_READ = "handover:read"
    HANDOVER_ANSWER = "handover:answer"
    HANDOVER_WITHDRAW = "handover:withdraw"
    CASE_RESTRICT = "case:restrict"
    CASE_GRANT = "case:grant"
    CASE_WATCH = "case:watch"
    CASE_CLOSE = "case:close"
    CASE_REOPEN = "case:reopen"
    CLOSING_READ = "closing:read"
    CLOSING_DECIDE = "closing:decide"
    CLOSING_WITHDRAW = "closing:withdraw"
    CASE_JUDGE = "case:judge"
    CAUTION_KEEP = "caution:keep"
    PERSON_READ = "person:read"
    PERSON_EDIT = "person:edit"
    SEARCH = "search:use"
    PORTRAIT_READ = "portrait:read"
    PORTRAIT_EDIT = "portrait:edit"

    REGISTER_READ = "register:read"
    REGISTER_DECIDE = "register:decide"
    REGISTER_MERGE = "register:merge"

    CONSULTATION_ADD = "consultation:add"
    CONSULTATION_READ = "consultation:read"
    CONSULTATION_EDIT = "consultation:edit"
    DRAFT_KEEP = "draft:keep"
    LIST_KEEP = "list:keep"
    LIST_REMOVE = "list:remove"
    TASK_ADD = "task:add"
    TASK_DO = "task:do"
    ATTACHMENT_ADD = "attachment:add"
    ATTACHMENT_READ = "attachment:read"
    ATTACHMENT_WITHDRAW = "attachment:withdraw"
    OUTING_LEAVE = "outing:leave"
    OUTING_KEEP = "outing:keep"

    REFERRAL_LIST = "referral:list"
    REFERRAL_ADD = "referral:add"
    REFERRAL_READ = "referral:read"
    REFERRAL_STEP = "referral:step"

    PLAN_ADD = "plan:add"
    PLAN_READ = "plan:read"
    PLAN_WRITE = "plan:write"
    CASE_PRINT = "case:print"
    CASE_DISCLOSE = "case:disclose"

    INCOMING_SEND = "incoming:send"
    INCOMING_OWN = "incoming:own"
    INCOMING_LIST = "incoming:list"
    INCOMING_READ = "incoming:read"
    INCOMING_TAKE = "incoming:take"

    ACTIVITY_READ = "activity:read"
    ACTIVITY_WRITE = "activity:write"
    ACTIVITY_WITHDRAW = "activity:withdraw"
    REGIONAL_READ = "regional:read"
    REGIONAL_WRITE = "regional:write"
    REGIONAL_LINK = "regional:link"
    REGIONAL_PRINT = "regional:print"

    CASELOAD = "caseload:read"
    SUMMARY_PREPARE = "summary:prepare"
    EDITION_READ = "edition:read"
    EDITION_ASK = "edition:ask"
    EDITION_PUBLISH = "edition:publish"
    EDITION_WITHDRAW = "edition:withdraw"
    PUBLICATION_READ = "publication:read"
    RELEASE_WRITE = "release:write"
    RELEASE_READ = "release:read"
    RELEASE_EDIT = "release:edit"
    RELEASE_ANSWER = "release:answer"
    RELEASE_WITHDRAW = "release:withdraw"

    SIGNAL_READ = "signal:read"
    SIGNAL_DECIDE = "signal:decide"
    ACCOUNTS = "accounts:manage"
    OFFICE_DATA = "office-data:manage"
    TRAIL_READ = "trail:read"


Rule = Callable[[Actor, Any], bool]


def role_in(*roles: Role) -> Rule:
    return lambda actor, _record: actor.has(*roles)


def all_of(*rules: Rule) -> Rule:
    return lambda actor, record: all(rule(actor, record) for rule in rules)


def any_of(*rules: Rule) -> Rule:
    return lambda actor, record: any(rule(actor, record) for rule in rules)


def anybody(_actor: Actor, _record: Any) -> bool:
    return True


def case_worker(actor: Actor, record: Any) -> bool:
    """Primary or secondary worker of the record, which is a case."""
    return actor.id in {record.primary_id, record.secondary_id}


def on_its_case(rule: Rule) -> Rule:
    """Judge the case a record belongs to; a record without a case does not pass."""
    return lambda actor, record: record.case is not None and rule(actor, record.case)


def case_open(_actor: Actor, case: Any) -> bool:
    return not case.is_closed


def case_closed(_actor: Actor, case: Any) -> bool:
    return bool(case.is_closed)


def author(actor: Actor, record: Any) -> bool:
    return bool(record.author_id == actor.id)


def not_author(actor: Actor, record: Any) -> bool:
    """Nobody approves their own act."""
    return not author(actor, record)


def owner(actor: Actor, record: Any) -> bool:
    return bool(record.owner_id == actor.id)


def asked(actor: Actor, record: Any) -> bool:
    """Whoever the record asks for an answer."""
    return bool(record.to_id == actor.id)


def of_the_outing(actor: Actor, outing: Any) -> bool:
    """Whoever is out, and the colleague who was told."""
    return actor.id in {outing.owner_id, outing.companion_id, outing.told_id}


STAFF = role_in(*CASE_STAFF)
SUPERVISOR = role_in(Role.SUPERVISOR)
COMMISSIONER = role_in(Role.COMMISSIONER)
ADMINISTRATOR = role_in(Role.ADMINISTRATOR)

RULES: Final[Mapping[Permission, Rule]] = {
    Permission.HOME: anybody,
    Permission.OWN_ACCOUNT: anybody,
    Permission.CALENDAR_KEEP: STAFF,
    Permission.CASE_LIST: STAFF,
    Permission.CASE_READ: STAFF,
    Permission.CASE_OPEN: STAFF,
    Permission.CASE_EDIT: all_of(STAFF, case_open),
    Permission.CASE_ASSIGN: all_of(case_open, any_of(SUPERVISOR, case_worker)),
    Permission.HANDOVER_OFFER: all_of(case_open, any_of(SUPERVISOR, case_worker)),
    Permission.HANDOVER_READ: STAFF,
    Permission.HANDOVER_ANSWER: all_of(STAFF, asked),
    Permission.HANDOVER_WITHDRAW: all_of(
        STAFF, any_of(author, SUPERVISOR, on_its_case(case_worker))
    ),
    Permission.CASE_RESTRICT: any_of(SUPERVISOR, case_worker),
    Permission.CASE_GRANT: any_of(SUPERVISOR, case_worker),
    Permission.CASE_WATCH: all_of(case_open, any_of(SUPERVISOR, case_worker)),
    Permission.CASE_CLOSE: all_of(case_open, any_of(SUPERVISOR, case_worker)),
    Permission.CASE_REOPEN: all_of(case_closed, any_of(SUPERVISOR, case_worker)),
    Permission.CLOSING_READ: STAFF,
    Permission.CLOSING_DECIDE: all_of(SUPERVISOR, not_author),
    Permission.CLOSING_WITHDRAW: all_of(STAFF, any_of(author, on_its_case(case_worker))),
    Permission.CASE_JUDGE: all_of(STAFF, case_open),
    Permission.CAUTION_KEEP: STAFF,
    Permission.PERSON_READ: STAFF,
    Permission.PERSON_EDIT: STAFF,
    Permission.SEARCH: STAFF,
    Permission.PORTRAIT_READ: STAFF,
    Permission.PORTRAIT_EDIT: STAFF,
    Permission.REGISTER_READ: STAFF,
    Permission.REGISTER_DECIDE: STAFF,
    Permission.REGISTER_MERGE: SUPERVISOR,
    Permission.CONSULTATION_ADD: STAFF,
    Permission.CONSULTATION_READ: STAFF,
    Permission.CONSULTATION_EDIT: all_of(STAFF, any_of(author, on_its_case(case_worker))),
    Permission.DRAFT_KEEP: anybody,
    Permission.LIST_KEEP: anybody,
    Permission.LIST_REMOVE: owner,
    Permission.TASK_ADD: STAFF,
    Permission.TASK_DO: all_of(STAFF, any_of(owner, SUPERVISOR, on_its_case(case_worker))),
    Permission.ATTACHMENT_ADD: STAFF,
    Permission.ATTACHMENT_READ: STAFF,
    Permission.ATTACHMENT_WITHDRAW: all_of(STAFF, any_of(author, on_its_case(case_worker))),
    Permission.OUTING_LEAVE: STAFF,
    Permission.OUTING_KEEP: all_of(STAFF, any_of(of_the_outing, SUPERVISOR)),
    Permission.REFERRAL_LIST: STAFF,
    Permission.REFERRAL_ADD: all_of(STAFF, case_open),
    Permission.REFERRAL_READ: STAFF,
    Permission.REFERRAL_STEP: STAFF,
    Permission.PLAN_ADD: all_of(STAFF, case_open),
    Permission.PLAN_READ: STAFF,
    Permission.PLAN_WRITE: all_of(STAFF, on_its_case(case_open)),
    Permission.CASE_PRINT: STAFF,
    Permission.CASE_DISCLOSE: SUPERVISOR,
    Permission.INCOMING_SEND: COMMISSIONER,
    Permission.INCOMING_OWN: all_of(COMMISSIONER, author),
    Permission.INCOMING_LIST: STAFF,
    Permission.INCOMING_READ: STAFF,
    Permission.INCOMING_TAKE: STAFF,
    Permission.ACTIVITY_READ: STAFF,
    Permission.ACTIVITY_WRITE: STAFF,
    Permission.ACTIVITY_WITHDRAW: all_of(STAFF, any_of(author, SUPERVISOR)),
    Permission.REGIONAL_READ: STAFF,
    Permission.REGIONAL_WRITE: STAFF,
    Permission.REGIONAL_LINK: STAFF,
    Permission.REGIONAL_PRINT: STAFF,
    Permission.CASELOAD: SUPERVISOR,
    Permission.SUMMARY_PREPARE: STAFF,
    Permission.EDITION_READ: STAFF,
    Permission.EDITION_ASK: all_of(STAFF, author),
    Permission.EDITION_PUBLISH: all_of(SUPERVISOR, not_author),
    Permission.EDITION_WITHDRAW: all_of(STAFF, any_of(author, SUPERVISOR)),
    Permission.PUBLICATION_READ: any_of(STAFF, role_in(Role.REPORT_READER)),
    Permission.SIGNAL_READ: STAFF,
    Permission.SIGNAL_DECIDE: STAFF,
    Permission.RELEASE_WRITE: STAFF,
    Permission.RELEASE_READ: STAFF,
    Permission.RELEASE_EDIT: all_of(STAFF, author),
    Permission.RELEASE_ANSWER: all_of(STAFF, asked, not_author),
    Permission.RELEASE_WITHDRAW: all_of(STAFF, any_of(author, SUPERVISOR)),
    Permission.ACCOUNTS: ADMINISTRATOR,
    Permission.OFFICE_DATA: ADMINISTRATOR,
    Permission.TRAIL_READ: role_in(Role.PRIVACY_OFFICER),
}


def may(actor: Actor, permission: Permission, record: object = None) -> bool:
    """Whether `actor` may do this, to `record` where the permission is about one."""
    return RULES[permission](actor, record)
