"""Drawings for sample stories: still lifes by code, on the canvas of the portraits. 200 wide and 150 high."""

import math
from collections.abc import Callable

from PIL import Image

from profiles.sample.portraits.canvas import Canvas, Colour, Point, Points, blob, colour, curve, mix, oval

# fmt: off

WALL, LIGHT, WOOD, SHADE = colour("#E4D3B4"), colour("#F3E6CB"), colour("#B98A5A"), colour("#8F6A4A")
CUP, PEAR, BLUE, RUST = colour("#F8F3E8"), colour("#B7B25A"), colour("#6F8FA8"), colour("#B0603C")
NIGHT = colour("#3A3F4C")


def _pear(canvas: Canvas, x: float, y: float, lean: float, tone: Colour) -> None:
    with canvas.moved(x, y, lean):
        body = blob((0, -27), (6, -22), (8, -10), (15, 2), (12, 16), (0, 20), (-12, 16), (-15, 2), (-8, -10), (-6, -22))
        canvas.fill(body, mix(tone, SHADE, 0.35))
        with canvas.inside(body):
            canvas.fill([(px - 5, py - 2) for px, py in body], tone)
            canvas.fill(oval(-6, 1, 3.4, 6), mix(tone, LIGHT, 0.6), 0.6)
        canvas.stroke(curve((0, -26), (1, -31), (4, -34)), SHADE, 1.8)


def _cup(canvas: Canvas, x: float, y: float) -> None:
    with canvas.moved(x, y):
        canvas.stroke(oval(21, 2, 9, 10, -80, 90), CUP, 4, tips=(0.9, 0.9))
        side: Points = [*curve((-20, -20), (-19, 6), (-12, 22)), *curve((12, 22), (19, 6), (20, -20))]
        canvas.fill(side, mix(CUP, SHADE, 0.22))
        with canvas.inside(side):
            canvas.fill([(px - 9, py) for px, py in side], CUP)
            canvas.stroke(curve((-22, -8), (0, -3), (22, -8)), BLUE, 2.6, tips=(1, 1))
        canvas.fill(oval(0, -20, 20, 5.4), mix(CUP, SHADE, 0.1))
        canvas.fill(oval(0, -19.4, 17.4, 4.2), mix(SHADE, NIGHT, 0.35))


def _sill(canvas: Canvas) -> None:
    canvas.fill([(0, 0), (200, 0), (200, 104), (0, 104)], WALL)
    canvas.fill([(38, 0), (150, 0), (196, 104), (70, 104)], LIGHT, 0.75)
    canvas.fill([(0, 104), (200, 104), (200, 150), (0, 150)], WOOD)
    canvas.fill([(0, 104), (200, 104), (200, 107), (0, 107)], SHADE, 0.6)
    for y in (118, 131, 143):
        canvas.stroke(curve((0, y), (60, y + 1.6), (130, y - 1), (200, y + 1)), SHADE, 0.8, 0.5)
    for x, y, wide in ((62, 124, 46), (122, 123, 34), (150, 127, 34)):
        canvas.fill(blob((x - 14, y), (x + wide * 0.4, y - 4), (x + wide, y + 2), (x + wide * 0.4, y + 5)), SHADE, 0.55)
    _cup(canvas, 62, 100)
    _pear(canvas, 122, 104, -8, PEAR)
    _pear(canvas, 150, 108, 14, mix(PEAR, RUST, 0.35))
    letter: Points = [(14, 128), (48, 122), (56, 138), (20, 145)]
    canvas.fill(letter, CUP)
    canvas.fill([(14, 128), (48, 122), (38, 134)], mix(CUP, SHADE, 0.16))
    canvas.stroke([(14, 128), (38, 134), (48, 122)], SHADE, 0.7, 0.6)


def _further(point: Point, heading: float, length: float) -> Point:
    turn = math.radians(heading)
    return point[0] + length * math.cos(turn), point[1] - length * math.sin(turn)


def _branch(canvas: Canvas, x: float, y: float, heading: float, length: float, width: float) -> None:
    """A bough and what grows from it; `heading` in degrees, 90 pointing up."""
    bend = heading + 14 * math.sin(x * 1.7 + y)
    middle = _further((x, y), heading, length / 2)
    end = _further(middle, bend, length / 2)
    canvas.stroke(curve((x, y), middle, end), NIGHT, width, tips=(1, 0.6))
    if width > 0.8:
        for turn, part in ((27, 0.76), (-31, 0.7)):
            _branch(canvas, *end, bend + turn, length * part, width * 0.64)


