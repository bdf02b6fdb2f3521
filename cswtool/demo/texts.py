"""Case records, 連絡票 and the other texts of the synthetic office.

A text is put together from fragments: a plot says which kinds of sentence follow each other for
a way of contact, an issue says what can be said, seen and done about it. Every fragment whose
person is missing from the household is passed over, so nobody is quoted who is not there.
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from random import Random

from cswtool.demo import stock
from cswtool.demo.layouts import SELF
from cswtool.demo.names import Cast
from cswtool.demo.scene import NEEDED, Scene

METHODS = ("visit", "office", "accompany", "phone", "mail", "meeting", "other")
OUTCOMES = ("met", "absent", "refused", "watched")
SHORTEST, LONGEST = 80, 600
SIZES = (16, 44, 40)  # of a hundred texts: short, middle, long
ATTEMPTS = 200
LETTER_SHARE = 0.5
SINCE_SHARE = 0.6
AT_ONE_TABLE = frozenset({"visit_met", "office", "other_place"})


class TextMaker:
    """Makes texts no two of which are the same, whatever their kind, for as long as it lives.

    Call `start_case` before the records of each case (and before each consultation without a
    case): the next consultation is then told as a first contact, and a case avoids repeating its
    own fragments.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._made: set[bytes] = set()
        self._used: set[str] = set()
        self._first = True

    def start_case(self) -> None:
        self._used.clear()
        self._first = True

    def consultation(
        self,
        *,
        method: str,
        outcome: str = "",
        issues: tuple[str, ...],
        cast: Cast,
        spoke_with: str = SELF,
    ) -> str:
        """A record of 80–600 characters in the plain style of case files.

        `method` is one of METHODS, `outcome` one of OUTCOMES (visits only, "" = met), `issues`
        codes of issues.toml with the main one first, `spoke_with` a word of the cast or the
        role of somebody else (民生委員, ケアマネジャー …). KeyError for an unknown code.
        """
        if method == "accompany" and spoke_with not in cast.everybody:
            spoke_with = SELF
        scene = Scene(self._rng, issues, cast, spoke_with, first=self._first)
        plot = self._plot(method, outcome, scene)
        text = self._unique(lambda: self._tell(scene, plot))
        self._first = False
        return text

    def slip(self, *, issues: tuple[str, ...]) -> str:
        """What a 民生委員 writes under 気になる様子, in polite style, about 40–200 characters."""
        return self._unique(lambda: self._joined(issues, ["slip_how", *self._slip_middle()]))

    def advice(self, *, issues: tuple[str, ...]) -> str:
        """The answer to a 連絡票 that is settled with advice."""
        steps = ["advice_open", "advice", "advice_more", "advice_next", "tail_advice"]
        return self._unique(lambda: self._joined(issues, steps))

    def referral_purpose(self, *, issues: tuple[str, ...], cast: Cast) -> str:
        """Why a case is passed on, for the つなぎ."""
        steps = ["purpose_open", "purpose_home", "@purpose", "purpose_hope", "purpose_end"]
        return self._unique(lambda: self._joined(issues, steps, cast))

    def referral_result(self, *, issues: tuple[str, ...], declined: bool = False) -> str:
        """What came back from the organisation."""
        result = "result_declined" if declined else "result_done"
        steps = ["result_how", result, "@plan", "result_tail"]
        return self._unique(lambda: self._joined(issues, steps))

    def closing(self, *, reason: str, issues: tuple[str, ...], cast: Cast) -> str:
        """The closing summary; `reason` is a closing code of choices.toml."""
        good = reason in {"solved", "handed_over", "watch"}
        middle, end = ("@close", "close_tail") if good else ("close_past", "close_last")
        review = ["close_review", "close_window"]
        steps = ["close_open", middle, f"close_{reason}", *review, end]
        return self._unique(lambda: self._joined(issues, steps, cast))

    def next_step(self, *, outcome: str = "", issues: tuple[str, ...], cast: Cast) -> str:
        """A short title for the next step; may repeat."""
        again = {"absent": "時間帯を変えて再訪問", "refused": "訪問の方法を所内で検討"}
        if outcome in again:
            return again[outcome]
        scene = Scene(self._rng, issues, cast, SELF, first=False)
        return self._from_issue(scene, "title", issues[0]) or "電話で様子を聞く"

    # --- plots -----------------------------------------------------------------------------

    def _plot(self, method: str, outcome: str, scene: Scene) -> str:
        if method == "visit" and outcome in OUTCOMES[1:]:
            return f"visit_{outcome}"
        if method == "other":
            letter = scene.indoors or self._rng.random() < LETTER_SHARE
            return "other_letter" if letter else "other_place"
        name = "visit_met" if method == "visit" else method
        outside = scene.outside and method not in {"meeting", "accompany"}
        return f"{method}_outside" if outside else name

    def _tell(self, scene: Scene, plot: str) -> str:
        size = self._rng.choices((0, 1, 2), SIZES)[0]
        sentences: list[str] = []
        for larger in range(size, 3):
            sentences = self._sentences(scene, plot, larger)
            if sum(map(len, sentences)) >= SHORTEST:
                break
        while sum(map(len, sentences)) < SHORTEST:
            sentences.insert(-1, self._line(scene, "plan", ""))
        while sum(map(len, sentences)) > LONGEST:
            del sentences[len(sentences) // 2]
        return "".join(sentences)

    def _sentences(self, scene: Scene, plot: str, size: int) -> list[str]:
        for slot in set(scene.words) - NEEDED - {"p"}:
            del scene.words[slot]
        sentences: list[str] = []
        for step, *times in stock.read("lines")["plots"][plot]:
            for turn in range(times[size]):
                sentence = self._sentence(scene, plot, step, turn)
                if sentence and sentence not in sentences:
                    sentences.append(sentence)
        return sentences

    def _sentence(self, scene: Scene, plot: str, step: str, turn: int) -> str:
        if step in {"talk", "share"}:
            return self._talk(scene, plot, step, turn)
        if step == "turn" and scene.first:
            return ""
        if step in {"see", "do", "plan", "turn"}:
            return self._from_issues(scene, plot, step, turn)
        return self._line(scene, f"{step}_first" if scene.first else step, step)

    def _line(self, scene: Scene, name: str, otherwise: str) -> str:
        lines = stock.read("lines")["lines"]
        return scene.words.fill(self._choose(lines.get(name) or lines[otherwise]))

    def _talk(self, scene: Scene, plot: str, step: str, turn: int) -> str:
        """What the speaker says of the turn-th issue, else of the next one they can speak of."""
        for issue in _from(scene.issues, turn):
            subject = scene.about(issue)
            own = step == "talk" and subject == scene.speaker
            said = self._said(scene, issue, own=own, step=step)
            if said:
                scene.words["q"] = said
                return self._line(scene, _frame(scene, plot, own=own, step=step), "")
        return self._line(scene, "steady", "") if not scene.first else ""

    def _said(self, scene: Scene, issue: str, *, own: bool, step: str) -> str:
        fragments = stock.issues()[issue]
        if not own and step == "talk" and fragments.get("guarded") and not scene.outside:
            return ""  # those who may be the cause do not tell
        barred = "" if own or step == "share" else scene.speaker
        pool = [f for f in fragments["say" if own else "tell"] if scene.fits(f, barred)]
        return scene.words.fill(self._choose(pool)) if pool else ""

    def _from_issues(self, scene: Scene, plot: str, step: str, turn: int) -> str:
        general = stock.read("lines")["lines"].get(step, [])
        for issue in _from(scene.issues, turn):
            there = stock.issues()[issue].get("do_there", [])
            added = [*general, *there] if step == "do" and plot in AT_ONE_TABLE else general
            found = self._from_issue(scene, step, issue, added)
            if found:
                return found
        return ""

    def _from_issue(self, scene: Scene, step: str, issue: str, added: Sequence[str] = ()) -> str:
        scene.about(issue)
        own: list[str] = stock.issues()[issue][step]
        pool = [fragment for fragment in (*own, *added) if scene.fits(fragment)]
        return scene.words.fill(self._choose(pool)) if pool else ""

    # --- short texts -----------------------------------------------------------------------

    def _slip_middle(self) -> list[str]:
        extra = [step for step in ("slip_since", "slip_more") if self._rng.random() < SINCE_SHARE]
        return ["@slip", *extra, "slip_wish"]

    def _joined(self, issues: tuple[str, ...], steps: list[str], cast: Cast | None = None) -> str:
        scene = Scene(self._rng, issues, cast or Cast(), SELF, first=False)
        return "".join(self._step(scene, step) for step in steps)

    def _step(self, scene: Scene, step: str) -> str:
        if not step.startswith("@"):
            return self._line(scene, step, "")
        issue = self._rng.choice(scene.issues) if len(scene.issues) > 1 else scene.issues[0]
        clause = self._from_issue(scene, step[1:], issue)
        ends = {"@purpose": "と考えている。", "@close": "。"}
        return clause and clause + ends.get(step, "")

    # --- drawing ---------------------------------------------------------------------------

    def _choose(self, pool: list[str]) -> str:
        """A fragment the case has not used yet, while there is one."""
        fresh = [fragment for fragment in pool if fragment not in self._used]
        chosen = self._rng.choice(fresh or pool)
        self._used.add(chosen)
        return chosen

    def _unique(self, make: Callable[[], str]) -> str:
        """A text not made before. RuntimeError when the fragments seem to be used up."""
        for _ in range(ATTEMPTS):
            text = make()
            digest = blake2b(text.encode(), digest_size=10).digest()
            if digest not in self._made:
                self._made.add(digest)
                return text
        raise RuntimeError(f"no new text in {ATTEMPTS} attempts: add fragments")


def _from(issues: tuple[str, ...], turn: int) -> tuple[str, ...]:
    """The issues, starting with the turn-th."""
    start = turn % len(issues)
    return issues[start:] + issues[:start]


def _frame(scene: Scene, plot: str, *, own: bool, step: str) -> str:
    """Which frame of lines.toml puts the words into the speaker's mouth."""
    if step == "share":
        return "share"
    if plot.startswith("mail"):
        return "talk_mail_self" if own else "talk_mail_other"
    if own:
        return "talk_self"
    return "talk_outside" if scene.outside else "talk_family"
