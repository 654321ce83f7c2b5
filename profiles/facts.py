"""Numbers about women in prison and jail, read from `data/statistics.csv`, and the charts drawn from them.

Each number keeps its source, its date and how sure we are. A number marked `low` was not seen in a source that one
can trust, and no chart may use it. Coordinates of charts are in the units of their SVG view boxes.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.states import Confidence

DATA = Path(__file__).resolve().parent / "data" / "statistics.csv"
Text = str | Promise


@dataclass(frozen=True)
class Statistic:
    """One row of the data file. Percentages are 0 to 100; dates are as the source has them."""

    id: str
    value: float
    unit: str
    as_of: str
    source_body: str
    source_title: str
    source_url: str
    source_date: str
    confidence: Confidence

    @property
    def text(self) -> str:
        """The number as a reader of the page's language writes it."""
        number = number_format(
            int(self.value) if self.value.is_integer() else self.value, force_grouping=True
        )
        return f"{number}%" if self.unit == "percent" else number

    @property
    def source_day(self) -> str:
        """The date of the source in words, as exact as the source gives it: a day, a month or a year."""
        parts = self.source_date.split("-")
        if not all(part.isdigit() for part in parts):
            return self.source_date
        year, month, day = (*map(int, parts), 1, 1)[:3]
        return date_format(date(year, month, day), ("Y", "YEAR_MONTH_FORMAT", "DATE_FORMAT")[len(parts) - 1])

    @property
    def needs_checking(self) -> bool:
        """Whether it was read at second hand."""
        return self.confidence != Confidence.HIGH


@cache
def statistics() -> dict[str, Statistic]:
    """All numbers of the data file by their key. Rows that hold words instead of a number are left out."""
    with DATA.open(newline="", encoding="utf-8") as file:
        return {row["id"]: _statistic(row) for row in csv.DictReader(file) if _is_number(row["value"])}


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _statistic(row: dict[str, str]) -> Statistic:
    return Statistic(
        id=row["id"],
        value=float(row["value"]),
        unit=row["unit"],
        as_of=row["as_of"],
        source_body=row["source_body"],
        source_title=row["source_title"],
        source_url=row["source_url"],
        source_date=row["source_date"],
        confidence=Confidence(row["confidence"]),
    )


@dataclass(frozen=True)
class Row:
    """A number with the words that say what it counts and when."""

    label: Text
    when: Text
    key: str

    @property
    def statistic(self) -> Statistic:
        return statistics()[self.key]


@dataclass(frozen=True)
class Bar:
    """A column or bar: where it stands and how long it is, with its row."""

    row: Row
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def above(self) -> float:
        """Where the number stands: a little above the column."""
        return self.y - 8


@dataclass(frozen=True)
class Square:
    x: int
    y: int
    filled: bool


@dataclass(frozen=True)
class Chart:
    """A picture of a few numbers, said once in words (`finding`) and once as a table (`rows`)."""

    slug: str
    title: Text
    finding: Text
    caveat: Text
    rows: tuple[Row, ...]

    template = ""


@dataclass(frozen=True)
class Columns(Chart):
    """Columns side by side in a view box of 360 by 220, the base line at 190."""

    template = "profiles/facts/_columns.html"
    WIDTH, BASE, TALLEST, GAP = 360, 190, 150, 28

    @cached_property
    def bars(self) -> list[Bar]:
        most = max(row.statistic.value for row in self.rows)
        width = (self.WIDTH - self.GAP * (len(self.rows) + 1)) / len(self.rows)
        return [self._bar(number, row, width, most) for number, row in enumerate(self.rows)]

    def _bar(self, number: int, row: Row, width: float, most: float) -> Bar:
        height = round(row.statistic.value / most * self.TALLEST, 1)
        x = round(self.GAP + number * (width + self.GAP), 1)
        return Bar(row, x, round(self.BASE - height, 1), round(width, 1), height)


