"""What there is to say about a rule: the rule, its documented source, a program that breaks it and one that does not.

Rules are read from the files that declare them, not imported: the build writes the pages before there is a library.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from acl_sim.checks.finding import Rule

_CHECKS = Path(__file__).parent
_PAGE = """\
# {rule.id} {rule.slug}

{rule.says}

| severity | documented at | declared in |
|---|---|---|
| {rule.severity} | {rule.source} | `acl_sim/checks/rules/{rule.family}.py` |

**Instead:** {rule.fix}
{programs}"""
_PROGRAMS = """
## What breaks it

The finding is at the marked line{s}. `device.h` sets the device and creates the stream (tests/rules).

```cpp
{negative}```

## What does not

```cpp
{positive}```
{whole}"""
_WHOLE = """
[A whole program](../../tests/rules/documented_shape.cpp) makes this mistake when it is called with {id}.
"""
_DERIVED = "<!-- Derived from acl_sim/checks/rules and tests/rules by acl_sim/checks/page.py: do not edit. -->\n"
_INDEX = f"""{_DERIVED}# What acl-sim check finds

`acl-sim explain ID` shows the same pages. How to use the command: [checking.md](../checking.md).

| rule | name | severity | what programs must do |
|---|---|---|---|
"""


def _rule_of(call: ast.Call, family: str) -> Rule:
    identifier, slug, severity, *texts = call.args
    assert isinstance(severity, ast.Name)
    says, source, fix = map(ast.literal_eval, texts)
    return Rule(ast.literal_eval(identifier), ast.literal_eval(slug), severity.id.lower(), says, source, fix, family)


@cache
def declared_rules() -> tuple[Rule, ...]:
    """Every rule that a file below `rules` declares, by identifier."""
    rules = []
    for path in (_CHECKS / "rules").glob("*.py"):
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            call = statement.value if isinstance(statement, ast.Assign) else None
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "rule":
                rules.append(_rule_of(call, path.stem))
    return tuple(sorted(rules, key=lambda rule: rule.id))


def _programs_directory() -> Path:
    """In a checkout they are tests; a wheel has copies."""
    checkout = _CHECKS.parents[1] / "tests" / "rules"
    return checkout if checkout.is_dir() else _CHECKS / "programs"


def _program(kind: str, rule: Rule) -> str | None:
    path = _programs_directory() / kind / f"{rule.id}_{rule.slug.replace('-', '_')}.cpp"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def page_text(rule: Rule) -> str:
    """The page of one rule."""
    negative, positive = _program("negative", rule), _program("positive", rule)
    programs = ""
    if negative is not None and positive is not None:
        plural = "s" if len(re.findall(r"//! ", negative)) > 1 else ""
        whole = (_programs_directory() / "documented_shape.cpp").read_text(encoding="utf-8")
        mention = _WHOLE.format(id=rule.id) if re.search(f"//! .*{rule.id}", whole) else ""
        programs = _PROGRAMS.format(s=plural, negative=negative, positive=positive, whole=mention)
    return _PAGE.format(rule=rule, programs=programs)


def index_text(rules: Iterable[Rule]) -> str:
    """All rules, a line each."""
    rows = [f"| [{rule.id}]({rule.id}.md) | {rule.slug} | {rule.severity} | {rule.says} |\n" for rule in rules]
    return _INDEX + "".join(rows)


def rule_pages() -> dict[str, str]:
    """The derived files of docs/rules, by name."""
    pages = {f"{rule.id}.md": _DERIVED + page_text(rule) for rule in declared_rules()}
    return pages | {"README.md": index_text(declared_rules())}
