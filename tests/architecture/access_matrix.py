"""docs/access-matrix.md, made from the matrix that the tests enforce.

Write it anew with `.venv/bin/python -m tests.architecture.access_matrix`.
"""

from pathlib import Path

from cswtool.web.guarded import GuardedBlueprint
from tests.architecture.matrix_lines import LINES, Line

TARGET = Path(__file__).parents[2] / "docs" / "access-matrix.md"
_WHO = {
    "shutanto": "主担当",
    "futanto": "副担当",
    "yoso": "よその職員",
    "kakaricho": "係長",
    "suishin": "推進員",
    "sodan": "相談員",
    "minsei": "民生委員",
    "minsei2": "別の民生委員",
    "renkei": "連携機関",
    "shi": "市",
    "hogo": "保護担当",
    "kanri": "管理者",
    "nobody": "未サインイン",
}
_SIGNS = {403: "×", 404: "－", 401: "鍵"}
_HEAD = """# だれが何をできるか

この表は `tests/architecture/matrix/` から作られ、試験がすべての欄を本物の要求で確かめています。
手で直さないでください。

○ できる　× 見えるがしてはいけない　－ 存在しないのと同じに見える　鍵 サインインを求める

"""


def _row(line: Line, needs: dict[str, str]) -> str:
    signs = [_SIGNS.get(status, "○") for _, status in line.expected]
    return f"| `{line}` | {needs[line.endpoint]} | {' | '.join(signs)} |"


def markdown(blueprints: tuple[GuardedBlueprint, ...]) -> str:
    """The whole document, one table a blueprint, in the order of the matrix files."""
    needs = {e: str(p or "だれでも") for b in blueprints for e, p in b.needs.items()}
    parts = [_HEAD]
    for name in sorted({line.endpoint.split(".")[0] for line in LINES}):
        rows = [_row(line, needs) for line in LINES if line.endpoint.startswith(f"{name}.")]
        parts.append(
            f"## {name}\n\n| 画面・操作 | 権限 | {' | '.join(_WHO.values())} |\n"
            f"|---|---|{':-:|' * len(_WHO)}\n" + "\n".join(rows) + "\n\n"
        )
    return "".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    from cswtool.app import BLUEPRINTS

    TARGET.write_text(markdown(BLUEPRINTS), encoding="utf-8")
