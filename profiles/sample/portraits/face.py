"""Faces: outline, shading, eyes, brows, nose, mouth, the lines that years draw. The origin lies between the eyes."""

from profiles.sample.portraits.canvas import Canvas, Point, Points, blob, curve, mirror, mix, oval
from profiles.sample.portraits.palettes import HAIRS, INK, IRISES, SKINS, WHITE, Skin, deeper, paler
from profiles.sample.portraits.spec import PortraitSpec

# Rows of numbers and words read better as rows.
# fmt: off

EYE_AT = 14.2
"""How far each eye lies from the middle of the face."""

# Half widths at temple, cheek, jaw and chin, and how far the chin lies below the eyes.
FACES = {
    "oval": (29.6, 28.8, 22.6, 10.5, 42.0),
    "round": (30.6, 31.0, 25.8, 13.0, 40.0),
    "long": (28.2, 27.4, 22.0, 10.5, 45.0),
    "heart": (30.2, 28.6, 20.6, 8.5, 42.0),
    "square": (29.6, 29.2, 25.4, 13.5, 41.5),
    "full": (31.0, 32.4, 28.4, 15.0, 41.0),
}

# Half width, rise of the upper lid, depth of the lower lid, lift of the outer corner, lid fold above the eye.
EYES = {
    "almond": (7.3, 4.6, 3.0, 0.8, 3.0),
    "round": (6.9, 5.4, 3.6, 0.2, 2.8),
    "soft": (7.2, 4.3, 3.2, -0.5, 2.6),
    "long": (7.9, 4.0, 2.7, 0.7, 2.6),
    "deep": (7.0, 4.2, 3.0, 0.2, 4.2),
    "smooth": (7.4, 3.9, 2.8, 0.9, 0.0),
    "smiling": (7.2, 3.8, 1.6, 0.3, 2.8),
}

# Half width of the nostrils, how far the tip lies below the eyes, roundness of the tip.
NOSES = {
    "slim": (4.6, 17.0, 2.3),
    "straight": (5.4, 17.5, 2.6),
    "button": (5.4, 15.5, 2.9),
    "long": (5.4, 19.5, 2.7),
    "broad": (7.4, 17.0, 3.2),
    "soft": (6.5, 16.5, 3.1),
}

# Half width, lift of the corners, thickness of upper and lower lip.
MOUTHS = {
    "calm": (10.2, 0.6, 2.5, 3.6),
    "slight smile": (11.2, 1.9, 2.3, 3.4),
    "warm smile": (12.4, 3.0, 2.2, 3.3),
    "full smile": (12.6, 2.8, 3.0, 4.5),
    "full calm": (11.0, 0.9, 3.3, 4.8),
    "thin smile": (12.0, 2.3, 1.5, 2.4),
    "open smile": (12.8, 3.4, 2.2, 6.2),
}

# Inner height, arch height and outer height above the eye, thickness.
BROWS = {
    "soft": (9.6, 12.4, 9.4, 1.9),
    "straight": (10.2, 11.6, 9.6, 2.0),
    "arched": (9.8, 13.6, 9.2, 1.8),
    "full": (9.8, 12.6, 9.4, 2.5),
    "thin": (10.2, 13.0, 9.8, 1.3),
}

WEAR = {"twenties": 0, "thirties": 0, "forties": 1, "fifties": 2, "sixties": 3, "seventies": 4}
"""How many sorts of lines a face of that age shows."""


def outline(spec: PortraitSpec) -> Points:
    """The contour of the skull and face, closed."""
    temple, cheek, jaw, chin, length = FACES[spec.face]
    right: Points = [
        (0, -45), (17, -41), (27, -27), (temple, -9), (cheek, 9), (jaw, length - 16), (chin, length - 3.6),
    ]
    return blob(*right, (0, length), *mirror(right[1:]))


def draw_neck(canvas: Canvas, spec: PortraitSpec) -> None:
    """Neck and upper chest down to where any garment begins, with the shadow of the head."""
    skin = SKINS[spec.skin]
    half = 12.6 + (FACES[spec.face][2] - 22) * 0.45
    side = [*curve((half, 20), (half - 0.6, 44), (half + 2, 58), (half + 12, 66), (46, 74)), (46, 120)]
    canvas.fill([*side, *mirror(side)], skin.light)
    with canvas.inside([*side, *mirror(side)]):
        canvas.fill([(x * 0.96 + spec.turn * 0.8, y + 15) for x, y in outline(spec)], skin.shade)
        for way in (-1, 1):
            bone = curve((way * 7, 74), (way * 16, 71.5), (way * 30, 71))
            canvas.stroke(bone, skin.shade, 1.6, tips=(0.8, 0.2))


