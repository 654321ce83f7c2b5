"""A small vector canvas over Pillow: curves, brush strokes, clips and turns, drawn large and shrunk for smooth edges.

Lengths are in units of the drawing: a portrait is 160 wide and 200 high whatever its size in pixels.
Points are (x, y) pairs with y pointing down.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Points = list[Point]
Colour = tuple[int, int, int]

STEPS = 10


def colour(text: str) -> Colour:
    """The three channels of "#RRGGBB"."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with `share` (0 to 1) of `second` stirred in."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))  # type: ignore[return-value]


def mirror(points: Sequence[Point]) -> Points:
    """The same points on the other side of x = 0, walked in the opposite order."""
    return [(-x, y) for x, y in reversed(points)]


def _bend(around: Sequence[Point], t: float) -> Point:
    """One point of the Catmull-Rom curve between the middle two of four points, at `t` (0 to 1)."""

    def axis(a: float, b: float, c: float, d: float) -> float:
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))

    before, start, end, after = around
    return axis(before[0], start[0], end[0], after[0]), axis(before[1], start[1], end[1], after[1])


def curve(*points: Point) -> Points:
    """A smooth open line through all the points."""
    padded = [points[0], *points, points[-1]]
    line = [_bend(padded[i : i + 4], step / STEPS) for i in range(len(points) - 1) for step in range(STEPS)]
    return [*line, points[-1]]


def blob(*points: Point) -> Points:
    """A smooth closed shape through all the points."""
    around = [points[-1], *points, points[0], points[1]]
    return [_bend(around[i : i + 4], step / STEPS) for i in range(len(points)) for step in range(STEPS)]


def oval(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360) -> Points:
    """Points on an ellipse; angles in degrees, 0 to the right, 90 below."""
    steps = max(8, round(abs(end - start) / 6))
    angles = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


def along(line: Sequence[Point], share: float) -> Point:
    """The point at `share` (0 to 1) of the way along a line, counted in its own points."""
    place = share * (len(line) - 1)
    low = min(int(place), len(line) - 2)
    rest = place - low
    (ax, ay), (bx, by) = line[low], line[low + 1]
    return ax + (bx - ax) * rest, ay + (by - ay) * rest


def _normals(line: Sequence[Point]) -> Iterator[Point]:
    for i in range(len(line)):
        (ax, ay), (bx, by) = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
        length = math.hypot(bx - ax, by - ay) or 1
        yield -(by - ay) / length, (bx - ax) / length


def brush(line: Sequence[Point], width: float, start: float = 1, end: float = 1) -> Points:
    """The outline of a stroke along `line`; `start` and `end` are the shares of the width left at its tips."""
    last = len(line) - 1
    left, right = [], []
    for i, ((x, y), (nx, ny)) in enumerate(zip(line, _normals(line), strict=True)):
        t = i / last
        swell = min(1, start + (1 - start) * t * 3, end + (1 - end) * (1 - t) * 3)
        left.append((x + nx * width * swell / 2, y + ny * width * swell / 2))
        right.append((x - nx * width * swell / 2, y - ny * width * swell / 2))
    return left + right[::-1]


class Canvas:
    """A picture `units` wide that is drawn `oversample` times larger than it is handed out."""

    def __init__(self, width: int, height: int, units: float, ground: Colour, oversample: int = 2) -> None:
        self.size = (width, height)
        self.image = Image.new("RGB", (width * oversample, height * oversample), ground)
        self._pen = ImageDraw.Draw(self.image, "RGBA")
        scale = width * oversample / units
        self._frame = (scale, 0.0, 0.0, 0.0, scale, 0.0)

    def _pixels(self, points: Sequence[Point]) -> Points:
        a, b, c, d, e, f = self._frame
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in points]

    def fill(self, points: Sequence[Point], tone: Colour, alpha: float = 1) -> None:
        """Paint a closed shape; `alpha` from 0 (nothing) to 1 (opaque)."""
        self._pen.polygon(self._pixels(points), fill=(*tone, round(alpha * 255)))

    def stroke(
        self,
        line: Sequence[Point],
        tone: Colour,
        width: float,
        alpha: float = 1,
        tips: tuple[float, float] = (0.35, 0.35),
    ) -> None:
        """Paint a brush stroke that narrows to `tips` at its two ends."""
        self.fill(brush(line, width, *tips), tone, alpha)
        if alpha == 1:
            for (x, y), tip in ((line[0], tips[0]), (line[-1], tips[1])):
                self.dot(x, y, width * tip / 2, tone)

    def dot(self, x: float, y: float, radius: float, tone: Colour, alpha: float = 1) -> None:
        self.fill(oval(x, y, radius, radius), tone, alpha)

    def _box(self, pixels: Sequence[Point]) -> tuple[int, int, int, int]:
        """The smallest rectangle of the picture that holds all the points."""
        xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
        wide, high = self.image.size
        return (
            max(0, int(min(xs))),
            max(0, int(min(ys))),
            min(wide, int(max(xs)) + 2),
            min(high, int(max(ys)) + 2),
        )

    def _mask(self, pixels: Sequence[Point], box: tuple[int, int, int, int], value: int = 255) -> Image.Image:
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in pixels], fill=value)
        return mask

    @contextmanager
    def inside(self, points: Sequence[Point]) -> Iterator[None]:
        """Everything painted in this block is cut off at the edge of the shape."""
        whole, pixels = self.image, self._pixels(points)
        box = self._box(pixels)
        with self._only(box):
            yield
            part = self.image
        whole.paste(part, box[:2], self._mask(pixels, box))

    @contextmanager
    def _only(self, box: tuple[int, int, int, int]) -> Iterator[None]:
        """Paint on a copy of one rectangle."""
        whole, pen, frame = self.image, self._pen, self._frame
        a, b, c, d, e, f = frame
        self.image = whole.crop(box)
        self._pen = ImageDraw.Draw(self.image, "RGBA")
        self._frame = (a, b, c - box[0], d, e, f - box[1])
        yield
        self.image, self._pen, self._frame = whole, pen, frame

    @contextmanager
    def casting(self, points: Sequence[Point], below: float, alpha: float) -> Iterator[None]:
        """What is painted in this block throws a soft shadow, `below` units downwards, on the shape."""
        pixels = self._pixels(points)
        box, reach = self._box(pixels), round(below * self._frame[0])
        before = self.image.crop(box)
        yield
        after = self.image.crop(box)
        painted = ImageChops.difference(before, after).convert("L").point(lambda value: 255 if value else 0)
        shade = ImageChops.offset(painted, 0, reach).filter(ImageFilter.BoxBlur(reach * 0.7))
        shade = ImageChops.multiply(shade, self._mask(pixels, box, round(alpha * 255)))
        before.paste((40, 16, 8), (0, 0, *before.size), shade)
        before.paste(after, mask=painted)
        self.image.paste(before, box[:2])

    @contextmanager
    def moved(self, x: float, y: float, degrees: float = 0, scale: float = 1) -> Iterator[None]:
        """Draw the block with its origin at (x, y), turned clockwise and scaled."""
        kept = a, b, c, d, e, f = self._frame
        cos, sin = math.cos(math.radians(degrees)) * scale, math.sin(math.radians(degrees)) * scale
        self._frame = (
            a * cos + b * sin, b * cos - a * sin, a * x + b * y + c,
            d * cos + e * sin, e * cos - d * sin, d * x + e * y + f,
        )  # fmt: skip
        yield
        self._frame = kept

    def finished(self) -> Image.Image:
        """The picture in its final size."""
        return self.image.reduce(self.image.width // self.size[0])
