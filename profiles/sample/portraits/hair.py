"""Hair in its many textures. Each style has a part behind the head and shoulders and a part before the face.

The origin lies between the eyes, as in `face.py`. `side` is 1 or -1: where the parting or the braid lies.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from profiles.sample.portraits.canvas import Canvas, Colour, Point, Points, along, blob, curve, mirror, oval
from profiles.sample.portraits.palettes import HAIRS


@dataclass(frozen=True)
class Tress:
    """What a style needs to paint: the canvas, three tones of one hair colour, a side, and dice of its own."""

    canvas: Canvas
    base: Colour
    strand: Colour
    deep: Colour
    side: int
    dice: Random

    def fill(self, points: Sequence[Point]) -> None:
        self.canvas.fill(points, self.base)

    def shadow(self, points: Sequence[Point]) -> None:
        self.canvas.fill(points, self.deep)

    def strands(self, *lines: Sequence[Point], width: float = 1.1, alpha: float = 0.6) -> None:
        """Lighter lines that follow the hair, on the parting's side as they are given."""
        for line in lines:
            placed = [(x * self.side, y) for x, y in line]
            self.canvas.stroke(curve(*placed), self.strand, width, alpha, tips=(0.15, 0.1))


def tress(canvas: Canvas, hair_colour: str, side: int, seed: int) -> Tress:
    base, strand, deep = HAIRS[hair_colour]
    return Tress(canvas, base, strand, deep, side, Random(seed))


# Contours ---------------------------------------------------------------------------------------------------


def crown(top: float, side: float, low: float) -> Points:
    """The outer edge of hair from the left ear over the head to the right ear."""
    right: Points = [(15, -43 - top), (26.4 + side * 0.9, -30.6 - top * 0.5), (31 + side, -11), (29.6 + side, low)]
    return curve(*mirror(right), (0, -46.4 - top), *right)


def parted(at: float = 0, height: float = -36, low: float = 2) -> Points:
    """An inner edge that falls to both sides of a parting at x = `at`, from the right ear to the left."""
    right = curve((29.4, low), (28, -10), (22.6 + at * 0.1, -22), (12 + at * 0.5, -30.4), (at, height))
    left = curve((at, height), (-12 + at * 0.5, -30.4), (-22.6 + at * 0.1, -22), (-28, -10), (-29.4, low))
    return right + left


def swept(low: float = 2, height: float = -32) -> Points:
    """An inner edge of hair drawn back from the forehead."""
    right: Points = [(12, height + 1.2), (21.6, -24.4), (26.4, -13), (29, low)]
    return curve(*reversed(right), (0, height), *reversed(mirror(right)))


def rounded(low: float = 2, height: float = -29) -> Points:
    """The natural hairline of close-cut hair, with corners at the temples."""
    right: Points = [(13, height + 0.4), (22, -24.6), (24.8, -15.4), (28.2, -8), (29, low)]
    return curve(*reversed(right), (0, height), *reversed(mirror(right)))


def fringe(depth: float = -13, low: float = 2) -> Points:
    """An inner edge that lies across the brow."""
    right: Points = [(10, depth + 0.3), (20, depth + 1.6), (27, depth + 6), (29.2, low)]
    return curve(*reversed(right), (0, depth), *reversed(mirror(right)))


def swoop(side: int, low: float = 2) -> Points:
    """A long fringe from a parting on `side` across to the other temple."""
    line = curve((29.2, low), (27.8, -12), (22, -24), (14, -33.6))
    line += curve((14, -33.6), (3, -24), (-10, -17.4), (-22, -13), (-28.6, -3), (-29.4, low))
    return line if side > 0 else mirror(line)


def curtain(low: float = 2) -> Points:
    """A fringe that opens in the middle."""
    right = curve((29.4, low), (27.6, -5), (20, -12.6), (9, -23), (1, -34))
    return right + mirror(right)


def both(shape: Points) -> tuple[Points, Points]:
    return shape, mirror(shape)


