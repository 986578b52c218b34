"""Names of companies, firms and people, by how they are written."""

from __future__ import annotations

import pytest

from extractor.annotate import Annotator
from extractor.annotate.mending import mend_parse
from extractor.records import Article, Token

NAMES = [
    ("Face++ has raised money from Ant Financial.", ["Face++", "Ant Financial"]),
    ("The speech start-up iFlytek raised $4 million.", ["iFlytek"]),
    ("Yesterday eBay bought Skype.", ["eBay", "Skype"]),
    ("Finch Didn’t want Oatcake.", ["Finch", "Oatcake"]),
    ("The Bank of Leeds raised $4 million from the University of Bath.", ["Bank of Leeds", "University of Bath"]),
    ("Fenwick's rival Dovecote bought Harrow's unit.", ["Fenwick", "Dovecote", "Harrow"]),
    ("It raised $4 million from Otter Ventures, Finch and Grey Heron.", ["Otter Ventures", "Finch", "Grey Heron"]),
    ("Smith & Moss bought Procter and Gamble Co.", ["Smith & Moss", "Procter and Gamble Co."]),
    ("Acme Inc. bought Oat Labs, Inc. in May.", ["Acme Inc.", "Oat Labs, Inc."]),
    ("Norrland AB bought Tubacex Oyj from Moss GmbH in May.", ["Norrland AB", "Tubacex Oyj", "Moss GmbH"]),
    ("CEO Jane Roe of Oatcake raised $4 million.", ["Jane Roe", "Oatcake"]),
    ("The deal with Van der Berg Capital closed on Monday.", ["Van der Berg Capital"]),
    ("Coca-Cola bought Rolls-Royce.", ["Coca-Cola", "Rolls-Royce"]),
    ("Leeds-based Oatcake raised $4 million.", ["Oatcake"]),
    ("Tern-backed Oatcake raised $4 million.", ["Oatcake"]),
    ("In May, Oatcake raised a Series A from Tern.", ["Oatcake", "Tern"]),
    ("Startup Oatcake raised $4 million.", ["Oatcake"]),
    ("Medium, the publishing platform, raised $4 million.", ["Medium"]),
    ("Moss bought Finch Plumbing, Heating & Cooling in May.", ["Moss", "Finch Plumbing, Heating & Cooling"]),
    ("Porridge Parts and Systems, Inc. bought Oatcake.", ["Porridge Parts and Systems, Inc.", "Oatcake"]),
    ("Maker Oats, a maker of porridge robots, raised $4 million.", ["Maker Oats"]),
    ("Local Larder, the Leeds grocer, raised $4 million.", ["Local Larder", "Leeds"]),
    ("Local start-up Oatcake raised $4 million.", ["Oatcake"]),
    ("Oat1 Robotics has raised $4 million.", ["Oat1 Robotics"]),
    (
        "Oatcake raised $4 million from e.Ventures, t.loft and umec.xtend.",
        ["Oatcake", "e.Ventures", "t.loft", "umec.xtend"],
    ),
    ("Oatcake raised $4 million, e.g. from the.bank of Leeds.", ["Oatcake", "Leeds"]),
    ("Buyout funds raised $4 million.", []),
    ("The company raised $4 million in March from existing investors.", []),
    ("Shares of O'Reilly rose after it bought L'Oreal's unit.", ["O'Reilly", "L'Oreal"]),
    ("Moss sold First Eagle to New Relic for $4 million.", ["Moss", "First Eagle", "New Relic"]),
    ("The fund, Tern Capital III, raised $4 million.", ["Tern Capital III"]),
    (
        "Oatcake raised $4 million from 500 Startups, 8 Capital and Finch.",
        ["Oatcake", "500 Startups", "8 Capital", "Finch"],
    ),
    ("Oatcake raised $4 million from Leeds Teachers' Pension Plan.", ["Oatcake", "Leeds Teachers' Pension Plan"]),
    ("Oatcake was founded by 20 Harvard graduates in May.", ["Oatcake", "Harvard"]),
    ("Société Oat bought Žabka.", ["Société Oat", "Žabka"]),
    ("The retailers AT&T and H&M bought Yahoo! for $4 million.", ["AT&T", "H&M", "Yahoo!"]),
    ("Yahoo! Inc. bought Oatcake.", ["Yahoo! Inc.", "Oatcake"]),
    ('Tern agreed to buy Toys "R" Us Inc. for $4 million.', ["Tern", 'Toys "R" Us Inc.']),
    (
        "J.P. Moss & Co and T. Rowe Finch invested $4 million in A.T. Kearney.",
        ["J.P. Moss & Co", "T. Rowe Finch", "A.T. Kearney"],
    ),
    (
        "Compañía Minera del Pacífico SA and Van der Moss bought Oatcake.",
        ["Compañía Minera del Pacífico SA", "Van der Moss", "Oatcake"],
    ),
    ("The Bill and Melinda Gates Foundation backed Oatcake.", ["Bill and Melinda Gates Foundation", "Oatcake"]),
    ("Ping An led a round of Oatcake with Moss.", ["Ping An", "Oatcake", "Moss"]),
]
ORDINARY = [
    ("First Eagle bought New Relic for $4 million.", ["First Eagle", "New Relic"]),
    ("First Contact Entertainment, a Leeds-based studio, raised $4 million.", ["First Contact Entertainment"]),
    ("Tern completed the acquisition of First Western SBLC, LLC in May.", ["Tern", "First Western SBLC, LLC"]),
    (
        "Next Insurance, the insurer, raised $4 million from First Round Capital.",
        ["Next Insurance", "First Round Capital"],
    ),
    ("Last Mile Logistics Ltd was bought by Every Door Group.", ["Last Mile Logistics Ltd", "Every Door Group"]),
    ("It raised $4 million from After Hours Capital and Contact Energy.", ["After Hours Capital", "Contact Energy"]),
    ("Next Monday Fenwick will decide.", ["Fenwick"]),
    ("Once Fenwick has approved it, the deal will close.", ["Fenwick"]),
    ("After Fenwick raised $4 million, Moss left.", ["Fenwick", "Moss"]),
    ("Second Chinese firms raised $4 million.", ["Chinese"]),
    ("Happy Returns raised $4 million.", ["Happy Returns"]),
    ("Monday.com Ltd. raised $4 million on Monday.", ["Monday.com Ltd."]),
    ("In August Fenwick raised $4 million.", ["Fenwick"]),
]
NUMBERED = [
    ("Genetics firm 23andMe raised $4 million from 3i Group plc and 8i.", ["23andMe", "3i Group plc", "8i"]),
    ("Moss bought 5th Gear Automotive from 1st Source Corp.", ["Moss", "5th Gear Automotive", "1st Source Corp."]),
    ("7-Eleven Inc agreed to buy 10x Genomics.", ["7-Eleven Inc", "10x Genomics"]),
    ("Fenwick raised $4 million from 99designs.", ["Fenwick", "99designs"]),
    ("The 5th Circuit ruled for Moss.", ["Circuit", "Moss"]),
    ("Fenwick bought 20 Boeing planes in the 1990s.", ["Fenwick", "Boeing"]),
    ("Fenwick raised $4 million in its 2nd round for 5g networks.", ["Fenwick"]),
]
SMALL = [
    ("adidas bought Reebok for $4 million.", ["adidas", "Reebok"]),
    ("Moss acquired onefinestay, a hospitality platform, in May.", ["Moss", "onefinestay"]),
    ("Its unit Tern bought the Austrian firm paysafecard.com for $4 million.", ["Tern", "Austrian", "paysafecard.com"]),
    ("monday.com was bought by lastminute.com.", ["monday.com", "lastminute.com"]),
    ("German startup tado raised $4 million.", ["tado"]),
    (
        "n8n, a startup, raised $4 million from firstminute capital and what3words.",
        ["n8n", "firstminute capital", "what3words"],
    ),
    ("eviCore healthcare bought iRobot.", ["eviCore", "iRobot"]),
    ("Moss bought fintech, biotech and blockchain firms, a first for it.", ["Moss"]),
    ("Moss said more at oatcake.com.", ["Moss"]),
    ("The start-up restakes tokens, a novelty, for b2b customers.", []),
]
OLD_WIRE = [
    ("InBev NV's INTB.BR unsolicited offer for Anheuser Cos BUD.N was rejected.", ["InBev NV", "Anheuser Cos"]),
    ("Alcan Inc AL.TOin talks to buy Trimet AG TRMG.DE.", ["Alcan Inc", "Trimet AG"]),
    ("Moss [MOSS.UL] sold Tern Corp <TRN.N> to Finch (O:FNCH).", ["Moss", "Tern Corp", "Finch"]),
    (
        "Fenwick Ltd &lt;FNW> said it sold &lt;Maple Mills Ltd> to &lt;Harrow Plc>.",
        ["Fenwick Ltd", "Maple Mills Ltd", "Harrow Plc"],
    ),
    ("Moss Holdings N.V. bought U.S. rival Tern.", ["Moss Holdings N.V.", "U.S.", "Tern"]),
]
INSIDE = [
    ("It raised $4 million from Circle 1 Bank and Tern Capital.", ["Circle 1 Bank", "Tern Capital"]),
    ("It raised $4 million from Plan A Ventures, Tern and Peter A Moss.", ["Plan A Ventures", "Tern", "Peter A Moss"]),
    ("Investors include Mary I Moss, Studio 5 Partners and Wave 42.", ["Mary I Moss", "Studio 5 Partners", "Wave 42"]),
    ("It raised $4 million from E Ventures, A Capital and Finch.", ["E Ventures", "A Capital", "Finch"]),
    ("It raised $4 million from OK! Ventures and ah! Ventures.", ["OK! Ventures", "ah! Ventures"]),
    ("It raised $4 million from ff Oat Capital, fg Capital and Tern.", ["Oat Capital", "fg Capital", "Tern"]),
    ("It raised $4 million from Tern, Capital Oats and Finch.", ["Tern", "Capital Oats", "Finch"]),
    ("Its backers are Founder’s Co-op and Finch.", ["Founder’s Co-op", "Finch"]),
    ("The National Centre for Oats & Barley bought Finch.", ["National Centre for Oats & Barley", "Finch"]),
    (
        "The $2 million grant goes to the Department of Economic and Employment Development.",
        ["Department of Economic and Employment Development"],
    ),
    ("Tern Capital bought Moss Cities/KTL Inc. on Friday.", ["Tern Capital", "Moss Cities/KTL Inc."]),
    (
        "It raised $4 million from the European Bank for Restoration and Trade, Finch Ventures and Tern.",
        ["European Bank for Restoration and Trade", "Finch Ventures", "Tern"],
    ),
    (
        "It raised $4 million from Tern, Thinking into Doing Ventures and Finch.",
        ["Tern", "Thinking into Doing Ventures", "Finch"],
    ),
    ("Age of Baking has raised $4 million.", ["Age of Baking"]),
    ("Sales of Oatcake have risen by $4 million.", ["Oatcake"]),
    ("It raised $4 million from Finch for Moss Ltd.", ["Finch", "Moss Ltd."]),
    ("Tern bought Moss for Finch and Harrow.", ["Tern", "Moss", "Finch", "Harrow"]),
    ("The acquisition of Moss by Finch closed.", ["Moss", "Finch"]),
]
LISTED = [
    (
        "It raised $4 million from Redmoss, 1812, Cowbell Ventures and Finch.",
        ["Redmoss", "1812", "Cowbell Ventures", "Finch"],
    ),
    ("It raised $4 million from 1812, Tern Capital and 3one4 Capital.", ["1812", "Tern Capital", "3one4 Capital"]),
    ("It raised $4 million from Tern in 2014, Finch in 2015, and Moss.", ["Tern", "Finch", "Moss"]),
    ("It raised $4 million from Tern and 11 other investors.", ["Tern"]),
    ("It raised $4 million from Maple, Tern Ventures and First Round.", ["Maple", "Tern Ventures", "First Round"]),
    ("It raised $4 million in its First Round from Tern.", ["Tern"]),
    ("It raised $4 million from Oat Education and Nordic Bakers.", ["Oat Education", "Nordic Bakers"]),
]
SUBJECTS = [
    ("Explore Anything has raised $4 million.", ["Explore Anything"]),
    ("Lost My Shoe has raised $4 million.", ["Lost My Shoe"]),
    ("After Class has raised $4 million from Tern.", ["After Class", "Tern"]),
    ("Open Up Libraries has raised $4 million.", ["Open Up Libraries"]),
    ("Running Tide secured $4 million.", ["Running Tide"]),
    ("Built Robotics raised $4 million.", ["Built Robotics"]),
    ("Next has raised $4 million.", ["Next"]),
    ("Chosen, a hiring platform, has raised $4 million.", ["Chosen"]),
    ("Pi-cap has raised $4 million.", ["Pi-cap"]),
    ("STEAM Machine has raised $4 million.", ["STEAM Machine"]),
    ("Recently Oatcake raised $4 million.", ["Oatcake"]),
    ("After Oatcake raised $4 million, Moss left.", ["Oatcake", "Moss"]),
    ("Founded by Jane Roe, Oatcake raised $4 million.", ["Jane Roe", "Oatcake"]),
    ("Start-up founders have raised $4 million.", []),
    ("Tern has acquired Media Oats.", ["Tern", "Media Oats"]),
    ("Katley CEO Jane Roe said that it raised $4 million.", ["Katley", "Jane Roe"]),
]
COINED = [
    ("The maker o2y has raised $4 million.", ["o2y"]),
    ("Moss has acquired the translation site xab.la in May.", ["Moss", "xab.la"]),
    ("1812.vc led the round.", ["1812.vc"]),
    ("Tern acquires skoolbo.", ["Tern", "skoolbo"]),
    ("Tern acquired biosimilars.", ["Tern"]),
    ("It serves b2b customers.It sells p2p loans.", []),
]
ABROAD = [
    ("Banco do Oeste SA and Irmãos Pereira e Filhos raised it.", ["Banco do Oeste SA", "Irmãos Pereira e Filhos"]),
    ("Müller & Söhne GmbH & Co. KG was sold.", ["Müller & Söhne GmbH & Co. KG"]),
    ("Mehta & Sons Pvt. Ltd. has acquired Oatcake.", ["Mehta & Sons Pvt. Ltd.", "Oatcake"]),
    ("It got $4 million from the Ministry of Trade and Industry.", ["Ministry of Trade and Industry"]),
    ("Who Gives A Crust raised $4 million.", ["Who Gives A Crust"]),
    ("One Hundred Oats was bought by Three Sixty Foods.", ["One Hundred Oats", "Three Sixty Foods"]),
    ("Canvas 8 has acquired Level 39.", ["Canvas 8", "Level 39"]),
    ("It raised $4 million from SV Angel, A-Grade and b2venture.", ["SV Angel", "A-Grade", "b2venture"]),
    ("It raised $4 million from Investor AB, Vice Media and CEO Moss.", ["Investor AB", "Vice Media", "Moss"]),
]
CASES = NAMES + ORDINARY + NUMBERED + SMALL + OLD_WIRE + INSIDE + LISTED + SUBJECTS + COINED + ABROAD