@dataclass(frozen=True)
class Squares(Chart):
    """So many filled squares of `total`, ten in a row, each 10 units wide with a gap of 2."""

    total: int = 100

    template = "profiles/facts/_squares.html"
    STEP, PER_ROW = 12, 10

    @property
    def filled(self) -> int:
        return round(self.rows[0].statistic.value)

    @property
    def height(self) -> int:
        return self.total // self.PER_ROW * self.STEP

    @cached_property
    def squares(self) -> list[Square]:
        return [
            Square(place % self.PER_ROW * self.STEP, place // self.PER_ROW * self.STEP, place < self.filled)
            for place in range(self.total)
        ]


@dataclass(frozen=True)
class Figure:
    """A single number set large."""

    row: Row
    caveat: Text = ""


FIGURES = (
    Figure(
        Row(_("women and girls were locked up on a given day"), _("March 2024"), "incarcerated-all-2024"),
        _("Prisons, jails, youth facilities, immigration detention and more, added up."),
    ),
    Figure(
        Row(
            _("women were under supervision, most of them on probation or parole"),
            "2022",
            "women-supervision-2022",
        ),
        _("The source says “over 975,000”."),
    ),
    Figure(
        Row(_("days is the average stay in a local jail"), _("July 2022 to June 2023"), "jail-stay-2023"),
        _("Women and men together. It is why a letter to a jail can miss her."),
    ),
    Figure(
        Row(_("children had a mother or father in state or federal prison"), "2016", "children-2016"),
    ),
)

CHARTS: tuple[Chart, ...] = (
    Columns(
        "how-many",
        _("How many women and girls are locked up"),
        _("231,000 in 2019, fewer during the pandemic, and rising again since."),
        _(
            "The 231,000 is often credited to the Bureau of Justice Statistics. It is not their figure. Prison Policy "
            "Initiative adds up data of several agencies, the Bureau among them, and counts girls too."
        ),
        (
            Row("2019", _("Report of October 29, 2019"), "incarcerated-all-2019"),
            Row("2023", _("Report of March 1, 2023"), "incarcerated-all-2023"),
            Row("2024", _("Report of March 5, 2024"), "incarcerated-all-2024"),
        ),
    ),
    Columns(
        "since-1980",
        _("Forty years of growth"),
        _("Nearly six times as many women were in prisons and jails in 2020 as in 1980."),
        _(
            "2020 was a low year: 30 percent below the year before, because of the pandemic. Prisons and jails only, "
            "so it does not compare with the chart before."
        ),
        (Row("1980", "1980", "women-1980"), Row("2020", "2020", "women-2020")),
    ),
    Columns(
        "jails-and-prisons",
        _("As many in jails as in prisons"),
        _(
            "About half of the women in custody are in local jails, where stays are short. Of all people in custody, "
            "women and men, state prisons hold twice as many as jails."
        ),
        _(
            "Two counts of different days and sources, so the columns compare only roughly. The jail figure is "
            "preliminary."
        ),
        (
            Row(_("State and federal prisons"), _("End of 2022"), "prison-female-2022"),
            Row(_("Local jails"), _("June 2023"), "jail-female-2023"),
        ),
    ),
    Squares(
        "mothers",
        _("Mothers"),
        _("58 of 100 women in state prison have a child under 18. For men it is 46."),
        _("A survey of 2016, the newest of its kind. The share among women in federal prison was the same."),
        (Row(_("Women in state prison with a child under 18"), "2016", "mothers-state-2016"),),
    ),
    Squares(
        "not-convicted",
        _("Not convicted"),
        _("70 of 100 people in local jails have not been convicted of what they are held for."),
        _("Women and men together: the source does not tell them apart."),
        (Row(_("People in local jails who are not convicted"), _("June 2023"), "jail-unconvicted-2023"),),
    ),
    Squares(
        "scanned-mail",
        _("Scanned mail"),
        _("In at least 14 of 50 states she got a scan of your letter by the end of 2022, not the paper."),
        _(
            "Its author calls this an undercount, and more states have begun since. See the rules of her facility."
        ),
        (
            Row(
                _("State prison systems that scan all incoming mail"),
                _("December 2022"),
                "mail-scanning-2022",
            ),
        ),
        total=50,
    ),
)
