"""The alternative text of a portrait, in the language of the listing it belongs to."""

from functools import lru_cache

from profiles.sample.portraits.spec import PortraitSpec

# Rows of numbers and words read better as rows.
# fmt: off

HAIR_EN = {
    "long": "long straight {} hair", "wavy": "long wavy {} hair", "half up": "long {} hair half tied up",
    "bob": "a {} bob",
    "fringe": "a {} bob with bangs", "lob": "shoulder-length {} hair",
    "curtain": "shoulder-length {} hair with parted bangs",
    "pixie": "short swept {} hair", "crop": "cropped {} hair", "low bun": "{} hair in a low bun",
    "pinned up": "{} hair pinned up", "top bun": "{} hair in a high bun", "ponytail": "{} hair in a ponytail",
    "side tail": "{} hair tied to one side", "side braid": "a {} braid over one shoulder",
    "two braids": "two {} braids",
    "crown braid": "a {} braid around her head", "set curls": "short {} curls", "curly bob": "a cloud of {} curls",
    "long curls": "long {} curls", "afro": "a full {} afro", "short coils": "short natural {} hair",
    "buzz": "very short {} hair", "twists": "short {} twists", "box braids": "long {} box braids",
    "locs": "shoulder-length {} locs", "locs up": "{} locs gathered on top", "rows": "{} cornrows over one shoulder",
    "braid bun": "{} braids in a high bun",
}

HAIR_ES = {
    "long": "cabello {} largo y liso", "wavy": "cabello {} largo y ondulado",
    "half up": "cabello {} largo medio recogido",
    "bob": "melena corta de color {}", "fringe": "melena corta de color {} con flequillo",
    "lob": "cabello {} hasta los hombros", "curtain": "cabello {} hasta los hombros con flequillo abierto",
    "pixie": "cabello {} corto peinado de lado", "crop": "cabello {} muy corto",
    "low bun": "cabello {} en un moño bajo",
    "pinned up": "cabello {} recogido", "top bun": "cabello {} en un moño alto", "ponytail": "cabello {} en una cola",
    "side tail": "cabello {} atado a un lado", "side braid": "una trenza de color {} sobre el hombro",
    "two braids": "dos trenzas de color {}", "crown braid": "una trenza de color {} alrededor de la cabeza",
    "set curls": "rizos cortos de color {}", "curly bob": "una nube de rizos de color {}",
    "long curls": "rizos largos de color {}", "afro": "un afro amplio de color {}",
    "short coils": "cabello {} natural y corto", "buzz": "cabello {} rapado", "twists": "torcidos cortos de color {}",
    "box braids": "trenzas finas y largas de color {}", "locs": "rastas hasta los hombros de color {}",
    "locs up": "rastas recogidas de color {}", "rows": "trenzas pegadas de color {} sobre un hombro",
    "braid bun": "trenzas de color {} en un moño alto",
}

GARMENT_EN = {
    "tee": "{} T-shirt", "scoop": "{} blouse", "v-neck": "{} V-neck shirt", "turtleneck": "{} turtleneck",
    "shirt": "{} shirt with a collar", "denim": "{} jacket", "cardigan": "{} cardigan",
    "round collar": "{} dress with a round collar", "print": "{} blouse with small flowers",
    "yoke": "{} sweater with a pattern", "hood": "{} hooded sweatshirt", "shawl": "{} shawl",
}

GARMENT_ES = {
    "tee": "una camiseta de color {}", "scoop": "una blusa de color {}",
    "v-neck": "una camisa de cuello en V de color {}",
    "turtleneck": "un suéter de cuello alto de color {}", "shirt": "una camisa de color {}",
    "denim": "una chaqueta de color {}", "cardigan": "un cárdigan de color {}",
    "round collar": "un vestido de cuello redondo de color {}", "print": "una blusa de flores pequeñas de color {}",
    "yoke": "un suéter con dibujo de color {}", "hood": "una sudadera con capucha de color {}",
    "shawl": "un chal de color {}",
}

CLOTH_EN = {
    "navy": "navy blue", "forest": "dark green", "plum": "plum-colored", "rust": "rust-colored",
    "mustard": "mustard yellow",
    "sky": "light blue", "charcoal": "dark grey", "cream": "cream", "rose": "rose-colored", "brick": "brick red",
    "sage": "pale green", "denim": "denim blue",
}

COLOUR_ES = {
    "black": "negro", "soft black": "negro", "dark brown": "castaño oscuro", "brown": "castaño",
    "light brown": "castaño claro",
    "auburn": "caoba", "red": "pelirrojo", "dark blonde": "rubio oscuro", "blonde": "rubio", "grey": "gris",
    "dark grey": "gris oscuro", "silver": "plateado", "white": "blanco", "navy": "azul marino",
    "teal": "verde azulado",
    "green": "verde", "forest": "verde oscuro", "plum": "ciruela", "rust": "óxido", "mustard": "mostaza",
    "sky": "celeste",
    "charcoal": "gris oscuro", "cream": "crema", "rose": "rosa", "lavender": "lavanda", "brick": "ladrillo",
    "sage": "verde pálido", "denim": "azul",
}

WHO_EN = {"twenties": "a young woman", "sixties": "an older woman", "seventies": "an elderly woman"}
WHO_ES = {"twenties": "una mujer joven", "sixties": "una mujer mayor", "seventies": "una mujer de edad"}


@lru_cache(maxsize=512)
def alt_text(spec: PortraitSpec, language: str = "en") -> str:
    """What the drawing shows, for those who cannot see it; `language` is "en" or "es"."""
    return _spanish(spec) if language == "es" else _english(spec)


def _english(spec: PortraitSpec) -> str:
    shade = CLOTH_EN.get(spec.scarf_colour, spec.scarf_colour)
    covered = {
        "hijab": f"{_a(shade)} headscarf",
        "wrap": f"{_a(shade)} headwrap",
        "bandana": f"{_a(shade)} bandana and a braid",
    }
    head = covered.get(spec.hair) or HAIR_EN[spec.hair].format(spec.hair_colour.replace("soft ", ""))
    head = head.replace("a auburn", "an auburn") + " and glasses" * bool(spec.glasses)
    worn = GARMENT_EN[spec.garment].format(CLOTH_EN.get(spec.garment_colour, spec.garment_colour))
    return f"Drawing of {WHO_EN.get(spec.age, 'a woman')} with {head}, in {_a(worn)}."


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _spanish(spec: PortraitSpec) -> str:
    shade = COLOUR_ES[spec.scarf_colour]
    covered = {
        "hijab": f"un velo de color {shade}",
        "wrap": f"un turbante de color {shade}",
        "bandana": f"un pañuelo de color {shade} y una trenza",
    }
    head = covered.get(spec.hair) or HAIR_ES[spec.hair].format(COLOUR_ES[spec.hair_colour])
    worn = GARMENT_ES[spec.garment].format(COLOUR_ES[spec.garment_colour])
    who = WHO_ES.get(spec.age, "una mujer")
    return f"Dibujo de {who} con {head}{' y lentes' * bool(spec.glasses)}, con {worn}."
