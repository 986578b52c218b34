"""Pages around the made-up articles, with what a news page holds beside its article: styles, scripts, state for
scripts, menus, related stories (some of which tell other companies' deals), comments, boxes to subscribe, a footer.

A page is about as large as news pages had become by 2025, in bytes (200 to 250 kB), elements (a thousand), words
outside the article and depth.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator
from html import escape

from newsroom import ONE_IN, Item, phrases, sentences, tells_deal
from worlds import company_name

SITES = ("The Tarn Courier", "Harbour Gazette", "Valley Telegraph", "The Lindport Observer")
SECTIONS = ("News", "Politics", "Business", "Markets", "Sport", "Culture", "Science", "Travel", "Opinion", "Weather")
SCRIPT_BYTES = (20_000, 70_000)
STYLE_BYTES = (5_000, 25_000)
WIDTHS = (320, 480, 640, 960, 1280)


def pages(count: int, *, first: int = 0, one_in: int = ONE_IN) -> Iterator[Item]:
    """Pages of articles, one in ``one_in`` of which tells a deal."""
    return (page(number, deal=tells_deal(number, one_in)) for number in range(first, first + count))


def page(number: int, *, deal: bool, rare: bool = False) -> Item:
    """The page of the article of this number; ``rare`` as in :func:`~newsroom.sentences`."""
    title, paragraphs = sentences(number, deal=deal, rare=rare)
    chance = random.Random(-1 - number)
    site = SITES[number % len(SITES)]
    slug = "-".join(title.lower().replace(":", "").split())
    url = f"https://www.{site.lower().replace(' ', '-')}.example/{number}/{slug}"
    author = f"{chance.choice(phrases()['names']['first'])} {chance.choice(phrases()['names']['last'])}"
    published = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}T08:{number % 60:02}:00+00:00"
    html = "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            *_head(chance, title, paragraphs[0], site, url, author, published),
            "</head><body>",
            *_menu(chance, site),
            '<div id="app"><div class="app__root"><div class="page page--article"><div class="page__grid">',
            '<main class="layout"><div class="layout__main"><article class="story">',
            f'<h1 class="story__title">{escape(title)}</h1>',
            f'<div class="story__meta">By <a rel="author" href="/by/{slug[:8]}">{author}</a>',
            f'<time datetime="{published}">{published[:10]}</time>{_share()}</div>',
            f'<figure><img src="/i/{number}.jpg" alt=""><figcaption>Photograph: {author}</figcaption></figure>',
            '<div class="story__body">',
            *_body(chance, paragraphs),
            "</div></article>",
            *_comments(chance),
            "</div>",
            *_aside(chance),
            "</main></div></div></div></div>",
            *_footer(chance, site),
            *_scripts(chance, number),
            "</body></html>",
        ]
    )
    return Item(f"page-{number}", title, html=html.encode(), url=url, published=published[:10])


def _head(
    chance: random.Random, title: str, lead: str, site: str, url: str, author: str, published: str
) -> Iterator[str]:
    yield f"<title>{escape(title)} | {site}</title>"
    yield f'<link rel="canonical" href="{url}"><link rel="icon" href="/favicon.ico">'
    told = {
        "og:title": title, "og:site_name": site, "og:url": url, "og:type": "article", "og:description": lead[:150],
        "article:published_time": published, "twitter:card": "summary_large_image", "author": author,
    }  # fmt: skip
    yield from (f'<meta property="{name}" content="{escape(value)}">' for name, value in told.items())
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": published,
        "author": [{"@type": "Person", "name": author}], "publisher": {"@type": "Organization", "name": site},
        "mainEntityOfPage": url,
    }  # fmt: skip
    yield f'<script type="application/ld+json">{json.dumps(data)}</script>'
    yield f"<style>{_styles(chance)}</style>"
    yield from (f'<link rel="preload" as="script" href="/static/{n:x}.js">' for n in range(chance.randint(5, 25)))


def _styles(chance: random.Random) -> str:
    size, rules = chance.randint(*STYLE_BYTES), []
    length = 0
    while length < size:
        name = f".c{chance.randrange(9999)}__{chance.choice(SECTIONS).lower()}"
        rule = f"{name}{{margin:{chance.randrange(40)}px auto;color:#{chance.randrange(4096):03x};display:flex}}"
        rules.append(rule)
        length += len(rule)
    return "".join(rules)


def _menu(chance: random.Random, site: str) -> Iterator[str]:
    yield '<div id="consent" role="dialog"><p>We and our partners use cookies to measure how this site is used.</p>'
    yield "<button>Accept all</button><button>Manage choices</button></div>"
    yield f'<header class="site"><a href="/" class="logo">{_drawing(chance)}<span>{site}</span></a><nav><ul>'
    for section in SECTIONS:
        yield f'<li><a href="/{section.lower()}">{section}</a><ul class="sub">'
        towns = phrases()["names"]["town"]
        yield from (
            f'<li class="menu__item" data-depth="1"><a class="menu__link" href="/{section.lower()}/{n}" '
            f'data-track="menu|{section}|{n}"><span>{section} in {town}</span></a></li>'
            for n, town in enumerate(towns)
        )
        yield "</ul></li>"
    yield '</ul></nav><form action="/search"><input name="q" placeholder="Search"></form></header>'


def _drawing(chance: random.Random) -> str:
    steps = " ".join(f"l{chance.randint(-9, 9)} {chance.randint(-9, 9)}" for _ in range(chance.randint(20, 80)))
    return f'<svg viewBox="0 0 64 64" aria-hidden="true"><path d="M8 8 {steps}z"/></svg>'


def _share() -> str:
    names = ("Facebook", "WhatsApp", "LinkedIn", "E-mail", "Copy link")
    return '<ul class="share">' + "".join(f'<li><a href="#{name[:2]}">{name}</a></li>' for name in names) + "</ul>"


def _body(chance: random.Random, paragraphs: list[str]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        yield f'<p class="story__p">{escape(paragraph, quote=False)}</p>'
        if number == 1:
            yield '<div class="ad" data-slot="inline-1"><span>Advertisement</span></div>'
        if number == 2 and chance.random() < 0.5:
            yield '<aside class="newsletter"><h3>The morning briefing</h3><p>Get the day in five minutes.</p>'
            yield '<form action="/subscribe"><input type="email"><button>Sign up</button></form></aside>'
        if number == 3 and chance.random() < 0.5:
            yield f'<p class="more"><a href="/more">Read more: {escape(_headline(chance))}</a></p>'


def _headline(chance: random.Random) -> str:
    """The headline of another story; one in four tells a deal."""
    name, town = company_name(chance.randrange(5000)), chance.choice(phrases()["names"]["town"])
    kinds = (
        f"{name} raises ${chance.randint(2, 90)} million in Series A funding",
        f"{town} remembers the flood of {chance.randint(1950, 2015)}",
        f"Why {town} is running out of teachers",
        f"{town} to close its oldest swimming pool",
    )
    return chance.choice(kinds)


def _teaser(chance: random.Random) -> str:
    other, number = chance.choice(sorted(phrases()["other"])), chance.randrange(10**6)
    sizes = ", ".join(f"https://images.example/t/{number}-{width}.webp?w={width}&q=80 {width}w" for width in WIDTHS)
    lead = chance.choice(phrases()["other"][other][1:]).split("{")[0]
    return (
        f'<div class="card card--{other} card--horizontal" data-id="{number}" data-track="card|{other}|{number}">'
        f'<div class="card__inner"><div class="card__media"><a href="/{number}" tabindex="-1"><picture>'
        f'<source type="image/webp" srcset="{sizes}"><img loading="lazy" alt="" srcset="{sizes}"></picture></a></div>'
        f'<div class="card__text"><span class="kicker">{other.capitalize()}</span><h3 class="card__title">'
        f'<a href="/{number}" data-link-name="{number}"><span>{escape(_headline(chance))}</span></a></h3>'
        f'<p class="card__lead">{escape(lead)}</p><div class="card__meta"><time>{chance.randint(1, 23)} hours ago'
        f'</time><button class="save" aria-label="Save for later">{_drawing(chance)}</button></div></div></div></div>'
    )


def _aside(chance: random.Random) -> Iterator[str]:
    yield '<aside class="layout__side"><section><h2>Most read</h2><ol>'
    yield from (f'<li><a href="/{n}">{escape(_headline(chance))}</a></li>' for n in range(10))
    yield '</ol></section><section class="related"><h2>Related stories</h2>'
    yield from (_teaser(chance) for _ in range(chance.randint(25, 50)))
    yield "</section></aside>"


def _comments(chance: random.Random) -> Iterator[str]:
    yield '<section id="comments"><h2>Comments</h2>'
    for _ in range(chance.choice((0, 0, 3, 12))):
        name = chance.choice(phrases()["names"]["first"])
        year = chance.randint(1990, 2020)
        yield f'<div class="comment"><b>{name}</b><p>They said so in {year}, and look where we are.</p></div>'
    yield "</section>"


def _footer(chance: random.Random, site: str) -> Iterator[str]:
    yield f"<footer><p>© 2025 {site}. All rights reserved.</p><ul>"
    yield from (f'<li><a href="/about/{n}">{name}</a></li>' for n, name in enumerate((*SECTIONS, "Contact", "Privacy")))
    yield "</ul>"
    yield from (_drawing(chance) for _ in range(6))
    yield "</footer>"


def _scripts(chance: random.Random, number: int) -> Iterator[str]:
    size = chance.randint(*SCRIPT_BYTES)
    cards = [
        {"id": chance.randrange(10**9), "title": _headline(chance), "image": f"/t/{chance.randrange(10**6)}.webp"}
        for _ in range(chance.randint(30, 120))
    ]
    yield f"<script>window.__STATE__ = {json.dumps({'page': number, 'cards': cards})};</script>"
    blob = base64.b64encode(chance.randbytes(size * 3 // 4)).decode()
    parts = [blob[at : at + 900] for at in range(0, len(blob), 900)]
    yield (
        "<script>(function(w,d){var q=[];"
        + ";".join(f'q.push("{part}")' for part in parts)
        + "})(window,document)</script>"
    )
    yield '<noscript><img src="https://pixel.example/p.gif" alt=""></noscript>'
