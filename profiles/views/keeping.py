"""Pages kept whole for visitors without an account, for as long as nothing public has changed."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property, wraps
from hashlib import blake2b
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from profiles.search import current_change
from profiles.search.fairness import bucket_of

KEPT = 256  # pages of one process, some 100 kB each
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Page:
    """A page as it was answered, without what middleware adds, and the same compressed once it is asked for.

    It holds no secret of anybody, so that the length of the compressed page tells nothing.
    """

    content: bytes
    headers: dict[str, str]

    @cached_property
    def zipped(self) -> bytes:
        return gzip.compress(self.content, compresslevel=6, mtime=0)

    def answer(self, request: HttpRequest) -> HttpResponse:
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return HttpResponse(self.content, headers=self.headers)
        return HttpResponse(self.zipped, headers=self.headers | {"Content-Encoding": "gzip"})


class Shelf:
    """The pages asked for last. Safe for threads."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Page | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: Hashable, page: Page) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)


shelf = Shelf()


def kept(view: View) -> View:
    """Answer visitors without a session from the pages kept, and browsers that have the page already with 304.

    Browsers may keep a page but ask each time, so that a withdrawal counts at once.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not is_nobody(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        page = shelf.get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
                return response
            page = _page_of(response)
            shelf.put(key, page)
        answer = page.answer(request)
        patch_vary_headers(answer, ("Accept-Encoding",))
        return get_conditional_response(request, etag=page.headers["ETag"], response=answer) or answer

    return wrapper


def is_nobody(request: HttpRequest) -> bool:
    """Whether the page can hold nothing meant for one visitor: read-only, without a session or messages."""
    personal = {settings.SESSION_COOKIE_NAME, "messages"}
    return request.method in ("GET", "HEAD") and not personal & request.COOKIES.keys()


def _key(request: HttpRequest) -> Hashable:
    """All that the page depends on: what is public, the day, the turn of the fair order, language and address."""
    now = timezone.now()
    address = (request.scheme, request.get_host(), request.get_full_path())
    return current_change(), timezone.localdate(now), bucket_of(now), get_language(), address


def _page_of(response: HttpResponse) -> Page:
    content = response.content
    headers = dict(response.headers)
    headers["ETag"] = f'W/"{blake2b(content, digest_size=12).hexdigest()}"'
    headers["Cache-Control"] = "private, no-cache"
    return Page(content, headers)
