"""Work on acl-sim itself, from a source checkout.

    acl-sim dev new-op RotaryPositionEmbedding --category posembedding

writes the operator's declaration and a test that fails until its kernel is there; nothing is registered.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from acl_sim.program import Problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    new_op = tasks.add_parser("new-op", help="start a new operator", description="Start a new operator.")
    new_op.add_argument("name", metavar="NAME", help="as in the documentation, with or without aclnn")
    new_op.add_argument("--category", required=True, help="folder of CANN's operator repositories: math, norm, ...")
    new_op.add_argument("--root", type=Path, default=Path.cwd(), help="the checkout (default: here)")


def main(options: argparse.Namespace) -> int:
    written = new_operator(options.root, options.name, options.category)
    for path in written:
        print(path.relative_to(options.root))
    print("Next: the parameters, limits and kernel as the documentation has them; then the test's example.")
    return 0


def new_operator(root: Path, name: str, category: str) -> list[Path]:
    """Writes the two files of a new operator below `root`; Problem when it cannot be one."""
    from acl_sim.build.tree import TEMPLATES
    from aclnn.declare import snake_case

    name = name.removeprefix("aclnn")
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name):
        raise Problem(f"{name!r} is no operator's name: the documentation writes them like RotaryPositionEmbedding")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", category):
        raise Problem(f"{category!r} is no category: they are folders such as math, norm, posembedding")
    if not (root / "aclnn" / "ops").is_dir():
        raise Problem(f"{root} is no checkout of acl-sim: there is no aclnn/ops")
    snake = snake_case(name)
    package = root / "aclnn" / "ops" / category
    targets = {
        package / f"{snake}.py": "operator.py.in",
        root / "tests" / "ops" / f"test_{snake}.py": "test_operator.py.in",
    }
    if present := [path for path in targets if path.exists()]:
        raise Problem(f"{present[0].relative_to(root)} exists already")
    for path, template in targets.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (TEMPLATES / template).read_text(encoding="utf-8")
        for key, value in {"NAME": name, "SNAKE": snake, "CATEGORY": category}.items():
            text = text.replace(f"@{key}@", value)
        path.write_text(text, encoding="utf-8")
    (package / "__init__.py").touch()
    return list(targets)
