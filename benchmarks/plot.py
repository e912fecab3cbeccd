"""Lines in logarithmic axes, as SVG that needs nothing to be drawn with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 440, 70, 20, 220, 50
COLOURS = ("#888888", "#1f77b4", "#17becf", "#d62728", "#ff9896")


def _decades(values: Sequence[float]) -> range:
    return range(floor(log10(min(values)) + 1e-9), ceil(log10(max(values)) - 1e-9) + 1)


def log_log(lines: Mapping[str, Points], x_name: str, y_name: str) -> str:
    """An SVG document: a grid line a decade, a line with its points and an entry in the legend for each of `lines`."""
    points = [point for line in lines.values() for point in line]
    across, up = _decades([x for x, _ in points]), _decades([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        right = (log10(x) - across[0]) / (len(across) - 1) * (WIDTH - LEFT - RIGHT)
        above = (log10(y) - up[0]) / (len(up) - 1) * (HEIGHT - TOP - BOTTOM)
        return round(LEFT + right, 1), round(HEIGHT - BOTTOM - above, 1)

    parts = []

    def text(x: float, y: float, words: str, anchor: str = "middle") -> None:
        parts.append(f'<text x="{x}" y="{y}" text-anchor="{anchor}">{words}</text>')

    def stroke(x: float, y: float, to_x: float, to_y: float) -> None:
        parts.append(f'<line x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}" stroke="#dddddd"/>')

    for exponent in across:
        x, y = place(10**exponent, 10.0 ** up[0])
        stroke(x, y, x, TOP)
        text(x, y + 18, f"1e{exponent}")
    for exponent in up:
        x, y = place(10 ** across[0], 10.0**exponent)
        stroke(x, y, WIDTH - RIGHT, y)
        text(x - 6, y + 4, f"1e{exponent}", "end")
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x_name)
    text(6, TOP - 6, y_name, "start")
    for number, (name, line) in enumerate(lines.items()):
        colour, y = COLOURS[number % len(COLOURS)], TOP + 12 + 22 * number
        placed = [place(*point) for point in line]
        path = " ".join(f"{x},{y}" for x, y in placed)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>' for x, y in placed]
        parts.append(f'<rect x="{WIDTH - RIGHT + 16}" y="{y - 9}" width="12" height="10" fill="{colour}"/>')
        text(WIDTH - RIGHT + 34, y, name, "start")
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12"><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    )
    return "\n".join([opening, *parts, "</svg>", ""])
