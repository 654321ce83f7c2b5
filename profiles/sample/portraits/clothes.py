"""Clothes, scarves and the ground behind her. Clothes share the origin of `face.py` but do not tilt with the head."""

import math
from collections.abc import Callable

from profiles.sample.portraits.canvas import Canvas, Colour, Points, blob, curve, mirror, oval
from profiles.sample.portraits.palettes import BLACK, CLOTHS, GROUNDS, WHITE, deeper, paler
from profiles.sample.portraits.spec import PortraitSpec

# Rows of numbers and words read better as rows.
# fmt: off

BOTTOM = 122


def _shoulders(spread: float = 0, top: float = 57) -> Points:
    """The outline of the upper body from the left of the neck down and round to the right of the neck."""
    right = curve((15 + spread, top), (25, top + 7), (44, top + 13.6), (58, top + 23), (66, top + 42), (69, BOTTOM))
    return [*mirror(right)[::-1], *right[::-1]]


def _body(canvas: Canvas, tone: Colour, neckline: Points, spread: float = 0, top: float = 57) -> None:
    """Cloth from the shoulders down; `neckline` runs from the right to the left."""
    shape = [*_shoulders(spread, top), *neckline]
    canvas.fill(shape, tone)
    with canvas.inside(shape):
        for way in (-1, 1):
            canvas.fill(curve((way * 72, 122), (way * 49, 122), (way * 51, 104), (way * 56, 92), (way * 72, 84)),
                        BLACK, 0.09)
            fold = curve((way * 34, 72), (way * 40, 86), (way * 41, 104))
            canvas.stroke(fold, deeper(tone, 0.3), 1.2, 0.4, tips=(0.1, 0.2))


def _dip(half: float, depth: float, top: float = 57) -> Points:
    return curve((half, top), (half * 0.8, top + depth * 0.62), (0, top + depth), (-half * 0.8, top + depth * 0.62),
                 (-half, top))


