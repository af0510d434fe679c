"""The small pages around signing in, made here: one frame, forms, what is said above them."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kpi.errors import KpiError
from kpi.signin.requests import FORM, cookie, cookie_name, is_secure
from kpi.signin.tokens import new_token
from kpi.text import LANGUAGES, Text, messages

STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")
NO_STORE = {"Cache-Control": "no-store"}


class Page:
    """One answer to one request: its language, the form token, and the pieces put below each other."""

    def __init__(self, request: Request, other_way: str = "") -> None:
        asked = request.query_params.get("lang", LANGUAGES[0])
        self.text = Text(asked if asked in LANGUAGES else LANGUAGES[0])
        self.request = request
        # Where the other language is to be had, if not here.
        self.other_way = other_way
        self.token = cookie(request, FORM) or new_token()
        self.pieces: list[str] = []
        self.has_focus = False

    def heading(self, key: str, about: str = "") -> None:
        """The title, and what the page is for."""
        self.title = self.text(f"signin.{key}")
        about_it = f'<p class="quiet">{escape(about)}</p>' if about else ""
        self.pieces.append(f"<h1>{escape(self.title)}</h1>{about_it}")

    def part(self, key: str, about: str = "") -> None:
        """A part below the first."""
        self.pieces.append(f"<h2>{escape(self.text(f'signin.{key}'))}</h2>")
        self.quiet(about)

    def quiet(self, words: str) -> None:
        """A remark."""
        if words:
            self.pieces.append(f'<p class="quiet">{escape(words)}</p>')

    def said(self, words: str, kind: str = "bad") -> None:
        """What went wrong (`bad`) or well (`good`), read out at once."""
        self.pieces.append(f'<p class="said {kind}" role="alert">{escape(words)}</p>')

    def faults(self, error: KpiError) -> None:
        """Every fault in words."""
        for words in messages(error, self.text.language):
            self.said(words)

    def form(self, path: str, fields: Sequence[str], button: str, kind: str = "") -> None:
        """A form of these fields that is sent to the path, with the token that only our pages know."""
        inside = "".join(fields) + hidden("form_token", self.token)
        action = f"{path}?lang={self.text.language}"
        look = f' class="{kind}"' if kind else ""
        self.pieces.append(
            f'<form method="post" action="{escape(action)}">{inside}<button{look}>{button}</button></form>'
        )

    def field(self, name: str, kind: str, complete: str, value: str = "") -> str:
        """One labelled field; the first empty one of the page is where one begins to write."""
        label = escape(self.text(f"signin.fields.{name}"))
        focus = "" if value or self.has_focus else " autofocus"
        self.has_focus |= bool(focus)
        return (
            f'<label for="{name}">{label}</label><input id="{name}" name="{name}" type="{kind}" '
            f'autocomplete="{complete}" value="{escape(value)}" required maxlength="200"{focus}>'
        )

    def link(self, address: str, key: str) -> None:
        """A link on a line of its own."""
        self.pieces.append(f'<p><a href="{escape(address)}">{escape(self.text(f"signin.{key}"))}</a></p>')

    def button(self, address: str, key: str) -> None:
        """A link that is the thing to do here."""
        words = escape(self.text(f"signin.{key}"))
        self.pieces.append(f'<p><a class="button" href="{escape(address)}">{words}</a></p>')

    def answer(self, status: int = 200) -> Response:
        """The page with its language switch; the form token goes along as a cookie."""
        other = next(language for language in LANGUAGES if language != self.text.language)
        here = self.request.url.replace(path=self.other_way, query="") if self.other_way else self.request.url
        way = here.include_query_params(lang=other)
        switch = (
            f'<a href="{escape(f"{way.path}?{way.query}")}" lang="{other}">{Text(other)("app.language")}</a>'
        )
        said = self.text("app.title")
        made = HTMLResponse(
            f'<!doctype html><html lang="{self.text.language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(self.title)} · {escape(said)}</title><style>{STYLE}</style></head><body><main>"
            f"<header><strong>{escape(said)}</strong>{switch}</header>{''.join(self.pieces)}</main></body></html>",
            status,
            NO_STORE,
        )
        keep(self.request, made, FORM, self.token, "strict")
        return made


def hidden(name: str, value: str) -> str:
    """A field that nobody sees."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def keep(request: Request, answer: Response, name: str, value: str, same_site: str = "lax") -> None:
    """Sets a cookie that scripts cannot read and that ends with the browser."""
    answer.set_cookie(
        cookie_name(request, name),
        value,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite=same_site,  # type: ignore[arg-type]
    )


def drop(request: Request, answer: Response, name: str) -> None:
    """Takes a cookie away."""
    answer.delete_cookie(cookie_name(request, name), path="/", secure=is_secure(request), httponly=True)
