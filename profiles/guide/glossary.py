"""Prison words in plain English. Meanings differ from state to state; these are the usual ones."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """A word and what it means. `also` holds other words for it, in English, as people inside use them."""

    word: str
    meaning: str | Promise
    also: tuple[str, ...] = ()


TERMS: tuple[Term, ...] = (
    Term(
        "Ad seg",
        _("Being kept apart, about 20 or more hours a day in a cell, for stated safety reasons."),
        ("administrative segregation",),
    ),
    Term("Allocution", _("What a person says to the judge before sentence.")),
    Term("Appeal", _("Asking a higher court to review the case.")),
    Term("Bail", _("Money or terms for being free until trial.")),
    Term("BOP", _("The federal Bureau of Prisons.")),
    Term("Bunkie", _("The person she shares a cell with."), ("cellie",)),
    Term("Care package", _("Goods ordered for her from an approved seller.")),
    Term("Chow", _("A meal, or the hall where it is served.")),
    Term("Classification", _("How the prison decides her security level and where she lives.")),
    Term("Clemency", _("Mercy from a governor or the president; see commutation and pardon.")),
    Term("CO", _("Corrections officer.")),
    Term("Collect call", _("A call the person outside pays for.")),
    Term("Commissary", _("The prison shop for food, soap, stamps and paper."), ("canteen", "store")),
    Term("Commutation", _("Making a sentence shorter.")),
    Term("Compassionate release", _("Early release because of age, illness or family need.")),
    Term("Contraband", _("Anything not allowed, even an ordinary sticker.")),
    Term("CorrLinks", _("The federal prisons' paid message system."), ("TRULINCS",)),
    Term("Count", _("When everyone must stay still to be counted; nothing moves until it clears.")),
    Term("Detainer", _("A hold placed by another court or agency, such as immigration.")),
    Term("DOC", _("Department of corrections, the state agency that runs prisons.")),
    Term(
        "DOC number", _("The number that must be on every letter."), ("ID", "register number", "TDCJ number")
    ),
    Term("Earliest release date", _("The soonest she could leave if all goes well; it changes.")),
    Term("Facility", _("Any prison, jail or camp.")),
    Term("FCI", _("A federal prison. FPC is a federal camp, FMC a federal medical center."), ("FPC", "FMC")),
    Term("Felony", _("A more serious crime, usually with more than a year in prison.")),
    Term("General population", _("The ordinary housing units.")),
    Term("Good time", _("Days taken off a sentence for conduct or programs."), ("earned time",)),
    Term("Grievance", _("The official complaint form.")),
    Term("Halfway house", _("Supervised housing near the end of a sentence."), ("RRC",)),
    Term("Hole", _("Other words for segregation."), ("SHU", "RHU")),
    Term("Home confinement", _("Finishing a sentence at home with monitoring.")),
    Term("Indigent", _("Having almost no money in the account; may get a few free stamps.")),
    Term(
        "Intake", _("The first weeks while being tested and assigned; mail is often limited."), ("reception",)
    ),
    Term("Jail", _("A local lockup, mostly for short stays and for people who wait for trial.")),
    Term(
        "JPay",
        _("Companies that sell messages, calls and money transfers."),
        ("Securus", "ViaPath (GTL)", "ConnectNetwork", "GettingOut"),
    ),
    Term("Kite", _("A written request to staff.")),
    Term("Legal mail", _("Letters to or from lawyers and courts, with extra protection.")),
    Term("Life without parole", _("A sentence with no set release."), ("LWOP",)),
    Term("Locator", _("The online search for where someone is held.")),
    Term("Lockdown", _("Everyone kept in cells; mail, calls and visits slow or stop.")),
    Term("Mail call", _("When letters are handed out.")),
    Term("Mailroom", _("The staff who open and check mail.")),
    Term("Misdemeanor", _("A less serious crime, usually up to a year in jail.")),
    Term("Nursery", _("A unit where some mothers live with their babies.")),
    Term("On the books", _("Money in her account.")),
    Term("Pardon", _("Official forgiveness for a crime.")),
    Term("Parole", _("Leaving prison early under supervision after a board decides.")),
    Term("Plea", _("Answering the charge; most cases end this way, not in trials.")),
    Term("PREA", _("The federal law on preventing sexual abuse in custody.")),
    Term("Prison", _("Run by a state or the federal government, usually for sentences over a year.")),
    Term("Probation", _("Supervision in the community instead of prison.")),
    Term("Protective custody", _("Separate housing for someone at risk.")),
    Term(
        "Recidivism", _("Being arrested, convicted or locked up again; studies count it in different ways.")
    ),
    Term("Reentry", _("Coming home and starting again.")),
    Term("Restitution", _("Money a court orders paid to someone harmed.")),
    Term("Scanned mail", _("Copies of letters made by staff or a company in place of the paper.")),
    Term("Segregation", _("Being kept apart as punishment."), ("disciplinary segregation",)),
    Term("Shakedown", _("A search of a cell or unit.")),
    Term("Short", _("Close to release.")),
    Term("Tablet", _("A restricted device for messages, reading and courses.")),
    Term("Ticket", _("A charge of breaking a prison rule."), ("write-up", "DR")),
    Term("Transfer", _("A move to another prison, usually without warning."), ("the chain",)),
    Term("Visiting list", _("The people approved to visit.")),
    Term("Yard", _("The outdoor area; also the prison as a place.")),
)


def terms_by_letter() -> list[tuple[str, list[Term]]]:
    """The terms by first letter, both in the order of the alphabet."""
    return [(letter, list(terms)) for letter, terms in groupby(TERMS, key=lambda term: term.word[0].upper())]