# Building parts ---------------------------------------------------------------------------------------------


def cap(hair: Tress, inner: Points, top: float = 4.5, side: float = 2.6, low: float = 2) -> None:
    """Hair lying on the head between its outer edge and the hairline."""
    hair.fill([*crown(top, side, low), *inner])


def drop(hair: Tress, half: float, length: float, flare: float = 0, round_end: bool = True) -> None:
    """The mass behind head and neck: half width at the cheeks, length below the eyes, widening by `flare`."""
    end: Points = [(half + flare, length - 7), (half * 0.62, length + (2 if round_end else 0)), (0, length + 1)]
    right: Points = [(17, -46), (29, -34), (half - 1, -8), (half + flare * 0.4, 26), *end]
    hair.fill(blob((0, -50), *right, *mirror(right[:-1])))


def panels(hair: Tress, outer: Points, inner: Points) -> None:
    """Two lengths of hair beside the face and before the shoulders; points from the top down, right side."""
    right = [*curve(*outer), *reversed(curve(*inner))]
    for shape in both(right):
        hair.fill(shape)


def curls(hair: Tress, middles: Sequence[Point], radius: float, rings: float = 0.5) -> None:
    """Overlapping round curls; `rings` is how strongly each is marked."""
    sizes = [radius * hair.dice.uniform(0.86, 1.16) for _ in middles]
    for (x, y), size in zip(middles, sizes, strict=True):
        hair.canvas.dot(x, y, size, hair.base)
    for (x, y), size in zip(middles, sizes, strict=True):
        start = hair.dice.uniform(150, 260)
        arc = oval(x, y, size * 0.62, size * 0.62, start, start + hair.dice.uniform(120, 190))
        hair.canvas.stroke(arc, hair.strand, radius * 0.16, rings, tips=(0.2, 0.2))


def arc_of(half: float, rise: float, drop_to: float, count: int, middle: float = -8) -> Points:
    """Points around the head: from the left at `drop_to`, straight up the side, over the top, down the right."""
    side = max(0.0, drop_to - middle)
    round_way = math.pi * (half + rise) / 2
    whole = round_way + 2 * side
    points = []
    for i in range(count):
        way = whole * i / (count - 1)
        if way < side:
            points.append((-half, drop_to - way))
        elif way > whole - side:
            points.append((half, drop_to - (whole - way)))
        else:
            turn = math.pi * (1 + (way - side) / round_way)
            points.append((half * math.cos(turn), middle + rise * math.sin(turn)))
    return points


def plait(hair: Tress, line: Points, width: float, links: int, tie: bool = True) -> None:
    """A braid of three along a line, as leaf-shaped links left and right, with a band near its end."""
    for i in range(links):
        (x, y), (nx, ny) = along(line, i / links), along(line, min(1, (i + 1.5) / links))
        heading = math.degrees(math.atan2(ny - y, nx - x)) - 90
        size = width * (1 - 0.35 * i / links)
        with hair.canvas.moved(x, y, heading):
            for way in (-1, 1):
                link = blob((0, size * 0.95), (way * size * 0.62, size * 0.35), (way * size * 0.55, -size * 0.3),
                            (way * size * 0.1, -size * 0.25))  # fmt: skip
                hair.fill(link)
                mark = curve((way * size * 0.5, -size * 0.2), (way * size * 0.36, size * 0.34), (0, size * 0.8))
                hair.canvas.stroke(mark, hair.strand, width * 0.1, 0.75, tips=(0.3, 0.2))
    if tie:
        _band(hair, along(line, 1.0), width * 0.36)


def _band(hair: Tress, at: Point, half: float) -> None:
    x, y = at
    hair.fill(blob((x - half, y), (x + half, y), (x + half * 0.8, y + half * 3), (x, y + half * 3.6),
                   (x - half * 0.8, y + half * 3)))  # fmt: skip
    hair.canvas.stroke([(x - half * 1.1, y), (x + half * 1.1, y)], (170, 84, 70), half * 0.9, tips=(0.8, 0.8))


