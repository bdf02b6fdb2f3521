"""The person (or job) in whose name something happens."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person does in the office. Roles combine freely on one person."""

    CSW = "csw"
    COORDINATOR = "coordinator"
    COUNSELLOR = "counsellor"
    SUPERVISOR = "supervisor"
    REPORT_READER = "report_reader"
    COMMISSIONER = "commissioner"
    PARTNER = "partner"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Role.CSW: "CSW",
    Role.COORDINATOR: "相談支援包括化推進員",
    Role.COUNSELLOR: "相談員",
    Role.SUPERVISOR: "係長・統括",
    Role.REPORT_READER: "報告閲覧(市)",
    Role.COMMISSIONER: "民生委員・児童委員",
    Role.PARTNER: "連携機関",
    Role.PRIVACY_OFFICER: "個人情報保護担当",
    Role.ADMINISTRATOR: "システム管理者",
}

CASE_STAFF = frozenset({Role.CSW, Role.COORDINATOR, Role.COUNSELLOR, Role.SUPERVISOR})
"""Those who work on cases. Everybody else sees no case content at all."""


_OUTSIDE = {Role.REPORT_READER, Role.PARTNER}
_INSIDE = CASE_STAFF | {Role.ADMINISTRATOR, Role.PRIVACY_OFFICER}


def role_clash(roles: frozenset[Role]) -> str | None:
    """Why these roles cannot be one person's, in words for the administrator; None if they can."""
    if roles & _OUTSIDE and roles & _INSIDE:
        return (
            "市の報告閲覧と連携機関は、外の機関の人の役割です。"
            "職員の役割（CSW・係長・管理者など）といっしょには付けられません。"
        )
    if Role.PRIVACY_OFFICER in roles and roles & (CASE_STAFF | {Role.ADMINISTRATOR}):
        return (
            "個人情報保護担当は、だれが何を見たかを調べる役割です。自分のことを自分で調べないよう、"
            "ケースを見る役割や管理者といっしょには付けられません。"
        )
    return None


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, detached from the database; or the calendar of one.

    `zone_ids` are the 圏域 the person is responsible for. `whole_office` is the office's
    setting `case_visibility`: whether case staff see every unrestricted case, or only
    those of their own zones.
    """

    id: UUID
    name: str
    roles: frozenset[Role]
    zone_ids: frozenset[UUID] = frozenset()
    whole_office: bool = True
    calendar_of: "Actor | None" = None
    """The person whose calendar asks. A calendar has an id of its own and no role, so every
    rule turns it away but those that speak of calendars."""

    def has(self, *roles: Role) -> bool:
        """Whether the person holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_case_staff(self) -> bool:
        return not self.roles.isdisjoint(CASE_STAFF)

    @property
    def reads_figures_only(self) -> bool:
        """Sees what is published and nothing else: no person, no record."""
        return self.roles == {Role.REPORT_READER}

    @property
    def role_labels(self) -> list[str]:
        return [role.label for role in Role if role in self.roles]


NOBODY = Actor(id=UUID(int=0), name="", roles=frozenset())
"""Who acts before anyone has signed in: sees no confidential record at all."""