def draw_ears(canvas: Canvas, spec: PortraitSpec) -> None:
    skin = SKINS[spec.skin]
    at = FACES[spec.face][0] - 0.4
    for way in (-1, 1):
        tone = skin.shade if way * spec.turn >= 0 else skin.light
        ear = blob(*((way * x, y) for x, y in (
            (at - 2, -7), (at + 3.6, -8.4), (at + 5.4, -2), (at + 3.6, 7), (at + 0.6, 11), (at - 2, 8),
        )))
        canvas.fill(ear, tone)
        fold = curve((way * (at + 0.6), -4), (way * (at + 3.4), -3.6), (way * (at + 2), 4))
        canvas.stroke(fold, skin.line, 0.9, 0.55)


def draw_head(canvas: Canvas, spec: PortraitSpec) -> None:
    """The bare face with its features."""
    skin, shape = SKINS[spec.skin], outline(spec)
    canvas.fill(shape, skin.shade)
    away = 6.0 if spec.turn <= 0 else -6.0
    with canvas.inside(shape):
        canvas.fill([(x + away, y - 1.6) for x, y in shape], skin.light)
        _cheeks(canvas, spec, skin)
    with canvas.moved(spec.turn, 0):
        _eyes(canvas, spec, skin)
        _brows(canvas, spec)
        _nose(canvas, spec, skin)
        _mouth(canvas, spec, skin)
    with canvas.inside(shape), canvas.moved(spec.turn, 0):
        _lines(canvas, spec, skin)


def _cheeks(canvas: Canvas, spec: PortraitSpec, skin: Skin) -> None:
    for way in (-1, 1):
        x = way * 18.5 + spec.turn
        for size, alpha in ((7.6, 0.07), (6.4, 0.07), (5.0, 0.07)):
            canvas.fill(oval(x, 15.5, size, size * 0.72), skin.flush, alpha)
    if spec.freckles:
        _freckles(canvas, spec, skin)


def _freckles(canvas: Canvas, spec: PortraitSpec, skin: Skin) -> None:
    spots = ((13, 12), (16.4, 14.6), (19.6, 11.8), (22, 15), (17.6, 10.2), (12.4, 15.6), (9, 12.6), (20.4, 17.6))
    for way in (-1, 1):
        for x, y in spots:
            canvas.dot(way * x + spec.turn + way * (y % 1.4), y + x % 1.1, 0.62, skin.line, 0.42)


def _eye_shape(spec: PortraitSpec) -> tuple[Points, Points]:
    """Upper and lower edge of the right-hand eye around (0, 0), both from the inner to the outer corner."""
    half, rise, depth, lift, _ = EYES[spec.eyes]
    if WEAR[spec.age] >= 3:
        rise, depth = rise * 0.86, depth * 0.92
    upper = curve((-half, 1.0), (-half * 0.5, -rise * 0.72), (half * 0.12, -rise), (half * 0.66, -rise * 0.62),
                  (half, -lift))
    lower = curve((-half, 1.0), (-half * 0.3, depth * 0.82), (half * 0.4, depth * 0.86), (half, -lift))
    return upper, lower


def _eyes(canvas: Canvas, spec: PortraitSpec, skin: Skin) -> None:
    upper, lower = _eye_shape(spec)
    for way in (-1, 1):
        with canvas.moved(way * EYE_AT, 0):
            _eye(canvas, spec, skin, [(way * x, y) for x, y in upper], [(way * x, y) for x, y in lower])