def ropes(hair: Tress, lines: Sequence[Points], width: float, knots: int = 0) -> None:
    """Locs or thin braids: rounded cords, each edged so that it can be told from its neighbour."""
    for line in lines:
        hair.canvas.stroke(line, hair.deep, width * 1.12, tips=(0.9, 0.75))
        hair.canvas.stroke(line, hair.base, width * 0.82, tips=(0.9, 0.75))
        for i in range(knots):
            (x, y), (nx, ny) = along(line, (i + 0.3) / knots), along(line, (i + 0.75) / knots)
            hair.canvas.stroke([(x - width * 0.25, y), (nx + width * 0.25, ny)], hair.strand, width * 0.16, 0.8)


def bun(hair: Tress, x: float, y: float, size: float) -> None:
    hair.canvas.dot(x, y, size, hair.base)
    for share, start in ((0.68, 190), (0.4, 20)):
        arc = oval(x, y, size * share, size * share * 0.9, start, start + 200)
        hair.canvas.stroke(arc, hair.strand, 1.1, 0.6, tips=(0.2, 0.2))


# Styles: straight and wavy -----------------------------------------------------------------------------------


def _long_back(hair: Tress) -> None:
    drop(hair, 35, 84, 2, round_end=False)


def _long_front(hair: Tress) -> None:
    cap(hair, parted(0))
    panels(hair, [(27, -30), (33, -14), (35.6, 14), (37.4, 46), (36.4, 72), (33, 88)],
           [(24, -22), (28.6, -4), (29.4, 20), (26.6, 46), (25, 70), (26.4, 89)])  # fmt: skip
    hair.strands([(1, -40), (17, -32), (28, -14), (32.6, 16), (33.6, 70)], [(-1, -40), (-17, -32), (-28, -14),
                 (-32.6, 16), (-33, 74)], [(3, -47), (19, -41), (30, -20)], [(-3, -47), (-19, -41), (-30, -20)])  # fmt: skip


def _wavy_back(hair: Tress) -> None:
    right: Points = [(18, -48), (32, -34), (37, -12), (35.6, 12), (41, 32), (38.4, 52), (43, 68), (35, 82), (18, 79)]
    hair.fill(blob((0, -52), *right, (0, 74), *mirror(right)))


def _wavy_front(hair: Tress) -> None:
    at = 9 * hair.side
    cap(hair, parted(at), top=5.4, side=3.4)
    panels(hair, [(28, -30), (34.6, -14), (34.4, 8), (39.6, 28), (36.4, 48), (40, 66), (35, 82)],
           [(24, -22), (28.8, -4), (27.6, 16), (31, 32), (26.6, 50), (29, 66), (27, 80)])  # fmt: skip
    hair.strands([(10, -42), (24, -32), (31, -10), (31, 10), (35, 28), (32, 50), (35.4, 70)],
                 [(7, -42), (-12, -37), (-27, -20), (-31.4, 2), (-33, 24), (-32, 46), (-36, 66)],
                 [(8, -48), (-10, -47), (-26, -36)])  # fmt: skip


def _bob_back(hair: Tress) -> None:
    right: Points = [(18, -48), (31, -34), (36.4, -10), (37.6, 14), (35.4, 30), (24, 37)]
    hair.fill(blob((0, -51), *right, (0, 37), *mirror(right)))


def _bob_sides(hair: Tress) -> None:
    panels(hair, [(28, -30), (34.6, -12), (37, 10), (36.6, 25), (31.4, 36)],
           [(24, -22), (28.6, -4), (28.4, 14), (25.6, 28), (24.6, 37)])  # fmt: skip
    hair.strands([(28, -28), (33, -8), (33.8, 14), (30.4, 32)], [(-28, -28), (-33, -8), (-33.8, 14), (-30.4, 32)])


