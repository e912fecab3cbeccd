"""npu-smi for the simulated host: `npu-smi info`, `info -l`, `info -m`, `-v`.

Scripts and build systems read its table by row and column (ggml's CANN backend takes the third word of row 7
for the chip name), so the layout is the real tool's. Each process simulates devices of its own: no memory is
in use and no process is listed, whatever runs elsewhere. Power and temperature have no counterpart and are
constants.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from acl_sim import __version__
from acl_sim.cli.products import selected
from acl_sim.program import Problem

DRIVER_VERSION = "25.5.1"
POWER, TEMPERATURE = "0.0", "25"
WIDTHS = (27, 15, 52)
INNER = sum(WIDTHS) + len(WIDTHS) - 1
MIB = 1 << 20

USAGE = f"""Usage: npu-smi info [-l | -m]
       npu-smi -v | -h

  info      table of all simulated devices
  info -l   cards and their number of chips
  info -m   cards, chips and device ids
  -v        version

acl-sim {__version__} simulates these devices; ACL_SIM_SOC and ACL_SIM_DEVICES choose them."""


@dataclass(frozen=True)
class Host:
    """The devices that the table shows."""

    product: Mapping[str, object]
    devices: int

    @property
    def chips_per_card(self) -> int:
        return int(str(self.product["chips_per_card"]))

    @property
    def cards(self) -> int:
        return -(-self.devices // self.chips_per_card)

    def chips(self, card: int) -> range:
        """Device ids on `card`."""
        first = card * self.chips_per_card
        return range(first, min(first + self.chips_per_card, self.devices))


def main(arguments: list[str] | None = None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    answers = {
        ("info",): lambda: info(host(os.environ)),
        ("info", "-l"): lambda: listing(host(os.environ)),
        ("info", "-m"): lambda: mapping(host(os.environ)),
        ("-v",): lambda: f"npu-smi version: {DRIVER_VERSION}",
        ("-h",): lambda: USAGE,
        ("--help",): lambda: USAGE,
    }
    answer = answers.get(tuple(words))
    if answer is None:
        print(f"npu-smi: acl-sim does not simulate `npu-smi {' '.join(words)}`\n{USAGE}", file=sys.stderr)
        return 1
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `npu-smi info | head` is no error
    try:
        print(answer())
    except Problem as problem:
        print(f"npu-smi: {problem}", file=sys.stderr)
        return 1
    if sys.stderr.isatty():  # a person should know; a program that captures both streams must not be disturbed
        print(f"npu-smi: simulated by acl-sim {__version__}, there is no NPU here", file=sys.stderr)
    return 0


def host(environment: Mapping[str, str]) -> Host:
    """The host that a program with this environment would find."""
    from acl_sim._socs import PRODUCTS

    product = PRODUCTS[selected(environment)]
    devices = environment.get("ACL_SIM_DEVICES") or str(product["devices"])
    if not devices.isdecimal():
        raise Problem(f"ACL_SIM_DEVICES={devices} is no number of devices")
    return Host(product, int(devices))


def info(host: Host) -> str:
    """The table: two rows per chip, a frame after each card, then each card's processes: none."""
    several = host.chips_per_card > 1
    lines = [
        _rule("-", joined=True),
        _whole(f"npu-smi {DRIVER_VERSION:24} Version: {DRIVER_VERSION}"),
        _rule("-"),
        _row("NPU   Name", "Health", "Power(W)    Temp(C)           Hugepages-Usage(page)"),
        _row("Chip  Phy-ID" if several else "Chip", "Bus-Id", "AICore(%)   Memory-Usage(MB)  HBM-Usage(MB)"),
        _rule("="),
    ]
    for card in range(host.cards):
        for chip, device in enumerate(host.chips(card)):
            if chip:
                lines.append(_rule("-", joined=True))
            lines += _chip_rows(host, card, chip, device)
        lines.append(_rule("="))
    lines += [
        _rule("-"),
        _whole("NPU     Chip              | Process id    | Process name             | Process memory(MB)"),
        _rule("="),
    ]
    for card in range(host.cards):
        lines += [_whole(f"No running processes found in NPU {card}"), _rule("=")]
    return "\n".join(lines)


def listing(host: Host) -> str:
    """Cards with their chips, one block each."""
    blocks = [_named("Total Count", host.cards)]
    blocks += [
        _named("NPU ID", card) + "\n" + _named("Chip Count", len(host.chips(card))) for card in range(host.cards)
    ]
    return "\n\n".join(blocks)


def mapping(host: Host) -> str:
    """Which device id belongs to which chip of which card."""
    rows: list[tuple[object, ...]] = [("NPU ID", "Chip ID", "Chip Logic ID", "Chip Name")]
    name = "Ascend " + str(host.product["smi_name"]).removeprefix("Ascend")
    for card in range(host.cards):
        rows += [(card, chip, device, name) for chip, device in enumerate(host.chips(card))]
    return "\n".join("\t" + "".join(f"{cell!s:31}" for cell in row).rstrip() for row in rows)


def _chip_rows(host: Host, card: int, chip: int, device: int) -> list[str]:
    memory = f"0    / {int(str(host.product['memory_bytes'])) // MIB}"
    ddr, hbm = (memory, "0    / 0") if host.product["memory_kind"] == "DDR" else ("0    / 0", memory)
    power = "-" if chip else POWER  # the real tool shows a card's power once
    physical = f"{chip:<5} {device}" if host.chips_per_card > 1 else f"{chip}"
    return [
        _row(f"{card:<5} {host.product['smi_name']}", "OK", f"{power:11} {TEMPERATURE:17} 0    / 0"),
        _row(physical, f"0000:{device + 1:02X}:00.0", f"{'0':11} {ddr:17} {hbm}"),
    ]


def _row(first: str, second: str, third: str) -> str:
    cells = [f" {first}".ljust(WIDTHS[0]), f" {second}".ljust(WIDTHS[1]), f" {third}".ljust(WIDTHS[2])]
    return "|" + "|".join(cells) + "|"


def _whole(text: str) -> str:
    return f"| {text:{INNER - 1}}|"


def _rule(line: str, joined: bool = False) -> str:
    return f"+{line * INNER}+" if joined else "+" + "+".join(line * width for width in WIDTHS) + "+"


def _named(name: str, value: int) -> str:
    return f"\t{name:30} : {value}"


if __name__ == "__main__":
    sys.exit(main())
