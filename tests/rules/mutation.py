"""Takes every checker away, one family or one listener at a time, and says for which of them no program notices.

    .venv/bin/python tests/rules/mutation.py [NAME]...

A mutant is noticed when a rule program, right or wrong, or a mistake in the whole program is judged differently without
it. Exit status 1 when a mutant survives that is not listed below with its reason.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from acl_sim.checks import hooks, load_rules
from acl_sim.checks.finding import RULES
from acl_sim.program import compile_program, toolkit_tree

HERE = Path(__file__).parent
LEFT_OUT = {"M101_host_touch"}  # the wrong program dies of it; test_each_family_is_needed has it
SURVIVORS = {
    "host_touch": "its wrong program is left out",
    "Races.destroyed": "forgets a recording that has ended, which shows in memory only",
    "Workspaces.destroyed": "forgets an executor that has ended, likewise",
}


def mutants() -> dict[str, str]:
    """The family of each mutant: `family`, and `Class.event` for what its classes listen to."""
    found = {}
    for module in map(sys.modules.__getitem__, load_rules()):
        family = module.__name__.rsplit(".", 1)[1]
        found[family] = family
        for name, value in vars(module).items():
            if inspect.isclass(value) and issubclass(value, hooks.Checker) and value.__module__ == module.__name__:
                found |= {f"{name}.{event}": family for event in hooks.events() if event in vars(value)}
    return found


def compiled(source: Path, directory: Path) -> Path:
    program = directory / source.parent.name / f"{source.stem}.so"
    program.parent.mkdir(exist_ok=True)
    flags = ["-shared", "-fPIC", "-O0", f"-I{HERE}"]
    made = compile_program([source], program, toolkit_tree(), std="c++11", flags=flags)
    assert made.returncode == 0, made.stderr
    return program


def judged(programs: list[Path], without: str, argument: str = "") -> list[object]:
    """What every run finds and returns; the death of a process counts as a judgement, too."""
    command = [sys.executable, str(HERE / "in_process.py"), "--without", without, "--argument", argument]
    command += ["--schedules", "deferred,shuffled:1,shuffled:2", *map(str, programs)]
    environment = {**os.environ, "ACL_SIM_CHECK_ADVISE": "1"}
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)
    runs = [json.loads(line) for line in ran.stdout.splitlines()]
    return [ran.returncode, *runs]


class Judge:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        sources = [*HERE.glob("negative/*.cpp"), *HERE.glob("positive/*.cpp"), HERE / "documented_shape.cpp"]
        wanted = [source for source in sources if not (source.parent.name == "negative" and source.stem in LEFT_OUT)]
        with ThreadPoolExecutor(2) as pool:
            self.programs = dict(zip(wanted, pool.map(lambda source: compiled(source, directory), wanted)))
        self.usual: dict[str, list[object]] = {}

    def _of_family(self, family: str, without: str) -> list[object]:
        rules = {rule.id for rule in RULES.values() if rule.family == family}
        named = [path for source, path in self.programs.items() if source.stem.split("_")[0] in rules]
        whole = self.programs[HERE / "documented_shape.cpp"]
        return [judged(named, without), *(judged([whole], without, rule) for rule in sorted(rules))]

    def _of_all(self, without: str) -> list[object]:
        return judged(list(self.programs.values()), without)

    def notices(self, mutant: str, family: str) -> bool:
        """The family's own programs are asked first, since they are few."""
        if family not in self.usual:
            self.usual[family] = self._of_family(family, "")
        if self._of_family(family, mutant) != self.usual[family]:
            return True
        if "" not in self.usual:
            self.usual[""] = self._of_all("")
        return self._of_all(mutant) != self.usual[""]


def main() -> int:
    wanted = {name: family for name, family in mutants().items() if not sys.argv[1:] or name in sys.argv[1:]}
    with tempfile.TemporaryDirectory(prefix="acl-sim-mutation-") as directory:
        judge = Judge(Path(directory))
        survived = []
        for mutant, family in wanted.items():
            noticed = judge.notices(mutant, family)
            print(f"{'noticed ' if noticed else 'SURVIVED'} {mutant}", flush=True)
            survived += [mutant] if not noticed and mutant not in SURVIVORS else []
    print(f"{len(wanted)} mutants, {len(survived)} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