def _tee(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    _body(canvas, tone, _dip(15, 15))
    canvas.stroke(_dip(15, 15), deeper(tone, 0.18), 3, tips=(0.9, 0.9))


def _scoop(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    _body(canvas, tone, _dip(19, 26, 60), spread=4, top=60)
    canvas.stroke(_dip(19, 26, 60), paler(tone, 0.25), 1.8, tips=(0.9, 0.9))


def _v_neck(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    _body(canvas, tone, [(16, 57), (0, 90), (-16, 57)])
    canvas.stroke([(16, 57), (8, 73.6), (0, 90)], deeper(tone, 0.2), 2.8, tips=(1, 0.9))
    canvas.stroke([(-16, 57), (-8, 73.6), (0, 90)], deeper(tone, 0.2), 2.8, tips=(1, 0.9))


def _turtleneck(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    _body(canvas, tone, [(15, 57), (-15, 57)])
    roll = [*curve((-15.4, 44), (0, 49.6), (15.4, 44)), *curve((18, 62), (0, 69), (-18, 62))]
    canvas.fill(roll, tone)
    canvas.fill([*curve((-18, 62), (0, 69), (18, 62)), *curve((19, 65), (0, 73), (-19, 65))], BLACK, 0.14)
    for x in (-11, -5.5, 0, 5.5, 11):
        rib = curve((x, 48.6 - abs(x) * 0.2), (x * 1.06, 56), (x * 1.1, 66.4 - abs(x) * 0.2))
        canvas.stroke(rib, deeper(tone, 0.3), 0.9, 0.4)


def _placket(canvas: Canvas, tone: Colour) -> None:
    canvas.stroke([(0, 84), (0, 100), (0, BOTTOM)], deeper(tone, 0.3), 1, 0.6)
    for y in (92, 106):
        canvas.dot(2.6, y, 1.3, deeper(tone, 0.4))


def _lapels(canvas: Canvas, tone: Colour) -> None:
    for way in (-1, 1):
        wing = [(way * 14, 50), (way * 20, 58), (way * 25, 72), (way * 9, 86), (0, 80), (way * 6, 72)]
        canvas.fill(wing, tone)
        canvas.stroke([(way * 25, 72), (way * 9, 86), (0, 80)], deeper(tone, 0.35), 1.1, 0.6, tips=(0.6, 0.6))


def _shirt(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    _body(canvas, tone, [(17, 57), (0, 84), (-17, 57)])
    _placket(canvas, tone)
    _lapels(canvas, paler(tone, 0.14))


def _denim(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    canvas.fill([*_dip(17, 12), (-30, 120), (30, 120)], trim)
    _body(canvas, tone, [(18, 57), (12, 92), (10, BOTTOM), (-10, BOTTOM), (-12, 92), (-18, 57)])
    _lapels_open(canvas, tone, WHITE)


def _lapels_open(canvas: Canvas, tone: Colour, stitch: Colour) -> None:
    for way in (-1, 1):
        wing = [(way * 14.6, 48), (way * 22, 57), (way * 30, 74), (way * 15, 88), (way * 13, 72)]
        canvas.fill(wing, deeper(tone, 0.16))
        canvas.stroke([(way * 28.6, 74), (way * 16, 85.6)], stitch, 0.8, 0.4)


def _cardigan(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    inner = [*_dip(16, 15), (-34, 122), (34, 122)]
    canvas.fill(inner, trim)
    canvas.stroke(_dip(16, 15), deeper(trim, 0.16), 1.8, tips=(0.9, 0.9))
    _body(canvas, tone, [(17.6, 57), (15, 84), (4, 112), (3, BOTTOM), (-3, BOTTOM), (-4, 112), (-15, 84), (-17.6,
        57)])
    for way in (-1, 1):
        edge = curve((way * 17.6, 56), (way * 15.4, 82), (way * 4.6, 112), (way * 3.4, BOTTOM))
        canvas.stroke(edge, deeper(tone, 0.2), 3.4, tips=(0.9, 1))


def _round_collar(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    _body(canvas, tone, _dip(16, 16))
    for way in (-1, 1):
        flap = blob(*((way * x, y) for x, y in ((15, 54), (22, 59), (24.6, 68), (16, 78), (4, 77.4), (1.4, 72.4),
                                                (10, 67))))
        canvas.fill(flap, trim)
        canvas.stroke(flap[10:45], deeper(trim, 0.3), 0.9, 0.5)
    _placket(canvas, tone)


def _print(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    """A blouse in cloth printed with small blossoms."""
    neckline = _dip(17, 19)
    _body(canvas, tone, neckline)
    with canvas.inside([*_shoulders(), *neckline]):
        for row in range(6):
            for place in range(11):
                x, y = -70 + place * 14 + (row % 2) * 7, 62 + row * 11
                for step in range(4):
                    turn = math.radians(90 * step + 20 * (place % 3))
                    canvas.dot(x + 1.7 * math.cos(turn), y + 1.7 * math.sin(turn), 1.25, trim, 0.85)
    canvas.stroke(neckline, deeper(tone, 0.2), 2.2, tips=(0.9, 0.9))


def _yoke(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    """A jumper with a knitted pattern around the shoulders."""
    _body(canvas, tone, _dip(16, 11))
    for ring, size in ((10, 1.6), (15, 1.1), (20, 1.6)):
        line = oval(0, 59, 17 + ring, 11 + ring * 0.96, 14, 166)
        for x, y in line[::2]:
            canvas.dot(x, y, size, trim, 0.9)
    canvas.stroke(_dip(16, 11), deeper(tone, 0.2), 3.4, tips=(0.9, 0.9))


def _hood(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    _body(canvas, tone, _dip(17, 17))
    for way in (-1, 1):
        roll = blob(*((way * x, y) for x, y in ((14, 46), (25, 51), (32, 63), (22, 74), (6, 81), (1, 76), (10,
            70), (15, 60))))
        canvas.fill(roll, deeper(tone, 0.15))
        canvas.stroke(curve((way * 6, 79), (way * 6.6, 92), (way * 5.8, 102)), trim, 1.6, tips=(0.9, 0.9))


def _shawl(canvas: Canvas, tone: Colour, trim: Colour) -> None:
    _body(canvas, trim, _dip(16, 16))
    for way in (-1, 1):
        drape = curve((way * 15, 54), (way * 30, 60), (way * 56, 76), (way * 68, 100), (way * 70, BOTTOM))
        edge = curve((way * 10, BOTTOM), (way * 14, 98), (way * 17, 74), (way * 14, 58))
        canvas.fill([*drape, *edge], tone)
        for shift in (0, 9):
            fold = curve((way * (22 + shift), 62), (way * (26 + shift), 86), (way * (23 + shift), BOTTOM))
            canvas.stroke(fold, paler(tone, 0.3), 1.1, 0.55, tips=(0.2, 0.6))


Garment = Callable[[Canvas, Colour, Colour], None]

GARMENTS: dict[str, Garment] = {
    "tee": _tee,
    "scoop": _scoop,
    "v-neck": _v_neck,
    "turtleneck": _turtleneck,
    "shirt": _shirt,
    "denim": _denim,
    "cardigan": _cardigan,
    "round collar": _round_collar,
    "print": _print,
    "yoke": _yoke,
    "hood": _hood,
    "shawl": _shawl,
}


def draw_clothes(canvas: Canvas, spec: PortraitSpec) -> None:
    GARMENTS[spec.garment](canvas, CLOTHS[spec.garment_colour], CLOTHS[spec.trim_colour])


# Scarves ------------------------------------------------------------------------------------------------------


def hijab_back(canvas: Canvas, tone: Colour) -> None:
    right = curve((0, -53), (19, -50), (33, -36), (38, -12), (37, 14), (42, 38), (52, 64), (60, BOTTOM))
    canvas.fill([*right, *mirror(right)], deeper(tone, 0.14))


def hijab_front(canvas: Canvas, tone: Colour) -> None:
    """Cloth around the face, crossed under the chin: one outline with an opening for the face."""
    edge = curve((0, -52), (18, -49), (31.6, -36), (36.6, -12), (35.4, 12), (38, 34), (47, 60), (53, BOTTOM))
    face = curve((0, -31), (11, -29.6), (23.6, -22), (28.6, -8), (28.4, 12), (23.4, 29), (13, 39), (0, 43))
    canvas.fill([*edge, *mirror(edge), *face, *mirror(face)], tone)
    canvas.stroke([*face, *mirror(face)], deeper(tone, 0.25), 1.4, 0.7, tips=(1, 1))
    _folds(canvas, tone)


def _folds(canvas: Canvas, tone: Colour) -> None:
    light, dark = paler(tone, 0.22), deeper(tone, 0.22)
    canvas.stroke(curve((-24, -34), (-8, -43), (12, -42)), light, 1.4, 0.7, tips=(0.1, 0.1))
    canvas.stroke(curve((-31, 18), (-20, 42), (2, 55), (26, 58)), dark, 1.6, 0.6, tips=(0.1, 0.1))
    canvas.stroke(curve((-33, 32), (-16, 58), (12, 70), (38, 72)), light, 1.4, 0.7, tips=(0.1, 0.1))
    canvas.stroke(curve((30, 22), (22, 44), (4, 56)), dark, 1.4, 0.5, tips=(0.1, 0.1))
    canvas.stroke(curve((-40, 60), (-18, 84), (6, 98)), dark, 1.4, 0.45, tips=(0.1, 0.1))


def wrap_front(canvas: Canvas, tone: Colour, accent: Colour) -> None:
    """A headwrap: cloth wound high, with a knot."""
    tower = blob((-31, -14), (-33, -34), (-24, -54), (-4, -64), (18, -60), (31, -44), (32, -24), (30, -14), (16, -26),
                 (0, -29), (-16, -26))
    canvas.fill(tower, tone)
    with canvas.inside(tower):
        for shift in (0, 10, 20, 30):
            band = curve((-36, -22 - shift), (-10, -34 - shift), (14, -30 - shift), (36, -14 - shift))
            canvas.stroke(band, accent if shift == 10 else deeper(tone, 0.22), 3.2 if shift == 10 else 1.3, 0.8,
                          tips=(0.8, 0.8))
    knot = blob((8, -52), (16, -66), (30, -66), (34, -54), (24, -47), (13, -46))
    canvas.fill(knot, tone)
    canvas.stroke(curve((12, -50), (20, -56), (31, -60)), deeper(tone, 0.25), 1.3, 0.8)
    canvas.stroke(curve((15, -47), (22, -50), (31, -53)), deeper(tone, 0.25), 1.2, 0.7)


def bandana_front(canvas: Canvas, tone: Colour, accent: Colour) -> None:
    """A folded cloth over the hair, tied behind."""
    right = curve((0, -50), (17, -47), (28.4, -34), (32, -14))
    edge = curve((29.4, -11), (22, -24), (11, -30.4), (0, -32))
    shape = [*mirror(right), *right, *edge, *mirror(edge)[1:]]
    canvas.fill(shape, tone)
    with canvas.inside(shape):
        for i in range(40):
            row, place = divmod(i, 8)
            canvas.dot(-32 + place * 9 + (row % 2) * 4.5, -50 + row * 7.5, 1, accent, 0.9)
    canvas.stroke([*edge, *mirror(edge)[1:]], deeper(tone, 0.25), 1.6, 0.8)


# Grounds ------------------------------------------------------------------------------------------------------


def _halo(canvas: Canvas, tone: Colour) -> None:
    canvas.fill(oval(80, 84, 64, 64), tone)


def _arch(canvas: Canvas, tone: Colour) -> None:
    canvas.fill([*oval(80, 78, 58, 58, 180, 360), (138, 200), (22, 200)], tone)


def _half(canvas: Canvas, tone: Colour) -> None:
    canvas.fill([(0, 0), (74, 0), (74, 200), (0, 200)], tone)


def _rays(canvas: Canvas, tone: Colour) -> None:
    for i in range(0, 24, 2):
        a, b = (math.radians(15 * (i + k)) for k in (0, 1))
        canvas.fill([(80, 92), (80 + 170 * math.cos(a), 92 + 170 * math.sin(a)),
                     (80 + 170 * math.cos(b), 92 + 170 * math.sin(b))], tone)


def _dots(canvas: Canvas, tone: Colour) -> None:
    for row in range(12):
        for place in range(10):
            canvas.dot(place * 18 + (row % 2) * 9, row * 18 + 4, 2.3, tone)


def _diamonds(canvas: Canvas, tone: Colour) -> None:
    for row in range(11):
        for place in range(8):
            x, y = place * 24 + (row % 2) * 12, row * 20
            canvas.fill([(x, y - 8), (x + 5, y), (x, y + 8), (x - 5, y)], tone)


def _hills(canvas: Canvas, tone: Colour) -> None:
    canvas.fill([*curve((-5, 122), (30, 96), (70, 112), (112, 84), (165, 106)), (165, 205), (-5, 205)], tone)
    canvas.fill([*curve((-5, 150), (40, 132), (90, 146), (165, 128)), (165, 205), (-5, 205)], deeper(tone, 0.08))


def _leaves(canvas: Canvas, tone: Colour) -> None:
    for x, y, turn in ((16, 40, 30), (28, 84, 12), (10, 128, 40), (144, 40, -30), (132, 84, -12), (150, 128, -40)):
        with canvas.moved(x, y, turn):
            canvas.fill(blob((0, -24), (11, -4), (0, 24), (-11, -4)), tone)
            canvas.stroke([(0, -18), (0, 0), (0, 26)], paler(tone, 0.3), 1, 0.6)


def _sun(canvas: Canvas, tone: Colour) -> None:
    canvas.dot(124, 46, 24, paler(tone, 0.3))
    canvas.fill([*curve((-5, 140), (50, 128), (110, 136), (165, 124)), (165, 205), (-5, 205)], tone)


def _waves(canvas: Canvas, tone: Colour) -> None:
    for y in range(14, 220, 18):
        points = [(x, y + 3.4 * math.sin(x / 10)) for x in range(-4, 168, 2)]
        canvas.stroke(points, tone, 2.2, tips=(1, 1))


def _flowers(canvas: Canvas, tone: Colour) -> None:
    for row in range(6):
        for place in range(5):
            x, y = place * 36 + (row % 2) * 18 - 2, row * 36 + 10
            for petal in range(5):
                a = math.radians(72 * petal + 9 * place)
                canvas.dot(x + 4 * math.cos(a), y + 4 * math.sin(a), 2.7, tone)
            canvas.dot(x, y, 1.7, paler(tone, 0.5))


def _plain(canvas: Canvas, tone: Colour) -> None:
    canvas.fill([(0, 0), (160, 0), (160, 200)], tone, 0.35)


PATTERNS: dict[str, Callable[[Canvas, Colour], None]] = {
    "halo": _halo, "arch": _arch, "half": _half, "rays": _rays, "dots": _dots, "diamonds": _diamonds, "hills": _hills,
    "leaves": _leaves, "sun": _sun, "waves": _waves, "flowers": _flowers, "plain": _plain,
}


def draw_ground(canvas: Canvas, spec: PortraitSpec) -> None:
    PATTERNS[spec.ground](canvas, GROUNDS[spec.ground_colour][1])
