"""What the browser is told to refuse, on every answer; and what no page looks at."""

from flask import Flask, Response, abort, request
from flask.sessions import SecureCookieSessionInterface

from web.access import BY_TOKEN

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
)
CONTENT_SECURITY_POLICY = "; ".join(_POLICY)

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
INDEXED = frozenset(
    {
        "public.home",
        "public.matter",
        "public.flow",
        "public.matter_code",
        "public.published",
        "public.promises",
        "home.robots",
        "static",
        "styles",
    }
)
"""What search engines may keep; no other answer, be it a page, a paper or a picture."""
_ONE_YEAR = 31_536_000


def install(app: Flask) -> None:
    """Put the headers on every answer of `app`; pages are kept by nobody, hashed bundles for a year."""
    app.before_request(_refuse_nul)
    app.after_request(_protect)
    app.session_interface = SecureWhenHttps()


def _refuse_nul() -> None:
    """A NUL is nobody's typing and in no text PostgreSQL keeps: an address that holds one is a bad request.

    Programs are told so by the interface itself, with the parameter's name.
    """
    if request.blueprint == BY_TOKEN:
        return
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(400)


def framing(response: Response) -> Response:
    """Let a page of ours show another answer of ours in a frame."""
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response


def framed(response: Response) -> Response:
    """Let an answer that is no page, a picture or a PDF, stand in a frame of ours; nothing in it may load or run."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _protect(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_ONE_YEAR}")
    if request.endpoint == "static":
        hashed = request.path.startswith("/static/dist/")
        lifetime = f"public, max-age={_ONE_YEAR}, immutable" if hashed else "public, max-age=300"
        response.headers["Cache-Control"] = lifetime
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    if request.endpoint not in INDEXED:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


class SecureWhenHttps(SecureCookieSessionInterface):
    """Sessions whose cookie is marked Secure on https, and still works on a plain http machine of the demo."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the answer's cookie may travel on https only."""
        return request.is_secure