def _bob_front(hair: Tress) -> None:
    cap(hair, parted(11 * hair.side), top=5, side=3.4)
    _bob_sides(hair)
    hair.strands([(11, -42), (-8, -38), (-24, -24)], [(12, -47), (-6, -48), (-22, -39)])


def _bob_fringe_front(hair: Tress) -> None:
    cap(hair, fringe(-14), top=4.6, side=3)
    _bob_sides(hair)
    hair.strands([(-14, -42), (-17, -30), (-17, -17)], [(-2, -44), (-4, -30), (-4, -18)],
                 [(8, -43), (8, -30), (7.6, -18)], [(17, -40), (19, -28), (18.6, -17)])  # fmt: skip


def _lob_back(hair: Tress) -> None:
    right: Points = [(18, -48), (31, -34), (36, -10), (36, 18), (36.6, 38), (34, 52), (22, 54)]
    hair.fill(blob((0, -51), *right, (0, 50), *mirror(right)))


def _lob_sides(hair: Tress) -> None:
    panels(hair, [(28, -30), (34.4, -12), (35.6, 16), (36.4, 38), (31.4, 56)],
           [(24, -22), (28.6, -4), (28.6, 20), (26, 40), (27, 57)])  # fmt: skip
    hair.strands([(28, -26), (32.4, -4), (32.6, 24), (31.6, 48)], [(-28, -26), (-32.4, -4), (-32.6, 24), (-31.6, 48)])


def _lob_front(hair: Tress) -> None:
    cap(hair, parted(10 * hair.side), top=5.2, side=3)
    _lob_sides(hair)
    hair.strands([(10, -42), (-9, -38), (-25, -22)], [(11, -48), (-8, -48), (-23, -39)], [(13, -40), (24, -28), (29, -12)])


def _curtain_front(hair: Tress) -> None:
    cap(hair, curtain(), top=5, side=3)
    _lob_sides(hair)
    hair.strands([(1, -40), (12, -27), (24, -13), (29, -4)], [(-1, -40), (-12, -27), (-24, -13), (-29, -4)],
                 [(4, -47), (20, -40), (30, -20)], [(-4, -47), (-20, -40), (-30, -20)])  # fmt: skip


def _pixie_front(hair: Tress) -> None:
    cap(hair, swoop(hair.side, low=-4), top=6, side=1.6, low=-3)
    for way in (-1, 1):
        hair.fill(curve((way * 31.4, -14), (way * 31.4, -2), (way * 28.8, 5), (way * 27.2, -2), (way * 27.6, -14)))
    hair.strands([(14, -36), (0, -29), (-16, -21), (-26, -13)], [(13, -42), (-6, -38), (-24, -25)],
                 [(12, -48), (-8, -48), (-24, -36)], [(17, -40), (26, -28), (29, -14)])  # fmt: skip


def _pixie_back(hair: Tress) -> None:
    hair.fill(blob((0, -48), (22, -38), (31, -12), (27, 18), (14, 30), (-14, 30), (-27, 18), (-31, -12), (-22, -38)))


def _crop_front(hair: Tress) -> None:
    cap(hair, rounded(low=-6, height=-30), top=3.4, side=0.4, low=-5)
    hair.strands(*([(x - 3, -44 + abs(x) * 0.34), (x, -34 + abs(x) * 0.2)] for x in range(-20, 25, 6)), width=1, alpha=0.5)


def _sleek_cap(hair: Tress) -> None:
    cap(hair, swept(), top=3, side=0.8)
    hair.strands([(22, -22), (14, -38), (4, -48)], [(-22, -22), (-14, -38), (-4, -48)], [(9, -32), (5, -42), (2, -48)],
                 [(-9, -32), (-5, -42), (-2, -48)], [(28, -8), (25, -30), (14, -44)], [(-28, -8), (-25, -30), (-14, -44)])  # fmt: skip


