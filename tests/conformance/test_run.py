"""The runner of foreign test files: what it says about cases that fail, crash, hang and lack something."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from outcomes import MISSING, PASSED, SKIPPED, UNFIT, WRONG
from run import run

FOREIGN = """
    import os, signal, sys, time, unittest

    class Cases(unittest.TestCase):
        def test_a_good(self):
            pass

        def test_b_wrong(self):
            self.assertEqual(1, 2)

        @unittest.skip("not here")
        def test_c_skipped(self):
            pass

        def test_d_lacks_an_operator(self):
            raise RuntimeError("aclnnFoo or aclnnFooGetWorkspaceSize not in libopapi.so, or libopapi.so not found.")

        def test_e_says_on_stderr_what_it_lacks(self):
            print("acl-sim: aclrtFoo is declared by CANN but not simulated", file=sys.stderr)
            raise AssertionError("200001")

        def test_f_crashes(self):
            os.kill(os.getpid(), signal.SIGSEGV)

        def test_g_behind_the_crash(self):
            pass

        def test_h_hangs(self):
            time.sleep(60)

        def test_i_behind_the_hang(self):
            with self.subTest("one"):
                self.assertTrue(False)
            with self.subTest("two"):
                pass

        def test_k_hangs_for_lack_of_something(self):
            os.write(2, b"RuntimeError: Failed to find function HcclFoo\\n")
            time.sleep(60)

        def test_j_unfit(self):
            raise AttributeError("module 'numpy' has no attribute 'trapz'")
"""


def test_every_case_is_told(tmp_path: Path) -> None:
    file = tmp_path / "test_foreign.py"
    file.write_text(dedent(FOREIGN), encoding="utf-8")
    report = run([file], limit=15)
    found = {case.name.removeprefix("Cases::test_")[0]: (case.outcome, case.reason) for case in report.cases}
    assert found == {
        "a": (PASSED, ""),
        "b": (WRONG, "AssertionError: 1 != 2"),
        "c": (SKIPPED, "Skipped: not here"),
        "d": (MISSING, "aclnnFoo"),
        "e": (MISSING, "aclrtFoo"),
        "f": (WRONG, "ended with -11"),
        "g": (PASSED, ""),
        "h": (WRONG, "not done after 15 s"),
        "i": (WRONG, "AssertionError: False is not true"),
        "k": (MISSING, "HcclFoo"),
        "j": (UNFIT, "uses numpy.trapz of an older numpy"),
    }
    assert report.text().startswith("pass 2, skip 1, missing 3, unfit 1, wrong 4\n  lacks aclnnFoo: 1")


@pytest.mark.parametrize("text", ["import nothing_of_that_name", "assert False, 'at once'"])
def test_a_file_that_cannot_be_collected(tmp_path: Path, text: str) -> None:
    file = tmp_path / "test_foreign.py"
    file.write_text(f"{text}\n", encoding="utf-8")
    (case,) = run([file], limit=60).cases
    wanted = (MISSING, "the Python module nothing_of_that_name") if "import" in text else (WRONG, "at once")
    assert case.name == "(file)"
    assert case.outcome == wanted[0]
    assert wanted[1] in case.reason
