"""How the trail is put into words: reasons and details."""

import re
from collections.abc import Mapping
from typing import Final

from cswtool.upkeep.rules.acts import RECORDS

WORDS: Final[Mapping[str, str]] = {
    "init": "はじめの設定",
    "user add": "利用者を加えた（サーバーでの操作）",
    "user disable": "利用者を停止した（サーバーでの操作）",
    "user reset": "招待コードを出した（サーバーでの操作）",
    "search rebuild": "検索の索引を作り直した",
    "demo": "架空のデータを作った",
    "a worker is disabled: handing over": "停止する職員の担当の引き継ぎ",
    "handing over": "引き継ぐ件数",
    "the trail of one case": "このケースの証跡を見るため、番号から確かめた",
    "households first met by month": "月ごとの、はじめて出会った世帯の数",
    "households that share a story": "事例の条件に当てはまる世帯の数",
    "households by issue and year": "課題ごと・年度ごとの世帯の数",
    "cases by 圏域 and worker": "圏域と担当ごとのケースの件数",
    "new cases by 圏域 and worker": "圏域と担当ごとの新しいケースの件数",
    "numbers of restricted cases": "閲覧が制限されたケースの番号",
    "activities by kind and 圏域": "種類と圏域ごとの地域支援の活動の件数",
    "households behind 地域課題": "地域課題の根拠となった世帯の数",
    "overdue steps by 圏域 and owner": "期限を過ぎた対応の件数",
    "owners of open steps": "対応が残っている人",
    "search: a case number out of sight": "検索した番号が見えないケースにあるか",
    "search: somebody with a protected address": "保護している人がさがされた",
    "search: matches out of sight": "検索した人が見えない範囲にいるか",
    "unanswered つなぎ by 圏域 and worker": "返事のないつなぎの件数",
    "waiting 連絡票 by 圏域": "連絡を待つ連絡票の件数",
    "text gate: every name on file": "外に出す文章を、登録されているすべての名前と照らし合わせた",
    "text gate: not checked": "文章を確かめられなかった",
    "merge": "統合のため、両方のすべてを確かめた",
    "merge undone": "統合を元に戻すため、両方のすべてを確かめた",
    "taken already": "すでにケースに入っていた",
    "print: つなぎ書": "つなぎ書を印刷した",
    "print: プラン": "プランを印刷した",
    "print: 評価シート": "評価シートを印刷した",
    "print: 相談受付票": "相談受付票を印刷した",
    "print: アセスメントシート": "インテーク・アセスメントシートを印刷した",
    "print: 開示用の写し": "開示用の写しを印刷した",
    "print: 経過一覧": "経過一覧を印刷した",
    "downloaded": "手元に保存した",
    "damaged": "保存された中身が壊れていた",
    "print: 地域課題シート（内部）": "地域課題シートを印刷した（内部資料・取扱注意）",
    "print: 地域課題シート（外部用）": "地域課題シートを印刷した（二人で確認済み、外部用）",
    "print: 地域課題のスライド（内部）": "地域課題のスライドを出した（内部資料・取扱注意）",
    "print: 地域課題のスライド（外部用）": "地域課題のスライドを出した（二人で確認済み、外部用）",
    "print: 様式C（外部用）": "様式C（地域課題一覧）に載せて出した（二人で確認済み、外部用）",
    "print: ジェノグラム": "ジェノグラムを印刷した",
    "print: エコマップ": "エコマップを印刷した",
    "print: 家族年表": "家族年表を印刷した",
    "removed: mistake": "まちがって入れたため取り除いた",
    "removed: twice": "二つあったため取り除いた",
    "removed: wish": "本人や家族の申し出で取り除いた",
    "done": "済みにした",
    "came back": "帰着した",
    "reopened": "済みを取り消した",
    "reports.xlsx": "Excelで持ち出した",
    "reports.pdf": "PDFで持ち出した",
    "reports.csv": "CSVで持ち出した",
    "publications.xlsx": "Excelで持ち出した",
    "publications.pdf": "PDFで持ち出した",
    "publications.csv": "CSVで持ち出した",
    "ledger: earlier editions": "先に出した版の集計を、新しい版を守るために読んだ",
    "ledger: what was counted": "版の集計を台帳に封じた",
    "ledger attack": "外に出した版をまとめて点検した",
    "calendar made": "カレンダーのアドレスを作った",
    "calendar ended": "カレンダーの連携をやめた",
    "calendar read": "カレンダーが予定を読んだ（その日のはじめの1回）",
    "signed in": "サインインした",
    "signed out": "サインアウトした",
    "signed out everywhere": "すべての場所でサインアウトした",
}
"""Every reason and detail that the program writes on the trail, or once wrote: its rows stay."""

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
