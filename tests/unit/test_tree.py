"""The toolkit tree has what builds and programs look for, in every shell and build system that they use."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import dummy_toolkit
import pytest

from acl_sim.build import tree
from acl_sim.environment import OWN_DIRECTORIES, OWN_LOCATIONS

SHELLS = ["bash", "zsh", "dash", "sh"]
WHERE_THEY_ARE = ["bash", "zsh"]
"""Shells that tell a sourced file its own name."""

PROGRAM = '#include "acl/acl.h"\n#include "aclnn_add.h"\nint main() { return aclInit() + aclnnAdd(); }\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree that no test changes. The awkward name is what quoting must survive."""
    return dummy_toolkit.toolkit(tmp_path_factory.mktemp("tree") / "it's a $prefix")


@pytest.fixture
def moved(built: Path, tmp_path: Path) -> Path:
    """The tree at a place where it was not built."""
    return Path(shutil.copytree(built, tmp_path / "moved", symlinks=True))


def exported(shell: str, commands: str, **environment: str) -> dict[str, str]:
    """The environment of `shell` after `commands`."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    start = {"PATH": os.environ["PATH"], **environment}
    script = f"{commands}\nexec env -0"
    run = subprocess.run([shell, "-s"], input=script, env=start, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    return dict(line.split("=", 1) for line in run.stdout.split("\0") if line)


def quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"


def front(environment: dict[str, str], name: str) -> str:
    return environment[name].split(":")[0]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("script", ["set_env.sh", "bin/setenv.bash"])
def test_sourcing_selects_the_tree(built: Path, shell: str, script: str) -> None:
    environment = exported(shell, f". {quoted(built / script)}", LD_LIBRARY_PATH="/opt/other/lib:")
    for name, place in OWN_LOCATIONS.items():
        assert environment[name] == os.path.normpath(built / place)
    for name, place in OWN_DIRECTORIES.items():
        assert front(environment, name) == str(built / place)
    assert environment["LD_LIBRARY_PATH"] == f"{built}/lib64:/opt/other/lib"
    assert environment["PATH"] == f"{built}/bin:{os.environ['PATH']}"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("arguments", "abi"), [("--cxx_abi=0", "0"), ("--other --cxx_abi=1", "1")])
def test_the_script_of_atb_names_one_layout_of_strings(built: Path, shell: str, arguments: str, abi: str) -> None:
    if shell in ("sh", "dash"):
        arguments = f"\nset -- {arguments}\n. {quoted(built / 'nnal/atb/set_env.sh')}"  # their . takes no arguments
    else:
        arguments = f"\n. {quoted(built / 'nnal/atb/set_env.sh')} {arguments}"
    environment = exported(shell, f"set -eu{arguments}", LD_LIBRARY_PATH="/opt/other/lib")
    home = Path(environment["ATB_HOME_PATH"])
    assert home.name == f"cxx_abi_{abi}"
    assert (home / "lib/libatb.so").is_file()
    assert environment["LD_LIBRARY_PATH"] == f"{home}/lib:/opt/other/lib"


@pytest.mark.parametrize("shell", SHELLS)
def test_sourcing_again_moves_the_tree_to_the_front_and_repeats_nothing(built: Path, shell: str) -> None:
    own = f"{built}/lib64"
    source = f". {quoted(built / 'set_env.sh')}"
    environment = exported(shell, f"set -eu\n{source}\n{source}", LD_LIBRARY_PATH=f"/real/cann/lib64:{own}:{own}:/x")
    assert environment["LD_LIBRARY_PATH"] == f"{own}:/real/cann/lib64:/x"


@pytest.mark.parametrize("shell", SHELLS)
def test_sourcing_leaves_no_helpers_behind(built: Path, shell: str) -> None:
    source = f". {quoted(built / 'set_env.sh')}"
    environment = exported(shell, f"{source}\nLEFT=$(set | grep -c '_acl_sim' || true)\nexport LEFT")
    assert environment["LEFT"] == "0"
    assert (
        "acl_sim"
        not in exported(shell, f"{source}\nDEFINED=$(command -v _acl_sim_front || true)\nexport DEFINED")["DEFINED"]
    )


@pytest.mark.parametrize("shell", SHELLS)
def test_a_moved_tree_is_found_where_the_shell_tells(built: Path, moved: Path, shell: str) -> None:
    environment = exported(shell, f"cd / && . {quoted(moved / 'bin/setenv.bash')}")
    bash_as_sh = shell == "sh" and Path(str(shutil.which("sh"))).resolve().name == "bash"
    expected = moved if shell in WHERE_THEY_ARE or bash_as_sh else built
    assert environment["ASCEND_HOME_PATH"] == str(expected)


def test_what_is_not_beside_the_tree_uses_the_place_where_it_was_built(built: Path, tmp_path: Path) -> None:
    (tmp_path / "set_env.sh").symlink_to(built / "set_env.sh")
    for source in (f"source <(cat {quoted(built / 'set_env.sh')})", f"source {quoted(tmp_path / 'set_env.sh')}"):
        assert exported("bash", f"set -eu\n{source}")["ASCEND_HOME_PATH"] == str(built)


def test_every_library_name_is_the_same_library(built: Path) -> None:
    real = (built / "lib64/libascendcl.so").stat().st_ino
    assert {(built / "lib64" / name).stat().st_ino for name in tree.OTHER_NAMES} == {real}
    assert all((built / "lib64" / name).is_symlink() for name in tree.OTHER_NAMES)
    handles = {ctypes.CDLL(str(built / "lib64" / name))._handle for name in tree.OTHER_NAMES}
    assert len(handles) == 1


@pytest.mark.parametrize("place", [f"{platform.machine()}-linux", "acllib", "runtime", "compiler"])
def test_headers_and_libraries_are_found_under_their_other_names(built: Path, place: str) -> None:
    assert (built / place / "include/acl/acl.h").is_file()
    assert (built / place / "lib64/libopapi.so").is_file()


def test_devlib_and_lib_lead_to_the_libraries(built: Path) -> None:
    for place in ("devlib", f"{platform.machine()}-linux/lib"):
        assert (built / place / "libascendcl.so").samefile(built / "lib64/libascendcl.so")


@pytest.mark.parametrize("package", ["runtime", "opbase", "ops_math", "ops_nn", "ops_transformer", "ops_cv"])
def test_package_versions(built: Path, package: str) -> None:
    assert (built / "share/info" / package / "version.info").read_text() == "Version=9.1.0\n"


def test_versions_where_clients_look(built: Path) -> None:
    for place in ("opp", "runtime", "compiler", "toolkit"):
        assert (built / place / "version.info").read_text() == "Version=9.1.0\n"
    info = (built / f"{platform.machine()}-linux/ascend_toolkit_install.info").read_text()
    first = next(line for line in info.splitlines() if "version" in line)
    assert first == "version=9.1.0"
    assert "runtime_running_version=[9.1.0:9.1.0]" in (built / "version.cfg").read_text().splitlines()


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    prefix = dummy_toolkit.toolkit(tmp_path / "cann")

    def state() -> dict[str, tuple[int, int]]:
        return {str(path): (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in prefix.rglob("*")}

    before = state()
    tree.write_tree(prefix, prefix / "lib64/libascendcl.so", tmp_path / "cann headers", "0.1.0")
    assert state() == before


def test_only_the_prefix_differs_between_two_trees(tmp_path: Path) -> None:
    first, second = (dummy_toolkit.toolkit(tmp_path / name) for name in ("one", "two"))
    files = [path.relative_to(first) for path in first.rglob("*") if path.is_file() and path.suffix != ".so"]
    assert len(files) > 15
    for path in files:
        assert (first / path).read_text().replace(str(first), "@") == (second / path).read_text().replace(
            str(second), "@"
        )


def test_a_checkouts_headers_are_linked_and_a_packages_copied(tmp_path: Path) -> None:
    prefix = dummy_toolkit.toolkit(tmp_path / "cann")
    include, library = tmp_path / "cann headers", prefix / "lib64/libascendcl.so"
    assert not (prefix / "include").is_symlink()

    (include / "acl/acl.h").rename(include / "acl/new.h")
    tree.write_tree(prefix, library, include, "0.1.0")
    assert [path.name for path in (prefix / "include/acl").iterdir()] == ["new.h"]

    (tmp_path / "pyproject.toml").touch()
    tree.write_tree(prefix, library, include, "0.1.0")
    assert (prefix / "include").readlink() == include

    (tmp_path / "pyproject.toml").unlink()
    tree.write_tree(prefix, library, include, "0.1.0")
    assert not (prefix / "include").is_symlink()
    assert (prefix / "include/acl/new.h").is_file()
    assert (include / "acl/new.h").is_file()


def test_a_library_built_elsewhere_is_copied_in(tmp_path: Path) -> None:
    elsewhere = dummy_toolkit.library(tmp_path / "built.so")
    include = dummy_toolkit.headers(tmp_path / "headers")
    tree.write_tree(tmp_path / "cann", elsewhere, include, "0.1.0")
    assert (tmp_path / "cann/lib64/libopapi.so").read_bytes() == elsewhere.read_bytes()


def npu_smi(prefix: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Without PATH, as no virtual environment is active."""
    return subprocess.run([prefix / "bin/npu-smi", *words], env=environment, capture_output=True, text=True)


