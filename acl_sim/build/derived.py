"""Files that follow from others and are committed: C headers, documentation pages, the table of products."""

from __future__ import annotations

from pathlib import Path

from acl_sim.build.atb_pages import atb_page_text
from acl_sim.build.headers import by_header, forwarder_text, header_text, level2_header
from acl_sim.build.pages import coverage_text, page_text
from acl_sim.build.socs import module_text


def derived_files(root: Path) -> dict[Path, str]:
    """Path and full text of every derived file of a source checkout."""
    from acl_sim.checks.page import rule_pages
    from aclnn.catalogue import catalogue
    from atb.catalogue import catalogue as atb_catalogue

    include = root / "include"
    headers = by_header(catalogue())
    files = {include / header: header_text(operators) for header, operators in headers.items()}
    files |= {include / level2_header(header): forwarder_text(header) for header in headers}
    pages = root / "docs" / "operators"
    files |= {pages / f"{operator.c_name}.md": page_text(operator) for operator in catalogue() if not operator.base}
    files |= {root / "acl_sim" / "_socs.py": module_text(root / "acl_sim" / "socs")}
    files |= {root / "docs" / "atb_operations.md": atb_page_text(atb_catalogue())}
    files |= {root / "docs" / "rules" / name: text for name, text in rule_pages().items()}
    return files | {pages / "README.md": coverage_text(catalogue())}


def write_derived(root: Path) -> list[Path]:
    """Brings them up to date; returns those that had to change."""
    changed = []
    for path, text in derived_files(root).items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
