"""Any decoded picture as upright RGB without metadata. No database and no settings: workers use it too."""

import io
import struct
import zlib
from contextlib import suppress

from PIL import Image, ImageCms, ImageOps

MAX_PIXELS = 40_000_000
ENOUGH = 1920  # pixels: twice the widest rendition; a larger picture is decoded smaller where its format can

#: What libraries raise on files made to break them.
BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError, EOFError,
    struct.error, zlib.error, Image.DecompressionBombError, ImageCms.PyCMSError,
)  # fmt: skip


def upright_rgb(opened: Image.Image) -> tuple[Image.Image, bool]:
    """The first frame as upright RGB without metadata, and whether it was turned by a quarter. Decodes it."""
    opened.load()
    before = opened.size
    profile = opened.info.get("icc_profile")
    upright = opened
    with suppress(*BROKEN):  # an unreadable note about orientation is as good as none
        upright = ImageOps.exif_transpose(opened)
    turned = upright.size != before
    image = _as_rgb(upright, profile)
    image.info.clear()
    return image, turned


def _as_rgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Eight bits a channel, on white where it was transparent, in sRGB where the file names another colour space."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        with suppress(*BROKEN):  # a broken profile costs true colours, not the photo
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            return turned or image.convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB")