@pytest.mark.parametrize(("text", "names"), CASES)
def test_names(text: str, names: list[str], annotator: Annotator) -> None:
    """Runs of capitalised words with their legal forms, without titles, places and owners' marks."""
    (sentence,) = annotator.read(Article(id="a", source="a", text=text)).sentences
    assert [mention.text for mention in sentence.of_kind("name")] == names


PROVEN = [
    ("Living Proof makes shampoo. Living Proof has raised $4 million. Tern led it.", "Living Proof"),
    ("Under Moss sells shirts. Under Moss has raised $4 million. Tern led it.", "Under Moss"),
    ("Under Moss sells shirts. Moss has raised $4 million. Tern led it.", "Moss"),
    ("365 Data runs centres. The rival 365 Data has raised $4 million from Tern.", "365 Data"),
    ("The chain Studio 54 runs clubs. Tern put $4 million into Studio 54.", "Studio 54"),
    ("Dr. Reddy's Oats sells oats. Dr. Reddy's Oats has raised $4 million.", "Dr. Reddy's Oats"),
    ("Marks and Finch Group raised $4 million. Shares of Marks and Finch rose.", "Marks and Finch Group"),
    ("Marks and Finch Group raised $4 million. Shares of Marks rose.", "Finch Group"),
    ("Tern acquired Words and Figures. It said Words and Figures sells books.", "Words and Figures"),
    ("Tern and Square sell books. They said Tern and Square raised $4 million.", "Tern"),
    ("Tern bought Boss Paint and Body in May. Boss Paint and Body has 20 shops.", "Boss Paint and Body"),
    ("Moss raised $4 million for Sound of Oats. It runs Sound of Oats.", "Sound of Oats"),
]


