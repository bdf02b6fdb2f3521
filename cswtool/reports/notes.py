"""What is printed under every summary, so that nobody misreads its figures."""

from datetime import date

from cswtool.access.fiscal import wareki
from cswtool.publications.document import HIDDEN, NONE
from cswtool.publications.rules import Profile
from cswtool.reports.rules import LEFT_OUT, Paper, Wanted
from cswtool.taxonomy.rules import Became


def notes(wanted: Wanted, profile: Profile, threshold: int) -> tuple[str, ...]:
    """Signs, what was counted how, and what was hidden."""
    signs = _signs(wanted.paper, profile, threshold)
    if wanted.paper is Paper.FORM_B:
        return (*signs, *_FORM_B)
    place = (LEFT_OUT,) if wanted.cut.known_only else _UNKNOWN_PLACE
    if wanted.paper is Paper.SUMMARY:
        return (*signs, *_COUNTING, *place, *_SUMMARY)
    stock = _STOCK_LEFT_OUT if threshold else _STOCK
    return (*signs, *_COUNTING, *place, *stock, *_FORM_A)


def _signs(paper: Paper, profile: Profile, threshold: int) -> tuple[str, ...]:
    nothing = f"「{NONE}」は皆無（0）を表します。"
    if profile is Profile.INTERNAL:
        return (
            "内部資料です（取扱注意）。少ない数値も伏せずに載せています。外に出すときは「外に出せる形に整える」で作った版を使ってください。",
            nothing,
        )
    careful = ("市への報告用です（取扱注意）。契約で定めた人のほかには見せないでください。",)
    first = careful if profile is Profile.CITY else ()
    if not threshold:
        return (*first, "少ない数値も伏せずに載せています。", nothing)
    hidden = _hidden_people if paper is Paper.FORM_B else _hidden_households
    return (*first, hidden(threshold), nothing)


def _hidden_households(threshold: int) -> str:
    return (
        f"{threshold}世帯未満の数値、全員が当てはまる数値、延べ件数の半分超を1世帯が占める数値と、"
        f"それらを推計できてしまう数値は「{HIDDEN}」（秘匿）として伏せます。"
    )


def _hidden_people(threshold: int) -> str:
    return (
        f"{threshold}人未満の人数と、それを推計できてしまう人数は「{HIDDEN}」（秘匿）として伏せます。"
        "件数と時間は職員がした仕事の量なので、少なくても伏せません。"
    )


def changed(old: str, new: str, since: date, became: Became) -> str:
    """That a tag became another one within the period, and how it is counted."""
    if became is Became.MERGED:
        counted = f"期間のはじめから「{new}」に数えています。"
        return f"「{old}」は{wareki(since)}に「{new}」にまとめました。{counted}"
    counted = f"それより前の記録は「{old}」に数えています。"
    return f"「{old}」は{wareki(since)}に分け、それからは「{new}」も使っています。{counted}"


_COUNTING = (
    "実ケース数は、期間中に相談の記録がある世帯（ケース）の数です。同じ世帯は1つの欄に1回だけ数えます。ケースを作らなかった相談は含みません。",
    "延べ件数は、相談の記録を1件ずつ数えたものです。ケースを作らなかった相談も含みます。",
    "実ケース数の圏域は期間中の最後の相談の圏域、延べ件数の圏域はそれぞれの相談の圏域です。",
    "計の割合は、市全体で期間中に相談の記録があるすべての世帯のうちの割合です。載せた実ケース数どうしを割ったもので、どちらかを伏せた割合は載せていません。",
    "相談経路は、その世帯を最初に知った経路です。記録がないものは「不明」に数えます。",
)
_UNKNOWN_PLACE = ("住所を保護している世帯とその相談は、「全域・不明」に数えます。",)
_SUMMARY = (
    "課題別と月別の実ケース数は、1世帯をいくつもの欄に数えます。複数計上のため合計は一致しません。",
)
_STOCK = (
    "新規相談は期間中にケースになった世帯、継続はそれより前からのケースの世帯、終結は期間中に終結した世帯です。",
    "期末ケース数は期間の終わりに支援中・見守りだった世帯で、期間中に相談の記録がないものも含みます。圏域は期間の終わりのケースの圏域です。",
)
_STOCK_LEFT_OUT = (
    _STOCK[0],
    "期末ケース数は、前の版の数値との差し引きで少ない数値が分かるため、載せていません。",
)
_FORM_A = (
    "相談内容は、1世帯をいくつもの欄に数えます。複数計上のため合計は一致しません。主課題（再掲）は、期間中に最後に記録した主課題です。",
    "年代は期間の終わりの日の本人の年齢、性別と世帯類型はケースに書かれているものです。書かれていないものは「不明」に数えます。",
    "つなぎ先は、期間中に送付したつなぎの件数です。終結とつなぎの圏域は、期間の終わりのケースの圏域です。",
    "支援会議・重層的支援会議は、地域支援の活動に記録した会議です。検討件数は延べで、伏せるときは1件を1世帯とみなします。回数は職員がした仕事の量なので、少なくても伏せません。",
)
_FORM_B = (
    "件数は、期間中にした地域支援の活動の数です。取り下げた記録は数えていません。",
    "時間は分の合計です。60で割ると時間になります。",
    "時間と人数は、書いてある活動だけを足しています。人数は延べで、同じ人が2回参加すると2人です。職員は数えていません。",
    "圏域は、どの圏域のための活動かです。市内全域のための活動は「全域・不明」に数えます。",
)
