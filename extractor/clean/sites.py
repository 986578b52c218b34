"""Hints for sites that somebody needs exactly right: ``rules/sites/*.yaml``, selectors by host.

A hint says where on the site's pages the body, headline, authors and date are, and what to drop. Each carries an
example page, written for the purpose, which is its documentation and its test. No hint is needed for a good reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.clean.metadata.gather import squeeze
from extractor.clean.metadata.people import split
from extractor.clean.metadata.site import host
from extractor.clean.prune import empty
from extractor.clean.soup import let_go, soup_of
from extractor.clean.tree import Element
from extractor.errors import RuleError
from extractor.rulebook import rules_dir


class Closed(BaseModel):
    """Frozen; unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Example(Closed):
    """A page of the site, made up, and what must be read from it."""

    html: str = Field(min_length=1)
    title: str | None = None
    authors: list[str] | None = None
    published: str | None = None
    text: list[str] = Field(min_length=1)
    """The blocks of the body, in order."""


class Site(Closed):
    """One hint. Selectors are CSS; each field names what it finds."""

    host: str = Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
    """The host, without ``www.``; hosts below it are meant too."""
    why: str = Field(min_length=8)
    body: str
    drop: list[str] = []
    title: str | None = None
    authors: str | None = None
    published: str | None = None
    example: Example


@dataclass
class Hinted:
    """What a hint found on a page."""

    bodies: list[Element] = field(default_factory=list)
    """In the order of the page; empty where the page is not as the hint expects."""
    fields: dict[str, Any] = field(default_factory=dict)
    """``title``, ``authors``, ``published``, where they were found."""


@cache
def load_sites() -> dict[str, Site]:
    """Every hint by its host. Raises RuleError, listing all faults."""
    sites: dict[str, Site] = {}
    faults: list[str] = []
    for file in sorted((rules_dir() / "sites").glob("*.yaml")):
        try:
            site = Site.model_validate(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader))
        except (yaml.YAMLError, ValidationError) as error:
            faults.append(f"sites/{file.name}: {' '.join(str(error).split())}")
            continue
        if site.host in sites:
            faults.append(f"sites/{file.name}: the host {site.host} has a hint already")
        sites[site.host] = site
    if faults:
        raise RuleError(faults)
    return sites


def site_of(url: str | None) -> Site | None:
    """The hint for the host of ``url``, or for a domain above it."""
    sites = load_sites()
    name = host(url)
    while "." in name:
        if name in sites:
            return sites[name]
        name = name.split(".", 1)[1]
    return None


def apply(site: Site, root: Element) -> Hinted:
    """Follow a hint on the page's tree: what it drops is emptied, what it names is found."""
    from extractor.clean.metadata.dates import read

    soup = soup_of(root, whole=True)
    found = Hinted()
    for field_name, selector in (("title", site.title), ("authors", site.authors), ("published", site.published)):
        if not selector:
            continue
        texts = [str(tag.get("content") or tag.get("datetime") or tag.get_text(" ")) for tag in soup.select(selector)]
        texts = [text for text in map(squeeze, texts) if text]
        if not texts:
            continue
        if field_name == "authors":
            value: Any = tuple(dict.fromkeys(name for text in texts for name in split(text)))
        else:
            value = read(texts[0]) if field_name == "published" else texts[0]
        if value:
            found.fields[field_name] = value
    bodies = soup.select(site.body)
    inner = {id(tag) for outer in bodies for tag in outer.find_all(True)}
    found.bodies = [vars(tag)["origin"] for tag in bodies if id(tag) not in inner]
    for selector in site.drop:
        for tag in soup.select(selector):
            empty(vars(tag)["origin"])
    let_go(soup)
    return found
