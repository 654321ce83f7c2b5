"""Straight and wavy hair, loose or tied. Each style has a part behind the head and a part before the face."""

from profiles.sample.portraits.canvas import Points, blob, curve, mirror
from profiles.sample.portraits.hair.parts import (
    Tress,
    bun,
    cap,
    curtain,
    drop,
    fringe,
    panels,
    parted,
    plait,
    rounded,
    swept,
    swoop,
)

# fmt: off


def long_back(hair: Tress) -> None:
    drop(hair, 35, 84, 2, round_end=False)


def long_front(hair: Tress) -> None:
    cap(hair, parted(0))
    panels(hair, [(27, -30), (33, -14), (35.6, 14), (37.4, 46), (36.4, 72), (33, 88)],
           [(24, -22), (28.6, -4), (29.4, 20), (26.6, 46), (25, 70), (26.4, 89)])
    hair.strands([(1, -40), (17, -32), (28, -14), (32.6, 16), (33.6, 70)], [(-1, -40), (-17, -32), (-28, -14),
                 (-32.6, 16), (-33, 74)], [(3, -47), (19, -41), (30, -20)], [(-3, -47), (-19, -41), (-30, -20)])


def wavy_back(hair: Tress) -> None:
    right: Points = [(18, -48), (32, -34), (37, -12), (35.6, 12), (41, 32), (38.4, 52), (43, 68), (35, 82), (18, 79)]
    hair.fill(blob((0, -52), *right, (0, 74), *mirror(right)))


def wavy_front(hair: Tress) -> None:
    at = 9 * hair.side
    cap(hair, parted(at), top=5.4, side=3.4)
    panels(hair, [(28, -30), (34.6, -14), (34.4, 8), (39.6, 28), (36.4, 48), (40, 64), (37, 78), (29, 88)],
           [(24, -22), (28.8, -4), (27.6, 16), (31, 32), (26.6, 50), (28.4, 64), (27, 76), (29, 88)])
    hair.strands([(10, -42), (24, -32), (31, -10), (31, 10), (35, 28), (32, 50), (35.4, 70)],
                 [(7, -42), (-12, -37), (-27, -20), (-31.4, 2), (-33, 24), (-32, 46), (-36, 66)],
                 [(8, -48), (-10, -47), (-26, -36)])


def bob_back(hair: Tress) -> None:
    right: Points = [(18, -48), (31, -34), (36.4, -10), (37.6, 14), (35.4, 30), (24, 37)]
    hair.fill(blob((0, -51), *right, (0, 37), *mirror(right)))


def bob_sides(hair: Tress) -> None:
    panels(hair, [(28, -30), (34.6, -12), (37, 10), (36.6, 25), (31.4, 36)],
           [(24, -22), (28.6, -4), (28.4, 14), (25.6, 28), (24.6, 37)])
    hair.strands([(28, -28), (33, -8), (33.8, 14), (30.4, 32)], [(-28, -28), (-33, -8), (-33.8, 14), (-30.4, 32)])


def bob_front(hair: Tress) -> None:
    cap(hair, parted(11 * hair.side), top=5, side=3.4)
    bob_sides(hair)
    hair.strands([(11, -42), (-8, -38), (-24, -24)], [(12, -47), (-6, -48), (-22, -39)])


def bob_fringe_front(hair: Tress) -> None:
    cap(hair, fringe(-14), top=4.6, side=3)
    bob_sides(hair)
    hair.strands([(-14, -42), (-17, -30), (-17, -17)], [(-2, -44), (-4, -30), (-4, -18)],
                 [(8, -43), (8, -30), (7.6, -18)], [(17, -40), (19, -28), (18.6, -17)])


def lob_back(hair: Tress) -> None:
    right: Points = [(18, -48), (31, -34), (36, -10), (36, 18), (36.6, 38), (34, 52), (22, 54)]
    hair.fill(blob((0, -51), *right, (0, 50), *mirror(right)))


def lob_sides(hair: Tress) -> None:
    panels(hair, [(28, -30), (34.4, -12), (35.6, 16), (36.4, 38), (31.4, 56)],
           [(24, -22), (28.6, -4), (28.6, 20), (26, 40), (27, 57)])
    hair.strands([(28, -26), (32.4, -4), (32.6, 24), (31.6, 48)], [(-28, -26), (-32.4, -4), (-32.6, 24), (-31.6, 48)])


def lob_front(hair: Tress) -> None:
    cap(hair, parted(10 * hair.side), top=5.2, side=3)
    lob_sides(hair)
    hair.strands([(10, -42), (-9, -38), (-25, -22)], [(11, -48), (-8, -48), (-23, -39)], [(13, -40), (24, -28),
        (29, -12)])


def curtain_front(hair: Tress) -> None:
    cap(hair, curtain(), top=5, side=3)
    lob_sides(hair)
    hair.strands([(1, -40), (12, -27), (24, -13), (29, -4)], [(-1, -40), (-12, -27), (-24, -13), (-29, -4)],
                 [(4, -47), (20, -40), (30, -20)], [(-4, -47), (-20, -40), (-30, -20)])


def pixie_front(hair: Tress) -> None:
    cap(hair, swoop(hair.side, low=-4), top=6, side=1.6, low=-3)
    for way in (-1, 1):
        hair.fill(curve((way * 31.4, -14), (way * 31.4, -2), (way * 28.8, 5), (way * 27.2, -2), (way * 27.6, -14)))
    hair.strands([(14, -36), (0, -29), (-16, -21), (-26, -13)], [(13, -42), (-6, -38), (-24, -25)],
                 [(12, -48), (-8, -48), (-24, -36)], [(17, -40), (26, -28), (29, -14)])