def _eye(canvas: Canvas, spec: PortraitSpec, skin: Skin, upper: Points, lower: Points) -> None:
    _, rise, _, lift, fold = EYES[spec.eyes]
    iris, sight = IRISES[spec.iris], spec.turn * 0.25
    way = 1 if upper[-1][0] > 0 else -1
    with canvas.inside([*upper, *reversed(lower)]):
        canvas.fill(oval(0, 0, 12, 9), skin.white)
        canvas.fill(oval(0, -rise - 0.4, 12, 3.4), skin.shade, 0.4)
        canvas.dot(sight, -0.7, 4.1, deeper(iris, 0.45))
        canvas.dot(sight, -0.7, 3.5, iris)
        canvas.dot(sight, -0.7, 1.9, INK)
        canvas.dot(sight + 1.3, -2.1, 0.95, WHITE, 0.95)
    lash = mix(INK, skin.line, 0.15)
    tip = (upper[-1][0] + way * 1.3, -lift - 0.7)
    canvas.stroke([*upper, tip], lash, 1.9, tips=(0.3, 0.25))
    canvas.stroke(lower[3:], skin.line, 0.8, 0.55, tips=(0.2, 0.6))
    if fold:
        crease = [(x * 1.02, y - fold + 0.6) for x, y in upper[2:-3]]
        canvas.stroke(crease, skin.line, 0.95, 0.6, tips=(0.1, 0.2))


def _brows(canvas: Canvas, spec: PortraitSpec) -> None:
    inner, arch, outer, thick = BROWS[spec.brows]
    base, _strand, deep = HAIRS[spec.brow_colour]
    tone = mix(base, deep, 0.4)
    if spec.brow_colour in ("white", "silver", "blonde"):
        tone = deeper(base, 0.3)
    for way in (-1, 1):
        line = curve((way * 6.4, -inner), (way * 10.5, -arch + 0.7), (way * 15.6, -arch), (way * 22.4, -outer))
        canvas.stroke(line, tone, thick, 0.88, tips=(0.5, 0.1))


def _nose(canvas: Canvas, spec: PortraitSpec, skin: Skin) -> None:
    wide, low, tip = NOSES[spec.nose]
    way = 1 if spec.turn > 0 else -1
    bridge = curve((way * 4.4, -3.4), (way * 3.1, 3.6), (way * 3.4, low - 6.4))
    canvas.stroke(bridge, skin.shade, 1.9, 0.9, tips=(0.1, 0.2))
    under = [*curve((-wide, low - 0.8), (-tip, low + 1.2), (0, low + 2.3), (tip, low + 1.2), (wide, low - 0.8)),
             *curve((wide * 0.7, low + 2.4), (0, low + 4.2), (-wide * 0.7, low + 2.4))]
    canvas.fill(under, skin.shade, 0.85)
    base = curve((-tip - 0.9, low + 0.9), (-tip * 0.5, low + 2.2), (0, low + 2.7), (tip * 0.5, low + 2.2),
                 (tip + 0.9, low + 0.9))
    canvas.stroke(base, skin.line, 1.25, 0.8)
    for side in (-1, 1):
        wing = curve((side * (wide - 0.7), low - 4), (side * wide, low - 1.4), (side * (wide - 1.2), low + 1.2))
        canvas.stroke(wing, skin.line, 1.1, 0.75, tips=(0.1, 0.6))
    canvas.fill(oval(-way * 0.9, low - 3, 1.5, 2.0), paler(skin.light, 0.5), 0.3)


def _mouth(canvas: Canvas, spec: PortraitSpec, skin: Skin) -> None:
    half, lift, thin, thick = MOUTHS[spec.mouth]
    y = NOSES[spec.nose][1] + 9.6
    line = curve((-half, y - lift), (-half * 0.5, y + 0.5), (0, y + 0.2), (half * 0.5, y + 0.5), (half, y - lift))
    bow = curve((half, y - lift), (half * 0.55, y - thin * 0.72), (2.1, y - thin), (0, y - thin * 0.66),
                (-2.1, y - thin), (-half * 0.55, y - thin * 0.72), (-half, y - lift))
    swell = curve((half, y - lift), (half * 0.6, y + thick * 0.86), (0, y + thick + 0.7),
                  (-half * 0.6, y + thick * 0.86), (-half, y - lift))
    canvas.fill([*line, *swell], skin.lips, 0.92)
    canvas.fill([*line, *bow], deeper(skin.lips, 0.16))
    if spec.mouth == "open smile":
        _teeth(canvas, skin, half, y, lift)
    canvas.fill(oval(0, y + thick * 0.62, half * 0.28, 0.6), paler(skin.lips, 0.5), 0.4)
    canvas.stroke(line, deeper(skin.line, 0.25), 1.15, 0.85, tips=(0.5, 0.5))
    for way in (-1, 1):
        canvas.dot(way * half, y - lift, 0.7, skin.line, 0.6)
    canvas.fill(oval(0, y + thick + 3.4, half * 0.36, 0.8), skin.shade, 0.75)


