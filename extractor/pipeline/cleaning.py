"""What was read -> an article in a language that the rules read."""

from __future__ import annotations

from extractor.errors import NoArticle, NotEnglish
from extractor.records import Article, Page
from extractor.sources import Draft


def clean_article(read: Page | Draft) -> Article:
    """Clean what was read. Raises NoArticle where it has no text, NotEnglish where the rules cannot read it."""
    from extractor.clean import clean_html, clean_page, clean_text

    if isinstance(read, Page):
        return check_article(clean_page(read))
    if read.text is not None:
        article = clean_text(
            read.text, source=read.source, title=read.title, url=read.url, published=read.published, id=read.id
        )
    else:
        article = clean_html(read.html or "", read.url, source=read.source, opening=False)
        given = {"id": read.id, "title": read.title, "published": read.published}
        article = article.model_copy(update={key: value for key, value in given.items() if value})
    return check_article(article)


def check_article(article: Article) -> Article:
    """``article`` with its language. Raises NoArticle where it has no text, NotEnglish where rules cannot read it."""
    from extractor.clean import detect_language

    if not article.text.strip():
        raise NoArticle(article.source, article.problem or "there is no article's text on the page")
    language = detect_language(article.text, article.language)
    if language not in (None, "en"):
        raise NotEnglish(article.source, f"the text is in another language ({language}); the rules read English")
    return article.model_copy(update={"language": "en"}) if article.language != "en" else article
