"""Every field of every model of ours says whether it is personal."""

import pytest
from django.apps import apps
from django.db.models import Model

OURS = [model for label in ("profiles", "letters") for model in apps.get_app_config(label).get_models()]


def _field_names(model: type[Model]) -> list[str]:
    return sorted(field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many])


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_register_lists_each_field_once(model: type[Model]) -> None:
    listed = [*model.PERSONAL, *model.NOT_PERSONAL]

    assert sorted(listed) == _field_names(model)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_register_has_no_text_of_people_outside_personal(model: type[Model]) -> None:
    """A field whose content is encrypted or a private file is personal by its nature."""
    telling = {"EncryptedTextField", "FileField"}
    plain = [
        name for name in model.NOT_PERSONAL if model._meta.get_field(name).get_internal_type() in telling
    ]
    hidden = [name for name in model.NOT_PERSONAL if type(model._meta.get_field(name)).__name__ in telling]

    assert plain + hidden == []
