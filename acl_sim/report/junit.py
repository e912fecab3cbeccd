"""The report for test result views: each finding is a failed test case, a clean run one that passed."""

from __future__ import annotations

from xml.etree import ElementTree

from acl_sim.report.model import Run


def render(runs: list[Run]) -> str:
    """JUnit's XML."""
    suites = ElementTree.Element("testsuites")
    for run in runs:
        count = str(len(run.findings))
        suite = ElementTree.SubElement(suites, "testsuite", name=run.program, tests=str(max(1, len(run.findings))))
        suite.set("failures", count)
        if not run.findings:
            ElementTree.SubElement(suite, "testcase", classname="acl-sim", name="no findings")
        for found in run.findings:
            name = f"{found.rule.id} {found.rule.slug} at {found.place}"
            case = ElementTree.SubElement(suite, "testcase", classname="acl-sim", name=name)
            failure = ElementTree.SubElement(case, "failure", type=found.rule.severity, message=found.detail)
            failure.text = f"{found.call}\n{found.rule.says}\n{found.rule.fix}"
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"
