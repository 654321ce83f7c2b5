"""What hairstyles are built from: outer edges, hairlines, lengths, curls, plaits, cords.

The origin lies between the eyes, as in `face.py`. `side` is 1 or -1: where the parting or the braid lies.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from profiles.sample.dice import dice_of
from profiles.sample.portraits.canvas import Canvas, Colour, Point, Points, along, blob, curve, mirror, oval
from profiles.sample.portraits.palettes import HAIRS

# Rows of coordinates read better as rows.
# fmt: off


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
    return Tress(canvas, base, strand, deep, side, dice_of("hair", seed))


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
                            (way * size * 0.1, -size * 0.25))
                hair.fill(link)
                mark = curve((way * size * 0.5, -size * 0.2), (way * size * 0.36, size * 0.34), (0, size * 0.8))
                hair.canvas.stroke(mark, hair.strand, width * 0.1, 0.75, tips=(0.3, 0.2))
    if tie:
        _band(hair, along(line, 1.0), width * 0.36)


def _band(hair: Tress, at: Point, half: float) -> None:
    x, y = at
    hair.fill(blob((x - half, y), (x + half, y), (x + half * 0.8, y + half * 3), (x, y + half * 3.6),
                   (x - half * 0.8, y + half * 3)))
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
