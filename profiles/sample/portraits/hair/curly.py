"""Curly and coily hair."""

import math

from profiles.sample.portraits.canvas import curve, oval
from profiles.sample.portraits.hair.parts import Tress, arc_of, cap, curls, drop, parted, ropes, rounded

# fmt: off


def set_back(hair: Tress) -> None:
    curls(hair, arc_of(31, 35, 8, 15), 8.4, 0)


def set_front(hair: Tress) -> None:
    cap(hair, rounded(low=-4, height=-28), top=6, side=2, low=-2)
    curls(hair, arc_of(30, 33, 2, 13), 7.6, 0.55)
    curls(hair, [(-20, -27), (-11, -33), (0, -35), (11, -33), (20, -27), (-7, -43), (7, -43)], 6.6, 0.6)


def curly_bob_back(hair: Tress) -> None:
    curls(hair, [*arc_of(35, 41, 22, 17), (-33, 28), (33, 28), (-24, 33), (24, 33), (0, 26)], 11, 0.3)
    hair.fill(oval(0, 4, 32, 30))


def curly_bob_front(hair: Tress) -> None:
    cap(hair, rounded(height=-26), top=8, side=3)
    curls(hair, arc_of(32.6, 36, 20, 16), 7.6, 0.55)
    curls(hair, [(-22, -27), (-12, -31), (0, -31), (12, -31), (22, -27), (-14, -42), (0, -43), (14, -42)], 7, 0.55)


def long_curls_back(hair: Tress) -> None:
    drop(hair, 36, 66, 6)
    curls(hair, [*arc_of(36, 43, 8, 15), (-40, 22), (40, 22), (-42, 38), (42, 38), (-41, 54), (41, 54), (-34, 67),
                 (34, 67), (-23, 72), (23, 72)], 10.5, 0.35)


def long_curls_front(hair: Tress) -> None:
    cap(hair, parted(8 * hair.side, height=-33), top=7, side=3)
    curls(hair, [*arc_of(33, 38, 6, 12), *((x * w, y) for w in (-1, 1) for x, y in (
        (34, 16), (37, 28), (35, 40), (38, 52), (33, 62)))], 7.4, 0.55)
    curls(hair, [(hair.side * x, y) for x, y in ((20, -30), (0, -35), (-12, -33), (-22, -26), (-2, -46), (12,
        -44))], 6.8, 0.55)


def afro_back(hair: Tress) -> None:
    hair.fill(oval(0, -15, 42, 42))
    curls(hair, oval(0, -15, 40, 41, 140, 400)[::2], 6.4, 0.25)


def coils(hair: Tress, half: float, rise: float, count: int) -> None:
    for _ in range(count):
        angle, far = hair.dice.uniform(195, 345), hair.dice.uniform(0.8, 1.16)
        x, y = half * far * math.cos(math.radians(angle)), -10 + rise * far * math.sin(math.radians(angle))
        start = hair.dice.uniform(0, 360)
        hair.canvas.stroke(oval(x, y, 1.7, 1.7, start, start + 210), hair.strand, 0.8, 0.7, tips=(0.3, 0.3))


def afro_front(hair: Tress) -> None:
    cap(hair, rounded(low=-2, height=-27), top=9, side=8, low=6)
    curls(hair, [(-25, -20), (-17, -27), (-8, -29), (0, -29.6), (8, -29), (17, -27), (25, -20), (-30, -10), (30,
        -10)], 3.6, 0)
    coils(hair, 37, 38, 56)


def short_coils_back(hair: Tress) -> None:
    curls(hair, arc_of(30, 37, 4, 26), 4, 0)


def short_coils_front(hair: Tress) -> None:
    cap(hair, rounded(low=-6, height=-28), top=5.4, side=1.8, low=-3)
    curls(hair, [(-23, -23), (-16, -27), (-8, -28.6), (0, -29), (8, -28.6), (16, -27), (23, -23)], 2.8, 0)
    coils(hair, 29, 34, 40)


def buzz_front(hair: Tress) -> None:
    cap(hair, rounded(low=-8, height=-29.6), top=1, side=-1.2, low=-6)
    for _ in range(46):
        x, y = hair.dice.uniform(-22, 22), hair.dice.uniform(-44, -31)
        hair.canvas.dot(x, y + abs(x) * 0.32, 0.5, hair.strand, 0.55)


def twists_front(hair: Tress) -> None:
    cap(hair, rounded(low=-6, height=-29), top=3, side=0.6, low=-4)
    rows = ((-46.6, 9, 0.42), (-39, 8, 0.5), (-33, 6, 0.62))
    for y, count, droop in rows:
        xs = [(i - (count - 1) / 2) * 6 for i in range(count)]
        starts = [(x, y + abs(x) * droop) for x in xs]
        ropes(hair, [curve((x * 0.94, py - 4), (x, py), (x * 1.07, py + 5.4)) for x, py in starts], 4.6, 3)
    ropes(hair, [curve((way * 28.6, -22), (way * 31, -16), (way * 30.4, -8)) for way in (-1, 1)], 4.6, 3)