def test_npu_smi_names_the_chip_where_ggml_reads_it(built: Path) -> None:
    table = npu_smi(built, "info")
    assert (table.returncode, table.stderr) == (0, "")
    assert table.stdout.splitlines()[6].split()[2] == "910B1"


def test_npu_smi_shows_the_machine_that_programs_get(built: Path) -> None:
    rows = npu_smi(built, "info", ACL_SIM_SOC="310P", ACL_SIM_DEVICES="2").stdout.splitlines()
    devices = [row for row in rows if "310P3" in row]
    assert [row.split()[1] for row in devices] == ["0", "1"]
    assert "0    / 24576" in rows[7]
    assert [row.split()[-2] for row in rows if "No running processes" in row] == ["0", "1"]
    assert {len(row) for row in rows} == {98}


def test_npu_smi_puts_two_dies_of_a3_on_a_card(built: Path) -> None:
    rows = npu_smi(built, "info", ACL_SIM_SOC="A3", ACL_SIM_DEVICES="3").stdout.splitlines()
    chips = [row.split()[1:3] for row in rows if "0000:" in row]
    assert "Phy-ID" in rows[4]
    assert chips == [["0", "0"], ["1", "1"], ["0", "2"]]
    listing = npu_smi(built, "info", "-l", ACL_SIM_SOC="A3", ACL_SIM_DEVICES="3").stdout.split()
    assert " ".join(listing) == "Total Count : 2 NPU ID : 0 Chip Count : 2 NPU ID : 1 Chip Count : 1"
    mapping = npu_smi(built, "info", "-m", ACL_SIM_SOC="A3").stdout.splitlines()
    assert mapping[16].split() == ["7", "1", "15", "Ascend", "910"]


