"""How the trail is put into words: acts, kinds of record, changed fields, outcomes."""

import re
from collections.abc import Iterable, Mapping
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
    Permission.CASE_JUDGE: "緊急度と複雑さの判断",
    Permission.CAUTION_KEEP: "訪問時の注意",
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
    "Caution": "訪問時の注意",
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

FIELDS: Final[Mapping[str, str]] = {
    "abuse": "虐待の課題か",
    "active": "使うか",
    "address": "住所",
    "address_protected": "住所の保護",
    "age_band": "年代",
    "answer": "助言",
    "asker_id": "相談者",
    "at": "日時",
    "author_id": "書いた人",
    "awareness": "本人は知っているか",
    "banchi_from": "番地のはじめ",
    "banchi_to": "番地のおわり",
    "basis": "根拠",
    "basis_note": "根拠のメモ",
    "birth_date": "生年月日",
    "birth_estimated": "生年月日は推定か",
    "blocked_until": "サインインの待ち時間",
    "case_id": "ケース",
    "case_visibility": "ケースの見える範囲",
    "cell": "集計の欄",
    "chome": "丁目",
    "chomes": "丁目の数",
    "closed_on": "終結した日",
    "closing_id": "終結の理由",
    "closing_summary": "終結時のまとめ",
    "code": "記号",
    "code_hash": "招待コード",
    "companion_id": "同席した職員",
    "complexity": "複雑さ",
    "consent_on": "同意を得た日",
    "consent_way": "同意の取り方",
    "consultation_id": "相談記録",
    "contact": "相手の担当者",
    "counterpart": "相手",
    "covers_all": "全域を受け持つか",
    "day": "日付",
    "deleted": "削除",
    "demo": "架空の事業所か",
    "description": "説明",
    "disabled_at": "停止した日時",
    "district_id": "民児協地区",
    "done_at": "済んだ日時",
    "done_by_id": "済ませた人",
    "due_on": "期日",
    "expires_at": "期限",
    "failures": "サインインの失敗回数",
    "first": "はじめの日",
    "focus_id": "本人",
    "folded": "検索用の文字",
    "group": "分類",
    "group_code": "分類",
    "headline": "主訴",
    "household_id": "世帯類型",
    "id": "番号",
    "issue_id": "課題",
    "kana": "ふりがな",
    "kind": "種類",
    "kind_code": "種類",
    "label": "名前",
    "last": "おわりの日",
    "lives_here": "同居しているか",
    "login": "ログイン名",
    "main": "主課題か",
    "method": "方法",
    "minutes": "時間",
    "name": "名前",
    "note": "メモ",
    "number": "番号",
    "opened_on": "開始した日",
    "organisation_id": "連携機関",
    "outcome": "訪問の結果",
    "owner_id": "する人",
    "password_hash": "パスワード",
    "person_id": "世帯員",
    "phone": "電話番号",
    "place": "住所や目印",
    "position": "並び順",
    "postcode": "郵便番号",
    "primary_id": "主担当",
    "profile": "公表か内部か",
    "provisional": "仮",
    "publication_id": "公表した版",
    "purpose": "目的",
    "rank": "順位",
    "reason": "理由",
    "recorded_at": "記録した日時",
    "referral_id": "つなぎ",
    "relation": "続柄",
    "restricted": "閲覧の制限",
    "role": "役割",
    "route_id": "相談経路",
    "secondary_id": "副担当",
    "sex": "性別",
    "shared": "伝える内容",
    "since": "いつから",
    "status": "状態",
    "status_on": "その状態になった日",
    "tables": "表",
    "taken_at": "引き受けた日時",
    "taken_by_id": "引き受けた人",
    "text": "内容",
    "threshold": "公表の下限",
    "title": "表題・すること",
    "town_id": "町",
    "two_workers": "二人訪問か",
    "two_workers_reason": "二人訪問の理由",
    "until": "いつまで",
    "urgency": "緊急度",
    "used_at": "使った日時",
    "user_id": "利用者",
    "value": "数値",
    "version": "版",
    "who": "どなたのこと",
    "wish": "してほしいこと",
    "with_whom": "相手（くわしく）",
    "worry": "気になる様子",
    "zone_id": "圏域",
}
"""Every field whose change the trail may name."""

_UNTOLD: Final = frozenset({"folded", "version"})
"""Fields that change along with others and tell nothing of themselves."""

WORDS: Final[Mapping[str, str]] = {
    "init": "はじめの設定",
    "user add": "利用者を加えた（サーバーでの操作）",
    "user disable": "利用者を停止した（サーバーでの操作）",
    "user reset": "招待コードを出した（サーバーでの操作）",
    "demo": "架空のデータを作った",
    "a worker is disabled: handing over": "停止する職員の担当の引き継ぎ",
    "handing over": "引き継ぐ件数",
    "cases by 圏域 and worker": "圏域と担当ごとのケースの件数",
    "numbers of restricted cases": "閲覧が制限されたケースの番号",
    "overdue steps by 圏域 and owner": "期限を過ぎた対応の件数",
    "owners of open steps": "対応が残っている人",
    "search: a case number out of sight": "検索した番号が見えないケースにあるか",
    "search: matches out of sight": "検索した人が見えない範囲にいるか",
    "unanswered つなぎ by 圏域 and worker": "返事のないつなぎの件数",
    "waiting 連絡票 by 圏域": "連絡を待つ連絡票の件数",
    "taken already": "すでにケースに入っていた",
    "print: つなぎ書": "つなぎ書を印刷した",
    "done": "済みにした",
    "reopened": "済みを取り消した",
    "reports.xlsx": "Excelで持ち出した",
    "reports.pdf": "PDFで持ち出した",
    "publications.xlsx": "Excelで持ち出した",
    "publications.pdf": "PDFで持ち出した",
    "signed in": "サインインした",
    "signed out": "サインアウトした",
    "signed out everywhere": "すべての場所でサインアウトした",
}
"""Every reason and detail that the program writes on the trail."""

_ENDPOINT: Final = re.compile(r"[a-z_]+\.[a-z_]+")
_UNSEEN: Final = re.compile(r"(?P<model>[A-Za-z]+) (?P<key>[0-9a-f-]{36}) [a-z_.]+")


def told(remark: str | None) -> str:
    """A reason or detail in words. The name of a page says no more than the act: nothing."""
    if not remark:
        return ""
    if unseen := _UNSEEN.fullmatch(remark):
        return f"{RECORDS.get(unseen['model'], unseen['model'])} {unseen['key']}"
    plain = remark.removeprefix("counts: ")
    if plain in WORDS:
        return WORDS[plain]
    return "" if _ENDPOINT.fullmatch(plain) else plain


def told_fields(names: Iterable[str]) -> str:
    """The changed fields of a row, each once."""
    shown = (FIELDS.get(name, name) for name in names if name not in _UNTOLD)
    return "、".join(dict.fromkeys(shown))