def _tree(canvas: Canvas) -> None:
    canvas.fill([(0, 0), (200, 0), (200, 150), (0, 150)], colour("#D9DEDC"))
    canvas.fill(oval(150, 40, 19, 19), colour("#F0E4C4"))
    canvas.fill([*curve((0, 122), (60, 108), (130, 118), (200, 104)), (200, 150), (0, 150)], colour("#A9A27C"))
    canvas.fill([*curve((0, 136), (80, 126), (200, 134)), (200, 150), (0, 150)], colour("#8F8A64"))
    _branch(canvas, 84, 130, 88, 36, 7)
    for x, y in ((58, 44), (104, 33), (118, 60), (75, 25), (124, 47)):
        canvas.fill(blob((x, y - 4), (x + 3.4, y), (x, y + 4.4), (x - 3, y + 0.6)), RUST)
    canvas.fill(blob((47, 62), (52, 58.6), (57, 60.6), (62, 65.4), (54, 66), (49, 65)), NIGHT)
    canvas.fill([(56, 60), (60, 60.8), (56.4, 62.4)], RUST)


def _quilt(canvas: Canvas) -> None:
    canvas.fill([(0, 0), (200, 0), (200, 150), (0, 150)], colour("#EFE6D4"))
    tones = [colour(text) for text in ("#A9502F", "#3F7370", "#D39D3E", "#6E4C63", "#7FA3BF", "#6E8B62", "#C4807A")]
    for column in range(5):
        for row in range(7):
            x, y = 12 + column * 36, 8 + row * 19.4
            tone = tones[(column * 3 + row * 2) % len(tones)]
            up: Points = [(x, y + 18), (x + 17, y), (x + 34, y + 18)]
            odd = (column, row) == (3, 4)
            canvas.fill([(px, 2 * y + 18 - py) for px, py in up] if odd else up, tone)
            canvas.stroke([(x, y + 18.6), (x + 17, y + 18.6), (x + 34, y + 18.6)], SHADE, 0.6, 0.5, (1, 1))
    for column in range(6):
        canvas.stroke([(10 + column * 36, 6), (10 + column * 36, 75), (10 + column * 36, 145)], SHADE, 0.6, 0.5, (1, 1))


DRAWINGS: dict[str, Callable[[Canvas], None]] = {"sill": _sill, "tree": _tree, "quilt": _quilt}


def draw_still_life(name: str, width: int = 960) -> Image.Image:
    """One of DRAWINGS as an RGB picture, `width` pixels wide and 3/4 of that high."""
    canvas = Canvas(width, width * 3 // 4, 200, CUP)
    DRAWINGS[name](canvas)
    return canvas.finished()


def draw_form(width: int = 800) -> Image.Image:
    """A filled-in paper form as a scanner sees it, illegible on purpose; 1.3 times as high as wide."""
    canvas = Canvas(width, width * 13 // 10, 200, colour("#F7F4EC"))
    canvas.fill([(20, 18), (118, 18), (118, 24), (20, 24)], NIGHT)
    for line in range(14):
        y = 44 + line * 14
        canvas.fill([(20, y), (48 + line * 7 % 24, y), (48 + line * 7 % 24, y + 2.4), (20, y + 2.4)], NIGHT, 0.6)
        canvas.fill([(20, y + 9), (180, y + 9), (180, y + 9.6), (20, y + 9.6)], NIGHT, 0.3)
        _scribble(canvas, 82, y + 5, 60 + line * 31 % 38, line)
    _scribble(canvas, 40, 244, 92, 5)
    canvas.fill([(30, 250), (150, 250), (150, 250.8), (30, 250.8)], NIGHT, 0.5)
    return canvas.finished()


def _scribble(canvas: Canvas, x: float, y: float, length: float, turn: int) -> None:
    """A line of handwriting without letters."""
    line = []
    for i in range(int(length * 2)):
        loop = math.sin(i * (0.7 + turn % 3 * 0.1)) * 2.1
        line.append((x + i / 2 + math.sin(i * 0.9) * 0.9, y + loop + math.sin(i / 9 + turn)))
    canvas.stroke(line, colour("#34476B"), 0.8, tips=(1, 1))
