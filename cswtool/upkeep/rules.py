"""How the trail is put into words: acts, kinds of record, outcomes."""

from collections.abc import Mapping
from typing import Final

from cswtool.access.permissions import Permission

_OF_PERMISSIONS: Final[Mapping[Permission, str]] = {
    Permission.HOME: "「今日」の画面",
    Permission.OWN_ACCOUNT: "自分のアカウント",
    Permission.CASE_LIST: "ケースの一覧",
    Permission.CASE_READ: "ケースを見る",
    Permission.CASE_OPEN: "ケースを始める",
    Permission.CASE_EDIT: "ケースを直す",
    Permission.CASE_ASSIGN: "ケースの担当を変える",
    Permission.CASE_RESTRICT: "ケースの閲覧制限",
    Permission.CASE_WATCH: "見守りにする・支援に戻す",
    Permission.CASE_CLOSE: "ケースを終結する",
    Permission.CASE_REOPEN: "ケースを再開する",
    Permission.PERSON_READ: "世帯員を見る",
    Permission.PERSON_EDIT: "世帯員を直す",
    Permission.SEARCH: "さがす",
    Permission.CONSULTATION_ADD: "相談を記録する",
    Permission.CONSULTATION_READ: "相談記録を見る",
    Permission.CONSULTATION_EDIT: "相談記録を直す",
    Permission.DRAFT_KEEP: "下書きの保存",
    Permission.TASK_ADD: "次の対応を決める",
    Permission.TASK_DO: "次の対応をする",
    Permission.REFERRAL_LIST: "つなぎの一覧",
    Permission.REFERRAL_ADD: "つなぎを作る",
    Permission.REFERRAL_READ: "つなぎを見る",
    Permission.REFERRAL_STEP: "つなぎを進める",
    Permission.INCOMING_SEND: "連絡票を書く",
    Permission.INCOMING_OWN: "自分の連絡票を見る",
    Permission.INCOMING_LIST: "連絡票の一覧",
    Permission.INCOMING_READ: "連絡票を見る",
    Permission.INCOMING_TAKE: "連絡票を受ける",
    Permission.CASELOAD: "圏域と担当者の状況",
    Permission.SUMMARY_PREPARE: "地域のまとめを作る",
    Permission.SUMMARY_PUBLISH: "地域のまとめを公表する",
    Permission.PUBLICATION_READ: "公表したまとめを見る",
    Permission.ACCOUNTS: "利用者の管理",
    Permission.OFFICE_DATA: "事業所のデータ",
    Permission.TRAIL_READ: "証跡を見る",
}

ACTIONS: Final[Mapping[str, str]] = {
    **{permission.value: label for permission, label in _OF_PERMISSIONS.items()},
    "sign-in": "サインイン",
    "invitation": "招待コードの使用",
    "elevated": "システムの処理",
    "start": "システムの起動",
}
"""Every act that the trail may name, as the privacy officer reads it."""

RECORDS: Final[Mapping[str, str]] = {
    "Case": "ケース",
    "CaseStep": "ケースの経過",
    "CaseGrant": "ケースの閲覧許可",
    "Membership": "世帯の構成",
    "Person": "世帯員・関係者",
    "Consultation": "相談記録",
    "ConsultationIssue": "相談の課題",
    "Task": "次の対応",
    "Referral": "つなぎ",
    "ReferralStep": "つなぎの経過",
    "IncomingReferral": "連絡票",
    "Publication": "公表",
    "User": "利用者",
    "UserRole": "利用者の役割",
    "UserZone": "利用者の担当圏域",
    "Invitation": "招待",
    "Office": "事業所の設定",
    "Zone": "圏域",
    "TownArea": "町と圏域",
    "District": "民児協地区",
    "DistrictTown": "民児協地区の町",
    "Organisation": "連携機関",
    "IssueType": "課題",
    "IssueNational": "課題と国の項目",
    "Choice": "選択肢",
}
"""The kinds of record that people ask about; the others stand under their own names."""

OUTCOMES: Final[Mapping[str, str]] = {
    "done": "実行",
    "refused": "権限がなく断った",
    "unseen": "見えない記録",
}