def _parted_cap(hair: Tress) -> None:
    cap(hair, parted(0, low=6), top=3.4, side=1.2, low=6)
    hair.strands([(2, -44), (16, -36), (27, -18), (29.4, 2)], [(-2, -44), (-16, -36), (-27, -18), (-29.4, 2)],
                 [(3, -38), (14, -33), (25, -20), (28.4, -4)], [(-3, -38), (-14, -33), (-25, -20), (-28.4, -4)])  # fmt: skip


def _low_bun_back(hair: Tress) -> None:
    bun(hair, 21 * hair.side, 32, 12.5)


def _pinned_back(hair: Tress) -> None:
    bun(hair, 13 * hair.side, -46, 11.5)


def _top_bun_back(hair: Tress) -> None:
    bun(hair, 0, -57, 13)


def _top_bun_front(hair: Tress) -> None:
    _sleek_cap(hair)
    hair.canvas.stroke(curve((-9, -48.6), (0, -50.6), (9, -48.6)), hair.deep, 1.6, tips=(0.4, 0.4))


def _ponytail_back(hair: Tress) -> None:
    outer = curve((2, -46), (16, -58), (36, -52), (47, -28), (46, 2), (44, 28), (49, 50))
    inner = curve((49, 50), (36, 38), (31, 16), (32, -10), (24, -30), (10, -36))
    hair.fill([(x * hair.side, y) for x, y in [*outer, *inner]])
    hair.strands([(16, -52), (34, -44), (42, -22), (41, 4), (41, 30)], [(20, -46), (32, -36), (37, -14), (36, 10), (39, 34)])


def _side_tail(hair: Tress) -> None:
    tail = [*curve((22, 2), (36, 22), (40, 46), (38, 72), (29, 90)), *curve((25, 84), (24, 60), (23, 40), (20, 20))]
    hair.fill([(x * hair.side, y) for x, y in tail])
    hair.strands([(27, 24), (34, 46), (32, 82)], [(29, 20), (37, 44), (35, 72)], [(25, 30), (29, 54), (28, 80)])
    x = 28 * hair.side
    hair.canvas.stroke([(x - 5.6 * hair.side, 24), (x + 5.8 * hair.side, 18.6)], (170, 84, 70), 3, tips=(0.8, 0.8))


def _braid_line(side: int) -> Points:
    return curve((22 * side, 2), (31 * side, 22), (34 * side, 42), (32 * side, 64), (28 * side, 86))


def _side_swept_front(hair: Tress) -> None:
    cap(hair, swoop(-hair.side), top=4.6, side=1.8)
    hair.strands([(-13, -38), (4, -30), (22, -18)], [(-12, -46), (8, -46), (24, -34)])


def _side_braid(hair: Tress) -> None:
    plait(hair, _braid_line(hair.side), 12.5, 10)


def _two_braids(hair: Tress) -> None:
    for side in (-1, 1):
        plait(hair, _braid_line(side), 11.5, 10)


def _nape_back(hair: Tress) -> None:
    hair.fill(blob((0, -46), (24, -34), (29, -6), (26, 14), (17, 28), (-17, 28), (-26, 14), (-29, -6), (-24, -34)))


def _crown_braid_front(hair: Tress) -> None:
    cap(hair, swept(height=-33), top=2, side=0.6)
    hair.strands([(12, -32), (8, -40), (4, -46)], [(-12, -32), (-8, -40), (-4, -46)], [(24, -20), (20, -34), (12, -44)],
                 [(-24, -20), (-20, -34), (-12, -44)])  # fmt: skip
    plait(hair, curve((-31, -8), (-27, -33), (-13, -46), (0, -49.6), (13, -46), (27, -33), (31, -8)), 11, 15, tie=False)


