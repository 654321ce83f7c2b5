"""Paper for the women themselves."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from letters.printing import PrintError
from letters.printing.intake import LANGUAGES, render_intake
from letters.views.pdf import BadChoice, bad_choice, chosen, print_error
from profiles.audience import Audience, audience
from profiles.codes import random_code, read_code

SIZES = ("regular", "large")


@audience(Audience.PUBLIC)
@require_safe
def intake_form(request: HttpRequest) -> HttpResponse:
    """The form a woman fills in to be listed, in `lang` (default: the page's language) and `size` (regular or large).

    `code`: that of a request which is with us already; else the form bears a fresh one, and is found by it later.
    """
    spoken = (translation.get_language() or "en").split("-")[0]
    default = spoken if spoken in LANGUAGES else LANGUAGES[0]
    try:
        language = chosen(request, "lang", LANGUAGES, default)
        large = chosen(request, "size", SIZES, SIZES[0]) == "large"
        code = read_code(request.GET.get("code", "")) or random_code()
        rendered = render_intake(language, settings.ORG_RETURN_ADDRESS, large=large, code=code)
    except BadChoice as error:
        return bad_choice(request, error)
    except PrintError as error:
        return print_error(request, error)
    response = HttpResponse(rendered.pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="form-{language}.pdf"'
    return response