def test_npu_smi_version_and_refusals(built: Path) -> None:
    assert npu_smi(built, "-v").stdout.startswith("npu-smi version: ")
    unknown = npu_smi(built, "info", "-t", "board")
    assert unknown.returncode == 1
    assert "does not simulate `npu-smi info -t board`" in unknown.stderr
    assert "no product 'Ascend7'" in npu_smi(built, "info", ACL_SIM_SOC="Ascend7").stderr
    assert "ACL_SIM_DEVICES=many" in npu_smi(built, "info", ACL_SIM_DEVICES="many").stderr


def test_pkg_config_works_wherever_the_tree_is(moved: Path, tmp_path: Path) -> None:
    if shutil.which("pkg-config") is None:
        pytest.skip("pkg-config is not installed")
    asked = ["pkg-config", "--cflags", "--libs", "ascendcl"]
    environment = {**os.environ, "PKG_CONFIG_PATH": str(moved / "lib64/pkgconfig")}
    flags = subprocess.run(asked, env=environment, check=True, capture_output=True, text=True).stdout.split()
    source = tmp_path / "main.cpp"
    source.write_text(PROGRAM)
    subprocess.run(["g++", source, "-o", tmp_path / "main", *flags], check=True)
    subprocess.run([tmp_path / "main"], env={"LD_LIBRARY_PATH": str(moved / "lib64")}, check=True)


CMAKE_PROJECT = """cmake_minimum_required(VERSION 3.14)
project(app CXX)
find_package(acl_sim 0.1 REQUIRED)
add_executable(app main.cpp)
target_link_libraries(app PRIVATE acl_sim::ascendcl acl_sim::nnopbase acl_sim::opapi)
"""


def test_cmake_finds_the_tree_wherever_it_is(moved: Path, tmp_path: Path) -> None:
    if shutil.which("cmake") is None:
        pytest.skip("cmake is not installed")
    project = tmp_path / "project"
    project.mkdir()
    (project / "main.cpp").write_text(PROGRAM)
    (project / "CMakeLists.txt").write_text(CMAKE_PROJECT)
    environment = {**os.environ, "CMAKE_PREFIX_PATH": str(moved / "lib64/cmake")}
    configured: list[str | Path] = ["cmake", "-S", project, "-B", project / "build"]
    subprocess.run(configured, env=environment, check=True, capture_output=True)
    subprocess.run(["cmake", "--build", project / "build"], check=True, capture_output=True)
    subprocess.run([project / "build/app"], check=True)

    (project / "CMakeLists.txt").write_text(CMAKE_PROJECT.replace("acl_sim 0.1", "acl_sim 99"))
    too_new = subprocess.run([*configured, "--fresh"], env=environment, capture_output=True, text=True)
    assert too_new.returncode != 0
    assert "0.1.0" in too_new.stderr


def test_npu_smi_runs_the_python_that_built_the_tree(built: Path) -> None:
    assert sys.executable in (built / "bin/npu-smi").read_text()