def _half_up_front(hair: Tress) -> None:
    cap(hair, swept(height=-33), top=5, side=2.4)
    panels(hair, [(29, -20), (34, -4), (35.6, 18), (36.6, 44), (34, 70)],
           [(26.6, -14), (29, 0), (30, 22), (27, 46), (25, 71)])  # fmt: skip
    hair.strands([(11, -32), (8, -42), (4, -50)], [(-11, -32), (-8, -42), (-4, -50)], [(24, -22), (19, -38), (9, -49)],
                 [(-24, -22), (-19, -38), (-9, -49)], [(31, -4), (33, 24), (32, 60)], [(-31, -4), (-33, 24), (-32, 60)])  # fmt: skip


# Styles: curly and coily -------------------------------------------------------------------------------------


def _set_back(hair: Tress) -> None:
    curls(hair, arc_of(31, 35, 8, 15), 8.4, 0)


def _set_front(hair: Tress) -> None:
    cap(hair, rounded(low=-4, height=-28), top=6, side=2, low=-2)
    curls(hair, arc_of(30, 33, 2, 13), 7.6, 0.55)
    curls(hair, [(-20, -27), (-11, -33), (0, -35), (11, -33), (20, -27), (-7, -43), (7, -43)], 6.6, 0.6)


def _curly_bob_back(hair: Tress) -> None:
    curls(hair, [*arc_of(35, 41, 22, 17), (-33, 28), (33, 28), (-24, 33), (24, 33), (0, 26)], 11, 0.3)
    hair.fill(oval(0, 4, 32, 30))


def _curly_bob_front(hair: Tress) -> None:
    cap(hair, rounded(height=-26), top=8, side=3)
    curls(hair, arc_of(32.6, 36, 20, 16), 7.6, 0.55)
    curls(hair, [(-22, -27), (-12, -31), (0, -31), (12, -31), (22, -27), (-14, -42), (0, -43), (14, -42)], 7, 0.55)


def _long_curls_back(hair: Tress) -> None:
    drop(hair, 36, 66, 6)
    curls(hair, [*arc_of(36, 43, 8, 15), (-40, 22), (40, 22), (-42, 38), (42, 38), (-41, 54), (41, 54), (-34, 67),
                 (34, 67), (-23, 72), (23, 72)], 10.5, 0.35)  # fmt: skip


def _long_curls_front(hair: Tress) -> None:
    cap(hair, parted(8 * hair.side, height=-33), top=7, side=3)
    curls(hair, [*arc_of(33, 38, 6, 12), *((x * w, y) for w in (-1, 1) for x, y in (
        (34, 16), (37, 28), (35, 40), (38, 52), (33, 62)))], 7.4, 0.55)  # fmt: skip
    curls(hair, [(hair.side * x, y) for x, y in ((20, -30), (0, -35), (-12, -33), (-22, -26), (-2, -46), (12, -44))], 6.8, 0.55)


def _afro_back(hair: Tress) -> None:
    hair.fill(oval(0, -12, 43, 43))
    curls(hair, arc_of(41, 44, 14, 24, -14), 6.4, 0.25)


def _coils(hair: Tress, half: float, rise: float, count: int) -> None:
    for _ in range(count):
        angle, far = hair.dice.uniform(195, 345), hair.dice.uniform(0.8, 1.16)
        x, y = half * far * math.cos(math.radians(angle)), -10 + rise * far * math.sin(math.radians(angle))
        start = hair.dice.uniform(0, 360)
        hair.canvas.stroke(oval(x, y, 1.7, 1.7, start, start + 210), hair.strand, 0.8, 0.7, tips=(0.3, 0.3))


def _afro_front(hair: Tress) -> None:
    cap(hair, rounded(low=-2, height=-27), top=9, side=8, low=6)
    curls(hair, [(-25, -20), (-17, -27), (-8, -29), (0, -29.6), (8, -29), (17, -27), (25, -20), (-30, -10), (30, -10)], 3.6, 0)
    _coils(hair, 37, 38, 56)


def _short_coils_back(hair: Tress) -> None:
    curls(hair, arc_of(30, 37, 4, 26), 4, 0)


