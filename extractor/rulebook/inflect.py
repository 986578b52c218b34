"""The forms that a verb or noun takes in print, from its base form.

News English needs few forms, and a closed table of irregular verbs is exact where a lemmatiser would guess.
"""

from __future__ import annotations

WHOLE = {
    "be": ("be", "is", "are", "was", "were", "been", "being"),
    "have": ("have", "has", "had", "having"),
    "lie": ("lie", "lies", "lay", "lain", "lying"),
    "see": ("see", "sees", "saw", "seen", "seeing"),
    "oversee": ("oversee", "oversees", "oversaw", "overseen", "overseeing"),
}
"""Verbs of which no form can be made from another."""

PAST = {
    base: tuple(forms)
    for base, *forms in map(
        str.split,
        """
        arise arose arisen, beat beaten, become became, begin began begun, bet, bid, bind bound, bleed bled, break
        broke broken, bring brought, build built, buy bought, cancel canceled canceling cancelled cancelling, cast,
        catch caught, channel channeled channeling channelled channelling, choose chose chosen, cling clung, co-lead
        co-led, come came, cost, cut, deal dealt, dig dug, draw drew drawn, drive drove driven, eat ate eaten, fall
        fell fallen, feed fed, fight fought, find found, fly flew flown, forgo forwent forgone, forsake forsook
        forsaken, freeze froze frozen, funnel funneled funneling funnelled funnelling, get got gotten, give gave
        given, go went gone, grow grew grown, hang hung, hide hid hidden, hit, hold held, keep kept, know knew
        known, lay laid, lead led, leap leaped leapt, leave left, lend lent, let, lose lost, make made, mean meant,
        meet met, outbid, outdo outdid outdone, overcome overcame, overtake overtook overtaken, pay paid, put, quit,
        read, rid, ride rode ridden, ring rang rung, rise rose risen, run ran, say said, seek sought, sell sold,
        send sent, set, shake shook shaken, shed, shoot shot, shovel shoveled shoveling shovelled shovelling, show
        showed shown, shrink shrank shrunk, shut, sink sank sunk, sit sat, slide slid, speak spoke spoken, spend
        spent, spin spun, split, spread, stand stood, steal stole stolen, stick stuck, strike struck, sweep swept,
        swim swam swum, swing swung, take took taken, teach taught, tell told, think thought, throw threw thrown,
        thrust, total totaled totaling totalled totalling, undergo underwent undergone, undertake undertook
        undertaken, unravel unraveled unraveling unravelled unravelling, upset, wear wore worn, win won, withdraw
        withdrew withdrawn, write wrote written
        """.split(","),
    )
}
"""Verbs that do not end in -ed in the past, each with the forms that do not follow from it."""

DOUBLING = frozenset(
    """
    admit allot bag beg begin bet bid cap chip clap commit control cut defer dig dip drag drop drum flog get grab
    hit hop jog let mop nab net outbid pad peg permit pin pip plan plot plug pop prefer put quit rid rip run scan
    scrap set shed ship shop shun shut sip sit skip slip snag snap snub spin split spot step stop strip stun
    submit swap swim tap tip top transfer trap trim upset whip win wrap
    """.split()
)
"""Verbs that double their last letter before -ed and -ing."""
VOWELS = "aeiou"


def verb_forms(base: str) -> tuple[str, ...]:
    """All forms of a verb: ``raise`` gives raise, raises, raised, raising."""
    if base in WHOLE:
        return WHOLE[base]
    stem = base + base[-1] if base in DOUBLING else base.removesuffix("e")
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    else:
        sibilant = base.endswith(("s", "x", "z", "ch", "sh")) or (base[-1:] == "o" and base[-2:-1] not in VOWELS)
        third, past = base + ("es" if sibilant else "s"), stem + "ed"
    return tuple(dict.fromkeys((base, third, *PAST.get(base, (past,)), stem + "ing")))


def noun_forms(base: str) -> tuple[str, ...]:
    """Singular and plural of a noun: ``facility`` gives facility, facilities."""
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        return base, base[:-1] + "ies"
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return base, base + "es"
    return base, base + "s"
