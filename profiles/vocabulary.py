"""Closed lists of words that a listing may use: interests, languages, faith and so on.

Each list is a `TextChoices`: the value is what the database, the address bar and CSV files hold; the label is
what people read. Values never change once used; a word that is no longer offered moves to `retired` of its field.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Interest(TextChoices):
    """What she likes to write and read about. A listing may have several."""

    ANIMALS = "animals", _("Animals")
    ART = "art", _("Drawing and painting")
    ASTRONOMY = "astronomy", _("Stars and planets")
    SPORT = "sport", _("Sport")
    BIRDS = "birds", _("Birds")
    BOOKS = "books", _("Books")
    COOKING = "cooking", _("Cooking and baking")
    CRAFTS = "crafts", _("Crochet and crafts")
    DANCE = "dance", _("Dance")
    FAITH = "faith", _("Faith")
    FAMILY = "family", _("Family and children")
    FASHION = "fashion", _("Hair and fashion")
    FILM = "film", _("Film and television")
    FITNESS = "fitness", _("Running and fitness")
    GAMES = "games", _("Chess and games")
    GARDENING = "gardening", _("Gardening")
    HEALTH = "health", _("Health and recovery")
    HISTORY = "history", _("History")
    LANGUAGES = "languages", _("Learning languages")
    LAW = "law", _("Law and justice")
    MECHANICS = "mechanics", _("Engines and trades")
    MUSIC = "music", _("Music")
    NATURE = "nature", _("Nature and the outdoors")
    POETRY = "poetry", _("Poetry and writing")
    SCIENCE = "science", _("Science and math")
    SEWING = "sewing", _("Sewing and quilting")
    STUDY = "study", _("School and study")
    TRAVEL = "travel", _("Places and travel")


class Language(TextChoices):
    """Languages she reads and writes; ISO 639-1 codes, names in the language itself."""

    ENGLISH = "en", "English"
    SPANISH = "es", "Español"
    ARABIC = "ar", "العربية"
    CHINESE = "zh", "中文"
    FRENCH = "fr", "Français"
    HAITIAN = "ht", "Kreyòl ayisyen"
    HEBREW = "he", "עברית"
    HINDI = "hi", "हिन्दी"
    KOREAN = "ko", "한국어"
    PORTUGUESE = "pt", "Português"
    RUSSIAN = "ru", "Русский"
    TAGALOG = "tl", "Tagalog"
    VIETNAMESE = "vi", "Tiếng Việt"


class Seeking(TextChoices):
    """What she hopes for from letters. A listing may have several."""

    FRIENDSHIP = "friendship", _("Friendship")
    BOOK_TALK = "books", _("Talk about books")
    LANGUAGE_PRACTICE = "language", _("Language practice")
    FAITH = "faith", _("Faith conversation")
    COMING_HOME = "home", _("Advice about coming home")
    STUDY = "study", _("Help with study")
    ROMANCE = "romance", _("Open to romance")


class Faith(TextChoices):
    """Her faith, in her own choice of word; blank where she did not say."""

    BUDDHIST = "buddhist", pgettext_lazy("faith", "Buddhist")
    CATHOLIC = "catholic", pgettext_lazy("faith", "Catholic")
    CHRISTIAN = "christian", pgettext_lazy("faith", "Christian")
    HINDU = "hindu", pgettext_lazy("faith", "Hindu")
    JEWISH = "jewish", pgettext_lazy("faith", "Jewish")
    MUSLIM = "muslim", pgettext_lazy("faith", "Muslim")
    NATIVE = "native", pgettext_lazy("faith", "Native American tradition")
    PAGAN = "pagan", pgettext_lazy("faith", "Pagan or Wiccan")
    NONE = "none", pgettext_lazy("faith", "No religion")
    OTHER = "other", pgettext_lazy("faith", "Another faith")


class ReleaseKind(TextChoices):
    """How much is known about when she comes home."""

    DATE = "date", _("A date is known")
    LIFE = "life", _("A life sentence")
    UNKNOWN = "unknown", _("Not known")


class HowGiven(TextChoices):
    """How a consent reached us."""

    SIGNED_FORM = "signed_form", _("Signed paper form")
    SIGNED_LETTER = "signed_letter", _("Signed letter")
    FAMILY = "family", _("Passed on by family or a friend, signature to follow")


class ConsentItem(TextChoices):
    """What a woman can agree to, one by one. Each can be withdrawn alone."""

    LISTING = "listing", _("Being listed")
    PHOTO = "photo", _("Her photos shown")
    NAME_AND_ID = "name_and_id", _("Her committed name and ID shown on her page")
    BIRTHDAY = "birthday", _("Her birthday shown (day and month)")
    OFFENSE = "offense", _("Her own words about her offense shown")
    ROMANCE = "romance", _("Being open to romance shown")
    SEARCH_ENGINES = "search_engines", _("Being found by search engines")


class Focus(TextChoices):
    """The part of a photo that stays in sight where its edges are cut off: one of nine places, row by row."""

    TOP_LEFT = "top-left", pgettext_lazy("part of a photo", "Top left")
    TOP = "top", pgettext_lazy("part of a photo", "Top")
    TOP_RIGHT = "top-right", pgettext_lazy("part of a photo", "Top right")
    LEFT = "left", pgettext_lazy("part of a photo", "Left")
    CENTER = "center", pgettext_lazy("part of a photo", "Middle")
    RIGHT = "right", pgettext_lazy("part of a photo", "Right")
    BOTTOM_LEFT = "bottom-left", pgettext_lazy("part of a photo", "Bottom left")
    BOTTOM = "bottom", pgettext_lazy("part of a photo", "Bottom")
    BOTTOM_RIGHT = "bottom-right", pgettext_lazy("part of a photo", "Bottom right")