def _short_coils_front(hair: Tress) -> None:
    cap(hair, rounded(low=-6, height=-28), top=5.4, side=1.8, low=-3)
    curls(hair, [(-23, -23), (-16, -27), (-8, -28.6), (0, -29), (8, -28.6), (16, -27), (23, -23)], 2.8, 0)
    _coils(hair, 29, 34, 40)


def _buzz_front(hair: Tress) -> None:
    cap(hair, rounded(low=-8, height=-29.6), top=1, side=-1.2, low=-6)
    for _ in range(46):
        x, y = hair.dice.uniform(-22, 22), hair.dice.uniform(-44, -31)
        hair.canvas.dot(x, y + abs(x) * 0.32, 0.5, hair.strand, 0.55)


def _twists_front(hair: Tress) -> None:
    cap(hair, rounded(low=-6, height=-29), top=3, side=0.6, low=-4)
    rows = ((-46.6, 9, 0.42), (-39, 8, 0.5), (-33, 6, 0.62))
    for y, count, droop in rows:
        xs = [(i - (count - 1) / 2) * 6 for i in range(count)]
        starts = [(x, y + abs(x) * droop) for x in xs]
        ropes(hair, [curve((x * 0.94, py - 4), (x, py), (x * 1.07, py + 5.4)) for x, py in starts], 4.6, 3)
    ropes(hair, [curve((way * 28.6, -22), (way * 31, -16), (way * 30.4, -8)) for way in (-1, 1)], 4.6, 3)


# Styles: braids and locs -------------------------------------------------------------------------------------


def _cords(half: float, length: float, count: int, spread: float) -> list[Points]:
    """Cords from the crown down both sides of the face, outermost last."""
    lines = []
    for i in range(count):
        x = half + i * 3.1
        for way in (-1, 1):
            lines.append(curve((way * (10 + i * 5.4), -46 + i * 3.6), (way * (x - 4 + i), -24), (way * x, 4),
                               (way * (x + spread), length * 0.55), (way * (x + spread * 0.4), length - i * 2)))  # fmt: skip
    return lines


def _long_cords_back(hair: Tress) -> None:
    drop(hair, 36, 82, 3, round_end=False)
    hair.canvas.fill(oval(0, 54, 30, 34), hair.deep)


def _box_braids_front(hair: Tress) -> None:
    cap(hair, parted(0, height=-35), top=5, side=2.4)
    ropes(hair, _cords(28.4, 86, 4, 1.6), 4.1, 11)


def _locs_front(hair: Tress) -> None:
    cap(hair, parted(7 * hair.side, height=-34), top=5.4, side=3)
    ropes(hair, _cords(28.6, 60, 4, 2.6), 5.2, 5)


def _short_cords_back(hair: Tress) -> None:
    drop(hair, 36, 54, 2)


def _locs_up_back(hair: Tress) -> None:
    lines = [curve((x * 0.4, -42), (x * 0.9, -60), (x * 1.5, -64 + abs(x) * 0.5), (x * 1.9, -50 + abs(x) * 0.5))
             for x in (-14, 14, -9, 9, -4, 4)]  # fmt: skip
    ropes(hair, lines, 6.4, 4)


def _rows_front(hair: Tress) -> None:
    """Cornrows from the hairline towards the back of the head."""
    cap(hair, rounded(low=0, height=-30), top=1.6, side=0, low=0)
    for x in (-24, -16, -8, 0, 8, 16, 24):
        row = curve((x, -30 + abs(x) ** 2 * 0.014), (x * 0.86, -39 + abs(x) * 0.22), (x * 0.55, -46.6 + abs(x) * 0.1))
        hair.canvas.stroke(row, hair.deep, 1.5, tips=(0.6, 0.4))
        hair.canvas.stroke([(px + 2.6, py + 0.4) for px, py in row], hair.strand, 0.8, 0.6, tips=(0.3, 0.2))