def _teeth(canvas: Canvas, skin: Skin, half: float, y: float, lift: float) -> None:
    top = curve((-half * 0.88, y - lift * 0.78), (-half * 0.4, y + 0.1), (0, y + 0.2), (half * 0.4, y + 0.1),
                (half * 0.88, y - lift * 0.78))
    low = curve((half * 0.88, y - lift * 0.78), (half * 0.5, y + 2.7), (0, y + 4.2), (-half * 0.5, y + 2.7),
                (-half * 0.88, y - lift * 0.78))
    canvas.fill([*top, *low], skin.white)


def _lines(canvas: Canvas, spec: PortraitSpec, skin: Skin) -> None:
    """Lines around mouth, eyes and forehead, the more the older she is."""
    wear, low = WEAR[spec.age], NOSES[spec.nose][1]
    paths: list[tuple[Point, Point, Point]] = []
    if wear >= 1:
        paths.append(((9.4, low + 1.4), (12.8, low + 6), (14.6, low + 10.4)))
    if wear >= 2:
        paths += [((9, 6.6), (13, 8.2), (17.4, 7)), ((23.2, 0.6), (25, 0.2), (26.4, -0.8))]
    if wear >= 3:
        paths += [((23, 2.4), (24.8, 3), (26.2, 3.2)), ((13.6, low + 13), (14.2, low + 15.6), (13.4, low + 18))]
    for way in (-1, 1):
        for path in paths:
            canvas.stroke(curve(*((way * x, y) for x, y in path)), skin.line, 0.95, 0.42, tips=(0.2, 0.2))
    if wear >= 4:
        for y, half in ((-19.5, 9), (-23.4, 7)):
            canvas.stroke(curve((-half, y), (0, y - 0.9), (half, y)), skin.line, 0.85, 0.3, tips=(0.1, 0.1))


def draw_glasses(canvas: Canvas, spec: PortraitSpec, reach: float) -> None:
    """Frames over the eyes with arms as far as `reach` from the middle, where ears or hair hide them."""
    frame = GLASSES[spec.glasses]
    with canvas.moved(spec.turn * 0.9, 0.8):
        for way in (-1, 1):
            lens = [(way * x, y) for x, y in frame]
            canvas.fill(lens, WHITE, 0.13)
            canvas.stroke([*lens, lens[0], lens[1]], INK, 1.5, tips=(1, 1))
            arm = [(way * 24.2, -2.2), (way * reach - spec.turn * 0.9, -3.4)]
            canvas.stroke(arm, INK, 1.5, tips=(1, 0.9))
        canvas.stroke(curve((-4.4, -0.8), (0, -2.6), (4.4, -0.8)), INK, 1.5, tips=(1, 1))


GLASSES = {
    "round": oval(EYE_AT, 0.4, 10.2, 9.6),
    "soft square": blob((4.6, -5), (9, -7.6), (19, -7.6), (24.4, -5), (23.6, 5), (19, 8.6), (9.6, 8.4), (5.2, 4.6)),
    "oval": oval(EYE_AT, 0.2, 10.6, 7.2),
    "upswept": blob((4.6, -3), (9, -6), (19, -7.4), (26.4, -8.2), (24, 2), (18, 7.4), (9.6, 7), (5, 2.6)),
}


def draw_earrings(canvas: Canvas, spec: PortraitSpec) -> None:
    at = FACES[spec.face][0] + 1.2
    gold = (214, 164, 72)
    for way in (-1, 1):
        if spec.earrings == "studs":
            canvas.dot(way * at, 10, 1.6, gold)
        elif spec.earrings == "pearls":
            canvas.dot(way * at, 10.6, 2.2, (240, 232, 218))
        elif spec.earrings == "hoops":
            canvas.stroke(oval(way * at, 14.6, 4, 4.8, -80, 262), gold, 1.1, tips=(0.8, 0.8))
        elif spec.earrings == "drops":
            canvas.stroke([(way * at, 10), (way * at, 13)], gold, 0.8)
            canvas.fill(oval(way * at, 15.6, 1.7, 2.8), (86, 130, 134))
