"""Forms sent by the page's script: it is told where to go next, since it cannot see where an answer redirects to."""

from flask import Flask, Response, json, request

HEADER = "X-Sent-By"
"""The script of web/frontend/src/form sends it with the value `script`."""


def install(app: Flask) -> None:
    """Let `app` answer a script with `{"to": address}` in place of a redirect; everything else is as for a browser."""
    app.after_request(_tell_where)


def _tell_where(response: Response) -> Response:
    if request.headers.get(HEADER) == "script" and response.status_code in (302, 303):
        response.set_data(json.dumps({"to": response.headers.pop("Location")}))
        response.status_code = 200
        response.mimetype = "application/json"
    return response
