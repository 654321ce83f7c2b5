"""First sentences for a first letter, drawn from what she likes to write about, for the writer to change."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profiles.models import Listing
from profiles.vocabulary import Interest

MOST = 3

OPENERS: dict[Interest, Promise] = {
    Interest.ANIMALS: _("There is an animal I have to tell you about. Is there one you remember best?"),
    Interest.ART: _("I would like to know what you draw or paint first when the paper is still empty."),
    Interest.ASTRONOMY: _("Last night I looked up and thought of you. What can you see of the sky from where you are?"),
    Interest.SPORT: _("Which team or player could you talk about for an hour? Mine is easy to guess."),
    Interest.BIRDS: _("A bird comes to my window most mornings. Which birds do you see or hear?"),
    Interest.BOOKS: _("I have just finished a book, and I keep arguing with it. What are you reading now?"),
    Interest.COOKING: _("Here is what I cooked this week, and what went wrong. What dish would you make first?"),
    Interest.CRAFTS: _("I admire people who make things with their hands. What have you made lately, or want to make?"),
    Interest.DANCE: _("Which song makes it hard for you to sit still?"),
    Interest.FAITH: _("What has helped you through a long week lately? For me it was something small."),
    Interest.FAMILY: _("Tell me about the people you come from, as much as you like to. I will begin with my own."),
    Interest.FASHION: _("What is the best haircut you ever had or gave? I have a story about the worst."),
    Interest.FILM: _("I could watch one film every year and never tire of it. Which one is yours?"),
    Interest.FITNESS: _("I have started to move more and I am bad at it. How do you keep going?"),
    Interest.GAMES: _("Shall we play? In chess I could put my first move at the foot of this page."),
    Interest.GARDENING: _("Something in my garden grew without any help from me. What would you plant first?"),
    Interest.HEALTH: _("What does a good day look like for you? I will tell you about one of mine."),
    Interest.HISTORY: _("If you could stand in any year for one afternoon, which would it be?"),
    Interest.LANGUAGES: _("I am learning a few words of another language. Would you teach me one that you like?"),
    Interest.LAW: _("What have you learned about the law that you wish more people knew?"),
    Interest.MECHANICS: _("Something here is broken and I do not know why. What is the best thing you ever fixed?"),
    Interest.MUSIC: _("One song has been in my head all week. What would you play me first?"),
    Interest.NATURE: _("I went for a walk and will describe it to you. Which place outdoors do you think back to?"),
    Interest.POETRY: _("I copied out four lines that I love. What do you write when nobody asks you to?"),
    Interest.SCIENCE: _("I read something about the world that I do not quite understand. What are you curious about?"),
    Interest.SEWING: _("Somebody once gave me a quilt. What is the piece of sewing you are proudest of?"),
    Interest.STUDY: _("What are you learning now, and what is the hard part? I am learning something too."),
    Interest.TRAVEL: _("Let me show you the street I live on. Which place would you walk me through?"),
}  # fmt: skip
PLAIN: tuple[Promise, ...] = (
    _("I read what you wrote, and one thing stayed with me."),
    _("From my kitchen window I can see this."),
    _("What have you been thinking about lately? What does a good day look like for you?"),
)


def openers_for(listing: Listing) -> list[Promise]:
    """Up to three sentences, those on her interests first."""
    own = [OPENERS[Interest(one)] for one in listing.interests if one in OPENERS]
    return [*own, *PLAIN][:MOST]


def called(display_name: str) -> str:
    """The name to greet her by: "Rhonda" for "Rhonda Y."."""
    words = display_name.split()
    while len(words) > 1 and len(words[-1].strip(".")) <= 1:
        words.pop()
    return " ".join(words)


def last_letter() -> str:
    """A frame for a last letter, in the language of the page; brackets hold what the writer fills in."""
    return gettext(
        "I need to stop writing after this letter. It is because of changes on my side, and not because of anything "
        "you said or did.\n\n"
        "I have valued [one true thing]. I will not be able to answer after this.\n\n"
        "I wish you [something real]."
    )
