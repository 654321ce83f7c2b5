"""Prison words in plain English. Meanings differ from state to state; these are the usual ones."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """A word and what it means.

    also: other words for it, in English, as people inside use them. spanish: what our Spanish pages call it.
    is_everyday: the word means other things too, so that it is not linked to the glossary wherever it stands.
    """

    word: str
    meaning: str | Promise
    also: tuple[str, ...] = ()
    spanish: tuple[str, ...] = ()
    is_everyday: bool = False

    @property
    def anchor(self) -> str:
        """Where it stands on the glossary's page."""
        return f"term-{slugify(self.word)}"


TERMS: tuple[Term, ...] = (
    Term(
        "Ad seg",
        _("Being kept apart, about 20 or more hours a day in a cell, for stated safety reasons."),
        ("administrative segregation",),
        spanish=("aislamiento administrativo", "segregación administrativa"),
    ),
    Term(
        "Allocution", _("What a person says to the judge before sentence."), spanish=("alegato ante el juez",)
    ),
    Term("Appeal", _("Asking a higher court to review the case."), spanish=("apelación",)),
    Term("Bail", _("Money or terms for being free until trial."), spanish=("fianza",)),
    Term("BOP", _("The federal Bureau of Prisons."), spanish=("Oficina Federal de Prisiones",)),
    Term("Bunkie", _("The person she shares a cell with."), ("cellie",), spanish=("compañera de celda",)),
    Term(
        "Care package", _("Goods ordered for her from an approved seller."), spanish=("paquete autorizado",)
    ),
    Term("Chow", _("A meal, or the hall where it is served."), spanish=("comedor",), is_everyday=True),
    Term(
        "Classification",
        _("How the prison decides her security level and where she lives."),
        spanish=("clasificación",),
    ),
    Term(
        "Clemency",
        _("Mercy from a governor or the president; see commutation and pardon."),
        spanish=("clemencia",),
    ),
    Term("CO", _("Corrections officer."), spanish=("oficial de custodia",), is_everyday=True),
    Term("Collect call", _("A call the person outside pays for."), spanish=("llamada por cobrar",)),
    Term(
        "Commissary",
        _("The prison shop for food, soap, stamps and paper."),
        ("canteen", "store"),
        spanish=("tienda de la prisión",),
    ),
    Term("Commutation", _("Making a sentence shorter."), spanish=("conmutación",)),
    Term(
        "Compassionate release",
        _("Early release because of age, illness or family need."),
        spanish=("liberación por compasión",),
    ),
    Term("Contraband", _("Anything not allowed, even an ordinary sticker."), spanish=("contrabando",)),
    Term("CorrLinks", _("The federal prisons' paid message system."), ("TRULINCS",)),
    Term(
        "Count",
        _("When everyone must stay still to be counted; nothing moves until it clears."),
        spanish=("recuento",),
        is_everyday=True,
    ),
    Term(
        "Detainer",
        _("A hold placed by another court or agency, such as immigration."),
        spanish=("orden de retención",),
    ),
    Term(
        "DOC",
        _("Department of corrections, the state agency that runs prisons."),
        spanish=("departamento correccional",),
    ),
    Term(
        "DOC number",
        _("The number that must be on every letter."),
        ("ID", "register number", "TDCJ number"),
        spanish=("número de identificación",),
    ),
    Term(
        "Earliest release date",
        _("The soonest she could leave if all goes well; it changes."),
        spanish=("fecha más temprana de salida",),
    ),
    Term("Facility", _("Any prison, jail or camp."), spanish=("centro",), is_everyday=True),
    Term(
        "FCI",
        _("A federal prison. FPC is a federal camp, FMC a federal medical center."),
        ("FPC", "FMC"),
        spanish=("prisión federal",),
    ),
    Term(
        "Felony",
        _("A more serious crime, usually with more than a year in prison."),
        spanish=("delito grave",),
    ),
    Term("General population", _("The ordinary housing units."), spanish=("población general",)),
    Term(
        "Good time",
        _("Days taken off a sentence for conduct or programs."),
        ("earned time",),
        spanish=("días de buena conducta",),
    ),
    Term("Grievance", _("The official complaint form."), spanish=("queja formal",)),
    Term(
        "Halfway house",
        _("Supervised housing near the end of a sentence."),
        ("RRC",),
        spanish=("casa de transición",),
    ),
    Term("Hole", _("Other words for segregation."), ("SHU", "RHU"), spanish=("el hoyo",), is_everyday=True),
    Term(
        "Home confinement", _("Finishing a sentence at home with monitoring."), spanish=("reclusión en casa",)
    ),
    Term(
        "Indigent",
        _("Having almost no money in the account; may get a few free stamps."),
        spanish=("sin recursos",),
    ),
    Term(
        "Intake",
        _("The first weeks while being tested and assigned; mail is often limited."),
        ("reception",),
        spanish=("ingreso",),
    ),
    Term(
        "Jail",
        _("A local lockup, mostly for short stays and for people who wait for trial."),
        spanish=("cárcel",),
    ),
    Term(
        "JPay",
        _("Companies that sell messages, calls and money transfers."),
        ("Securus", "ViaPath (GTL)", "ConnectNetwork", "GettingOut"),
    ),
    Term("Kite", _("A written request to staff."), spanish=("solicitud escrita",)),
    Term(
        "Legal mail",
        _("Letters to or from lawyers and courts, with extra protection."),
        spanish=("correo legal",),
    ),
    Term(
        "Life without parole",
        _("A sentence with no set release."),
        ("LWOP",),
        spanish=("cadena perpetua sin libertad condicional",),
    ),
    Term("Locator", _("The online search for where someone is held."), spanish=("localizador",)),
    Term(
        "Lockdown", _("Everyone kept in cells; mail, calls and visits slow or stop."), spanish=("encierro",)
    ),
    Term("Mail call", _("When letters are handed out."), spanish=("reparto del correo",)),
    Term("Mailroom", _("The staff who open and check mail."), spanish=("sala de correo",)),
    Term("Misdemeanor", _("A less serious crime, usually up to a year in jail."), spanish=("delito menor",)),
    Term("Nursery", _("A unit where some mothers live with their babies."), spanish=("guardería",)),
    Term("On the books", _("Money in her account."), spanish=("dinero en su cuenta",), is_everyday=True),
    Term("Pardon", _("Official forgiveness for a crime."), spanish=("indulto",)),
    Term(
        "Parole",
        _("Leaving prison early under supervision after a board decides."),
        spanish=("libertad condicional",),
    ),
    Term(
        "Plea",
        _("Answering the charge; most cases end this way, not in trials."),
        spanish=("declaración ante el juez",),
    ),
    Term("PREA", _("The federal law on preventing sexual abuse in custody.")),
    Term(
        "Prison",
        _("Run by a state or the federal government, usually for sentences over a year."),
        spanish=("prisión",),
        is_everyday=True,
    ),
    Term("Probation", _("Supervision in the community instead of prison."), spanish=("libertad a prueba",)),
    Term("Protective custody", _("Separate housing for someone at risk."), spanish=("custodia protectora",)),
    Term(
        "Recidivism",
        _("Being arrested, convicted or locked up again; studies count it in different ways."),
        spanish=("reincidencia",),
    ),
    Term("Reentry", _("Coming home and starting again."), spanish=("reinserción",)),
    Term("Restitution", _("Money a court orders paid to someone harmed."), spanish=("restitución",)),
    Term(
        "Scanned mail",
        _("Copies of letters made by staff or a company in place of the paper."),
        spanish=("correo escaneado",),
    ),
    Term(
        "Segregation",
        _("Being kept apart as punishment."),
        ("disciplinary segregation",),
        spanish=("segregación",),
    ),
    Term("Shakedown", _("A search of a cell or unit."), spanish=("registro de la celda",)),
    Term("Short", _("Close to release."), spanish=("cerca de salir",), is_everyday=True),
    Term("Tablet", _("A restricted device for messages, reading and courses."), spanish=("tableta",)),
    Term(
        "Ticket",
        _("A charge of breaking a prison rule."),
        ("write-up", "DR"),
        spanish=("falta disciplinaria",),
        is_everyday=True,
    ),
    Term(
        "Transfer",
        _("A move to another prison, usually without warning."),
        ("the chain",),
        spanish=("traslado",),
    ),
    Term("Visiting list", _("The people approved to visit."), spanish=("lista de visitas",)),
    Term("Yard", _("The outdoor area; also the prison as a place."), spanish=("patio",), is_everyday=True),
)


def terms_by_letter() -> list[tuple[str, list[Term]]]:
    """The terms by first letter, both in the order of the alphabet."""
    return [(letter, list(terms)) for letter, terms in groupby(TERMS, key=lambda term: term.word[0].upper())]
