"""On what basis something is shared. Wordings are from general knowledge: provisional."""

from enum import StrEnum


class Basis(StrEnum):
    CONSENT = "consent"
    LAW = "law"
    LIFE = "life"
    CHILD_HEALTH = "child-health"
    PUBLIC_DUTY = "public-duty"
    SUPPORT_MEETING = "support-meeting"
    NEEDY_MEETING = "needy-meeting"
    CHILD_COUNCIL = "child-council"
    NOTICE = "notice"
    ENTRUSTED = "entrusted"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Basis.CONSENT: "本人の同意",
    Basis.LAW: "法令に基づく（個人情報保護法27条1項1号）",
    Basis.LIFE: "生命・身体・財産の保護で同意が困難（同2号）",
    Basis.CHILD_HEALTH: "公衆衛生・児童の健全育成で同意が困難（同3号）",
    Basis.PUBLIC_DUTY: "国・自治体等の事務への協力（同4号）",
    Basis.SUPPORT_MEETING: "支援会議（社会福祉法106条の6）",
    Basis.NEEDY_MEETING: "支援会議（生活困窮者自立支援法9条）",
    Basis.CHILD_COUNCIL: "要保護児童対策地域協議会（児童福祉法25条の2）",
    Basis.NOTICE: "虐待などの通告・通報",
    Basis.ENTRUSTED: "委託に伴う提供（個人情報保護法27条5項1号）",
}


class ConsentWay(StrEnum):
    WRITTEN = "written"
    SPOKEN = "spoken"

    @property
    def label(self) -> str:
        return {"written": "書面", "spoken": "口頭"}[self]