def pixie_back(hair: Tress) -> None:
    hair.fill(blob((0, -48), (22, -38), (31, -12), (27, 18), (14, 30), (-14, 30), (-27, 18), (-31, -12), (-22, -38)))


def crop_front(hair: Tress) -> None:
    cap(hair, rounded(low=-6, height=-30), top=3.4, side=0.4, low=-5)
    hair.strands(*([(x - 3, -44 + abs(x) * 0.34), (x, -34 + abs(x) * 0.2)] for x in range(-20, 25, 6)), width=1,
                 alpha=0.5)


def sleek_cap(hair: Tress) -> None:
    cap(hair, swept(), top=3, side=0.8)
    hair.strands([(22, -22), (14, -38), (4, -48)], [(-22, -22), (-14, -38), (-4, -48)], [(9, -32), (5, -42), (2,
        -48)],
                 [(-9, -32), (-5, -42), (-2, -48)], [(28, -8), (25, -30), (14, -44)], [(-28, -8), (-25, -30),
                     (-14, -44)])


def parted_cap(hair: Tress) -> None:
    cap(hair, parted(0, low=6), top=3.4, side=1.2, low=6)
    hair.strands([(2, -44), (16, -36), (27, -18), (29.4, 2)], [(-2, -44), (-16, -36), (-27, -18), (-29.4, 2)],
                 [(3, -38), (14, -33), (25, -20), (28.4, -4)], [(-3, -38), (-14, -33), (-25, -20), (-28.4, -4)])


def low_bun_back(hair: Tress) -> None:
    bun(hair, 21 * hair.side, 32, 12.5)


def pinned_back(hair: Tress) -> None:
    bun(hair, 13 * hair.side, -46, 11.5)


def top_bun_back(hair: Tress) -> None:
    bun(hair, 0, -57, 13)


def top_bun_front(hair: Tress) -> None:
    sleek_cap(hair)
    hair.canvas.stroke(curve((-9, -48.6), (0, -50.6), (9, -48.6)), hair.deep, 1.6, tips=(0.4, 0.4))


def ponytail_back(hair: Tress) -> None:
    outer = curve((2, -46), (16, -58), (36, -52), (47, -28), (46, 2), (44, 28), (49, 50))
    inner = curve((49, 50), (36, 38), (31, 16), (32, -10), (24, -30), (10, -36))
    hair.fill([(x * hair.side, y) for x, y in [*outer, *inner]])
    hair.strands([(16, -52), (34, -44), (42, -22), (41, 4), (41, 30)], [(20, -46), (32, -36), (37, -14), (36,
        10), (39, 34)])


def side_tail(hair: Tress) -> None:
    tail = [*curve((22, 2), (36, 22), (40, 46), (38, 72), (29, 90)), *curve((25, 84), (24, 60), (23, 40), (20, 20))]
    hair.fill([(x * hair.side, y) for x, y in tail])
    hair.strands([(27, 24), (34, 46), (32, 82)], [(29, 20), (37, 44), (35, 72)], [(25, 30), (29, 54), (28, 80)])
    x = 28 * hair.side
    hair.canvas.stroke([(x - 5.6 * hair.side, 24), (x + 5.8 * hair.side, 18.6)], (170, 84, 70), 3, tips=(0.8, 0.8))


def braid_line(side: int) -> Points:
    return curve((22 * side, 2), (31 * side, 22), (34 * side, 42), (32 * side, 64), (28 * side, 86))


def side_swept_front(hair: Tress) -> None:
    cap(hair, swoop(-hair.side), top=4.6, side=1.8)
    hair.strands([(-13, -38), (4, -30), (22, -18)], [(-12, -46), (8, -46), (24, -34)])


def side_braid(hair: Tress) -> None:
    plait(hair, braid_line(hair.side), 12.5, 10)


def two_braids(hair: Tress) -> None:
    for side in (-1, 1):
        plait(hair, braid_line(side), 11.5, 10)


def nape_back(hair: Tress) -> None:
    hair.fill(blob((0, -46), (24, -34), (29, -6), (26, 14), (17, 28), (-17, 28), (-26, 14), (-29, -6), (-24, -34)))


def crown_braid_front(hair: Tress) -> None:
    cap(hair, swept(height=-33), top=2, side=0.6)
    hair.strands([(12, -32), (8, -40), (4, -46)], [(-12, -32), (-8, -40), (-4, -46)], [(24, -20), (20, -34), (12,
        -44)],
                 [(-24, -20), (-20, -34), (-12, -44)])
    plait(hair, curve((-31, -8), (-27, -33), (-13, -46), (0, -49.6), (13, -46), (27, -33), (31, -8)), 11, 15,
          tie=False)


def half_up_front(hair: Tress) -> None:
    cap(hair, swept(height=-33), top=5, side=2.4)
    panels(hair, [(29, -20), (34, -4), (35.6, 18), (36.6, 44), (34, 70)],
           [(26.6, -14), (29, 0), (30, 22), (27, 46), (25, 71)])
    hair.strands([(11, -32), (8, -42), (4, -50)], [(-11, -32), (-8, -42), (-4, -50)], [(24, -22), (19, -38), (9,
        -49)],
                 [(-24, -22), (-19, -38), (-9, -49)], [(31, -4), (33, 24), (32, 60)], [(-31, -4), (-33, 24),
                     (-32, 60)])
