"""Fields and the helper that the steps of the web form share."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.models import Facility
from profiles.places import State

DATE_INPUTS = ("%Y-%m-%d", "%m/%d/%Y")


class DayInput(forms.DateInput):
    """The browser's own date field; where it has none, a text field that takes 1985-03-14 or 3/14/1985."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(**options: Any) -> forms.DateField:
    wrong = gettext_lazy("Give the date as month/day/year, for example 3/14/1985.")
    return forms.DateField(
        widget=DayInput(), input_formats=DATE_INPUTS, **{"error_messages": {"invalid": wrong}, **options}
    )


def step_helper(*parts: Any, send: str) -> FormHelper:
    """The crispy helper of a step: its parts, then the button that keeps them and goes on."""
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    helper.layout = Layout(*parts, Submit("send", send, css_class="btn-primary"))
    return helper


class _ByState(ModelChoiceIterator):
    """Facilities under the name of their state."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for state, group in groupby(self.queryset, key=lambda facility: facility.state):
            name = State(state).label if state in State.values else _("Elsewhere")
            yield (name, [self.choice(facility) for facility in group])


class FacilityField(forms.ModelChoiceField):
    """Open facilities known to hold women, in a list that needs no script."""

    iterator = _ByState

    def __init__(self, **options: Any) -> None:
        queryset = (
            Facility.objects.listed()
            .exclude(status=Facility.Status.CLOSED)
            .filter(system__isnull=False)
            .select_related("system")
            .order_by("state", "name")
        )
        super().__init__(queryset, empty_label=gettext_lazy("Choose a facility"), **options)

    def label_from_instance(self, facility: Facility) -> str:
        return f"{facility.name}, {facility.city}" if facility.city else facility.name