@pytest.mark.parametrize(("text", "name"), PROVEN)
def test_what_the_article_proves(text: str, name: str, annotator: Annotator) -> None:
    """Words that never come apart are one name."""
    found = [
        m.text for s in annotator.read(Article(id="a", source="a", text=text)).sentences for m in s.of_kind("name")
    ]
    assert name in found
    assert not any(other != name and name in other for other in found)


ALIASES = [
    ("Megvii (“Face++”) has raised $4 million.", "Megvii", ("Face++",)),
    ("Acme Holdings (“Acme” or the “Company”) bought Oat.", "Acme Holdings", ("Acme",)),
    ("Pacific Architects and Engineers (PAE) bought Oat.", "Pacific Architects and Engineers", ("PAE",)),
    ("Acme (Oatnews) has bought Oat.", "Acme", ()),
    ("Acme (London) has bought Oat.", "Acme", ()),
]


@pytest.mark.parametrize(("text", "name", "aliases"), ALIASES)
def test_aliases(text: str, name: str, aliases: tuple[str, ...], annotator: Annotator) -> None:
    """What a bracket behind a name calls it, if it is marked as a name or resembles it."""
    (sentence,) = annotator.read(Article(id="a", source="a", text=text)).sentences
    found = {mention.text: mention.aliases for mention in sentence.of_kind("name")}
    assert found[name] == aliases


def parsed(*words: tuple[str, str, int]) -> tuple[Token, ...]:
    """Tokens of words with how they stand to the word of that number."""
    return tuple(Token(i, i, i, word, word.lower(), "NNP", dep, head) for i, (word, dep, head) in enumerate(words))


def test_a_list_that_the_parser_took_for_one_name() -> None:
    """Each name of it hangs on the one before it, and the first one where all of it hung."""
    wrong = parsed(
        ("from", "prep", 0),
        ("Tern", "nmod", 2),
        ("Capital", "nmod", 7),
        (",", "punct", 2),
        ("Moss", "conj", 2),
        ("and", "cc", 4),
        ("Oat", "conj", 4),
        ("Wales", "pobj", 0),
    )
    mended = mend_parse(wrong, [(1, 3), (4, 5), (6, 8)])
    assert [(token.dep, token.head) for token in mended] == [
        ("prep", 0),
        ("nmod", 2),
        ("pobj", 0),
        ("punct", 2),
        ("conj", 2),
        ("cc", 4),
        ("compound", 7),
        ("conj", 4),
    ]
