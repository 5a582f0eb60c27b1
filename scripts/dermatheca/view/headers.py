"""HTTP headers of the published site, as Cloudflare Pages and Netlify read them from the file `_headers`."""

from __future__ import annotations

# The theme's inline scripts, which differ by the depth of a page; tests/site/test_headers.py names one that is new.
INLINE_SCRIPTS = (
    "/8wPdzX9q0NNJXyA5lzsLojXFpkeaXVxhbfkUOQaWy8=",
    "/K9p2JtEqCycL2fSbEonMakkteWpAHv57x2wndLqMNo=",
    "/nhm8p50KJxvwWLggwJ1OF8Xgq5W/b3iKECITLASfOg=",
    "0GFu787/AB2fAMyxux7Dp8eiOR0gFInKosPAeAkszqQ=",
    "3soS3y5BWgBBY51ZAB7FXrlr/0KBIz6wvQi/s9ifNRs=",
    "DrEMJJ29sL7vIloQzly+VUGMxKcBTMII+OfW7Y8AkG4=",
    "apoQPHefCNWjxbCm+HzVDOAW4CSVWhY7VylQjgOFyfk=",
)
POLICY = {
    "default-src": "'none'",
    "script-src": " ".join(["'self'", *(f"'sha256-{digest}'" for digest in INLINE_SCRIPTS)]),
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",  # the width of a drawing, and the theme's own
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
HOUR, YEAR = 3600, 31_536_000
OPEN = ("/api/*", "/data/*", "/feeds/*", "/oembed/*", "/embed/*", "/assets/figures/*")
RULES: dict[str, dict[str, str]] = {
    # Nobody signs in here, so any site may show any page in a frame: there is no frame-ancestors.
    "/*": {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
        "Strict-Transport-Security": f"max-age={YEAR}",
    },
    **{path: {"Access-Control-Allow-Origin": "*"} for path in OPEN},
    "/assets/*": {"Cache-Control": f"public, max-age={HOUR}, stale-while-revalidate={24 * HOUR}"},
    # Snapshots never change; v/versions.json does, and stands a level higher.
    "/v/:version/*": {"Cache-Control": f"public, max-age={YEAR}, immutable"},
}


def headers_file() -> str:
    """The text of `_headers`: a path, then its headers indented."""
    lines = []
    for path, headers in RULES.items():
        lines += [path, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(lines) + "\n"