def _braid_bun_back(hair: Tress) -> None:
    hair.canvas.dot(0, -57, 14, hair.base)
    ropes(hair, [oval(0, -57, 11.4, 10.4, 150, 400), oval(0, -57.6, 6, 5.4, 0, 300)], 5, 9)


def _rows_tail_back(hair: Tress) -> None:
    lines = [curve((hair.side * (16 + i * 3), 0), (hair.side * (30 + i * 2.8), 24), (hair.side * (33 + i * 2.2), 50),
                   (hair.side * (30 + i * 2.6), 80)) for i in range(4)]  # fmt: skip
    ropes(hair, lines, 4.4, 9)


# Styles: covered hair ----------------------------------------------------------------------------------------


def no_hair(hair: Tress) -> None:
    """A part that this style does not have."""


Part = Callable[[Tress], None]

STYLES: dict[str, tuple[Part, Part, str]] = {
    "long": (_long_back, _long_front, "long straight {colour} hair"),
    "wavy": (_wavy_back, _wavy_front, "long wavy {colour} hair"),
    "half up": (_long_back, _half_up_front, "long {colour} hair half tied up"),
    "bob": (_bob_back, _bob_front, "a {colour} bob"),
    "fringe": (_bob_back, _bob_fringe_front, "a {colour} bob with bangs"),
    "lob": (_lob_back, _lob_front, "shoulder-length {colour} hair"),
    "curtain": (_lob_back, _curtain_front, "shoulder-length {colour} hair with parted bangs"),
    "pixie": (_pixie_back, _pixie_front, "short swept {colour} hair"),
    "crop": (no_hair, _crop_front, "cropped {colour} hair"),
    "low bun": (_low_bun_back, _parted_cap, "{colour} hair in a low bun"),
    "pinned up": (_pinned_back, _sleek_cap, "{colour} hair pinned up"),
    "top bun": (_top_bun_back, _top_bun_front, "{colour} hair in a high bun"),
    "ponytail": (_ponytail_back, _sleek_cap, "{colour} hair in a ponytail"),
    "side tail": (_nape_back, _side_swept_front, "{colour} hair tied to one side"),
    "side braid": (_nape_back, _side_swept_front, "a {colour} braid over one shoulder"),
    "two braids": (_nape_back, _parted_cap, "two {colour} braids"),
    "crown braid": (_nape_back, _crown_braid_front, "a {colour} braid around her head"),
    "set curls": (_set_back, _set_front, "short {colour} curls"),
    "curly bob": (_curly_bob_back, _curly_bob_front, "a cloud of {colour} curls"),
    "long curls": (_long_curls_back, _long_curls_front, "long {colour} curls"),
    "afro": (_afro_back, _afro_front, "a full {colour} afro"),
    "short coils": (_short_coils_back, _short_coils_front, "a short {colour} natural"),
    "buzz": (no_hair, _buzz_front, "very short {colour} hair"),
    "twists": (no_hair, _twists_front, "short {colour} twists"),
    "box braids": (_long_cords_back, _box_braids_front, "long {colour} box braids"),
    "locs": (_short_cords_back, _locs_front, "shoulder-length {colour} locs"),
    "locs up": (_locs_up_back, _rows_front, "{colour} locs gathered on top"),
    "rows": (_rows_tail_back, _rows_front, "{colour} cornrows over one shoulder"),
    "braid bun": (_braid_bun_back, _rows_front, "{colour} braids in a high bun"),
}

OVER_CLOTHES: dict[str, Part] = {
    "side tail": _side_tail, "side braid": _side_braid, "two braids": _two_braids, "bandana": _side_braid,
}  # fmt: skip
"""Hair that comes from behind the head and falls over the clothes."""

HIDES_EARS = {"long", "wavy", "bob", "fringe", "lob", "curtain", "half up", "curly bob", "long curls", "box braids", "locs"}


TALL = {"afro", "top bun", "braid bun", "locs up", "wrap", "ponytail", "curly bob"}
"""Styles that need room above the head."""
