"""Without a browser, and without the means to install one, the tests say what to install."""

from __future__ import annotations

import os

import pytest

import browser


def test_a_missing_browser_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(RuntimeError, match=r"sudo apt install chromium.*or set CHROMIUM"):
        browser.find_or_install()


def test_a_named_browser_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/opt/my/chromium")
    assert browser.find() == "/opt/my/chromium"
