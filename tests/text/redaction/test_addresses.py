"""Links, e-mail addresses and handles."""

from __future__ import annotations

import pytest

from rightsnlp.text.redaction.addresses import find_emails, find_handles, find_urls


def _cut(text: str, spans: object) -> list[str]:
    return [text[start:end] for start, end in spans]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("https://example.org/a_(b)", ["https://example.org/a_(b)"]),
        ("www.example.ps، وبعد", ["www.example.ps"]),
        ("t.me/channel و bit.ly/2ab.", ["t.me/channel", "bit.ly/2ab"]),
        ("https://example.org/صفحة؟", ["https://example.org/صفحة"]),
        ("example.co.il/x", ["example.co.il/x"]),
        ("ל-example.com", ["example.com"]),
        ("نعم.لا e.g. ok.so a.m. http:// www. gmail.com 10.30", []),
    ],
)
def test_links_end_before_punctuation(text: str, urls: list[str]) -> None:
    assert _cut(text, find_urls(text)) == urls


@pytest.mark.parametrize(
    ("text", "emails"),
    [
        ("<noor.s+1@mail.example.co.uk>.", ["noor.s+1@mail.example.co.uk"]),
        ("noor (at) gmail dot com", ["noor (at) gmail dot com"]),
        ("ايميلnoor@example.org", ["noor@example.org"]),
        ("noor@localhost a@b @c.example.org", []),
    ],
)
def test_emails_have_a_name_and_a_domain(text: str, emails: list[str]) -> None:
    assert _cut(text, find_emails(text)) == emails


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@noor_7: @a.b.", ["@noor_7", "@a.b"]),
        ("ل@noor قال@noor", ["@noor", "@noor"]),
        ("@noorقال", ["@noor"]),
        ("@محمد_علي حكى", ["@محمد_علي"]),
        (".@noor -@noor", ["@noor", "@noor"]),
        ("@noor@social.example", ["@noor@social.example"]),
        ("u/quiet_one and /u/other_one", ["u/quiet_one", "/u/other_one"]),
        ("سناب: noor_7 ig: noor.s", ["noor_7", "noor.s"]),
        ("@USER @user @USER2 @url مستخدم@ @مستخدم @USERكلام مستخدم@كلام", []),
        ("@everyone @الجميع @7pm @ 5 a@b سعر@المحل you/me twitter: down", []),
    ],
)
def test_handles_are_names_after_a_sign_and_placeholders_are_not(text: str, handles: list[str]) -> None:
    assert _cut(text, find_handles(text)) == handles
