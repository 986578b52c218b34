"""URL -> page, carefully: nothing but public addresses, nothing too large or too slow, nothing a site forbids.

Whatever a page's address is made of, the socket is opened to an address that was checked: names are resolved once
for every hop, all answers are looked at, and the connection goes to the very address that passed.
No type of the HTTP library crosses this wall but the transport that tests hand in.
"""

from __future__ import annotations

from extractor.fetch.addresses import is_public
from extractor.fetch.client import Client, Limits
from extractor.fetch.pages import fetch_page

__all__ = ["Client", "Limits", "fetch_page", "is_public"]
