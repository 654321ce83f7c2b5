"""Braids, locs and cornrows."""

from profiles.sample.portraits.canvas import Points, curve, oval
from profiles.sample.portraits.hair.parts import Tress, cap, drop, parted, ropes, rounded

# fmt: off


def cords(half: float, length: float, count: int, spread: float) -> list[Points]:
    """Cords from a parting in the middle over the head and down both sides of the face, outermost last."""
    lines = []
    for i in range(count):
        x = half + i * 3.1
        for way in (-1, 1):
            lines.append(curve((way * 1.6, -37 - i * 3.4), (way * (14 + i * 2.6), -32 - i * 3.4), (way * (x - 3),
                -16 - i * 2),
                               (way * x, 6), (way * (x + spread), length * 0.55),
                               (way * (x + spread * 0.4), length - i * 2)))
    return lines


def long_cords_back(hair: Tress) -> None:
    drop(hair, 36, 82, 3, round_end=False)
    hair.canvas.fill(oval(0, 54, 30, 34), hair.deep)


def box_braids_front(hair: Tress) -> None:
    cap(hair, parted(0, height=-35), top=5, side=2.4)
    ropes(hair, cords(28.4, 86, 4, 1.6), 4.1, 11)


def locs_front(hair: Tress) -> None:
    cap(hair, parted(7 * hair.side, height=-34), top=5.4, side=3)
    ropes(hair, cords(28.6, 60, 4, 2.6), 5.2, 5)


def short_cords_back(hair: Tress) -> None:
    drop(hair, 36, 54, 2)


def locs_up_back(hair: Tress) -> None:
    lines = [curve((x * 0.4, -42), (x * 0.9, -60), (x * 1.5, -64 + abs(x) * 0.5), (x * 1.9, -50 + abs(x) * 0.5))
             for x in (-14, 14, -9, 9, -4, 4)]
    ropes(hair, lines, 6.4, 4)


def rows_front(hair: Tress) -> None:
    """Cornrows from the hairline towards the back of the head."""
    cap(hair, rounded(low=0, height=-30), top=1.6, side=0, low=0)
    for x in (-24, -16, -8, 0, 8, 16, 24):
        row = curve((x, -30 + abs(x) ** 2 * 0.014), (x * 0.86, -39 + abs(x) * 0.22), (x * 0.55, -46.6 + abs(x) * 0.1))
        hair.canvas.stroke(row, hair.deep, 1.5, tips=(0.6, 0.4))
        hair.canvas.stroke([(px + 2.6, py + 0.4) for px, py in row], hair.strand, 0.8, 0.6, tips=(0.3, 0.2))


def braid_bun_back(hair: Tress) -> None:
    hair.canvas.dot(0, -57, 14, hair.base)
    ropes(hair, [oval(0, -57, 11.4, 10.4, 150, 400), oval(0, -57.6, 6, 5.4, 0, 300)], 5, 9)


def rows_tail_back(hair: Tress) -> None:
    lines = [curve((hair.side * (16 + i * 3), 0), (hair.side * (30 + i * 2.8), 24), (hair.side * (33 + i * 2.2), 50),
                   (hair.side * (30 + i * 2.6), 80)) for i in range(4)]
    ropes(hair, lines, 4.4, 9)
