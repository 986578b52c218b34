"""The forms that a verb or noun takes in print, from its base form.

News English needs few forms, and a closed table of irregular verbs is exact where a lemmatiser would guess.
"""

from __future__ import annotations

IRREGULAR = {
    "be": ("be", "is", "are", "was", "were", "been", "being"),
    "bring": ("bring", "brings", "brought", "bringing"),
    "buy": ("buy", "buys", "bought", "buying"),
    "begin": ("begin", "begins", "began", "begun", "beginning"),
    "come": ("come", "comes", "came", "coming"),
    "draw": ("draw", "draws", "drew", "drawn", "drawing"),
    "fall": ("fall", "falls", "fell", "fallen", "falling"),
    "find": ("find", "finds", "found", "finding"),
    "get": ("get", "gets", "got", "gotten", "getting"),
    "give": ("give", "gives", "gave", "given", "giving"),
    "go": ("go", "goes", "went", "gone", "going"),
    "grow": ("grow", "grows", "grew", "grown", "growing"),
    "have": ("have", "has", "had", "having"),
    "hit": ("hit", "hits", "hitting"),
    "hold": ("hold", "holds", "held", "holding"),
    "lead": ("lead", "leads", "led", "leading"),
    "co-lead": ("co-lead", "co-leads", "co-led", "co-leading"),
    "lend": ("lend", "lends", "lent", "lending"),
    "choose": ("choose", "chooses", "chose", "chosen", "choosing"),
    "trim": ("trim", "trims", "trimmed", "trimming"),
    "shed": ("shed", "sheds", "shedding"),
    "prefer": ("prefer", "prefers", "preferred", "preferring"),
    "admit": ("admit", "admits", "admitted", "admitting"),
    "submit": ("submit", "submits", "submitted", "submitting"),
    "keep": ("keep", "keeps", "kept", "keeping"),
    "meet": ("meet", "meets", "met", "meeting"),
    "cut": ("cut", "cuts", "cutting"),
    "defer": ("defer", "defers", "deferred", "deferring"),
    "snub": ("snub", "snubs", "snubbed", "snubbing"),
    "peg": ("peg", "pegs", "pegged", "pegging"),
    "pad": ("pad", "pads", "padded", "padding"),
    "make": ("make", "makes", "made", "making"),
    "net": ("net", "nets", "netted", "netting"),
    "pay": ("pay", "pays", "paid", "paying"),
    "put": ("put", "puts", "putting"),
    "see": ("see", "sees", "saw", "seen", "seeing"),
    "seek": ("seek", "seeks", "sought", "seeking"),
    "sell": ("sell", "sells", "sold", "selling"),
    "spend": ("spend", "spends", "spent", "spending"),
    "spin": ("spin", "spins", "spun", "spinning"),
    "take": ("take", "takes", "took", "taken", "taking"),
    "win": ("win", "wins", "won", "winning"),
    "bid": ("bid", "bids", "bidding"),
    "shut": ("shut", "shuts", "shutting"),
    "set": ("set", "sets", "setting"),
    "let": ("let", "lets", "letting"),
    "swallow": ("swallow", "swallows", "swallowed", "swallowing"),
    "offer": ("offer", "offers", "offered", "offering"),
    "enter": ("enter", "enters", "entered", "entering"),
    "consider": ("consider", "considers", "considered", "considering"),
    "complete": ("complete", "completes", "completed", "completing"),
    "deliver": ("deliver", "delivers", "delivered", "delivering"),
    "garner": ("garner", "garners", "garnered", "garnering"),
    "gather": ("gather", "gathers", "gathered", "gathering"),
    "register": ("register", "registers", "registered", "registering"),
    "corner": ("corner", "corners", "cornered", "cornering"),
    "tender": ("tender", "tenders", "tendered", "tendering"),
    "recover": ("recover", "recovers", "recovered", "recovering"),
    "attract": ("attract", "attracts", "attracted", "attracting"),
    "benefit": ("benefit", "benefits", "benefited", "benefiting"),
    "transfer": ("transfer", "transfers", "transferred", "transferring"),
    "break": ("break", "breaks", "broke", "broken", "breaking"),
    "build": ("build", "builds", "built", "building"),
    "fight": ("fight", "fights", "fought", "fighting"),
    "lose": ("lose", "loses", "lost", "losing"),
    "oversee": ("oversee", "oversees", "oversaw", "overseen", "overseeing"),
    "rise": ("rise", "rises", "rose", "risen", "rising"),
    "shoot": ("shoot", "shoots", "shot", "shooting"),
    "shrink": ("shrink", "shrinks", "shrank", "shrunk", "shrinking"),
    "sink": ("sink", "sinks", "sank", "sunk", "sinking"),
    "slide": ("slide", "slides", "slid", "sliding"),
    "stand": ("stand", "stands", "stood", "standing"),
    "strike": ("strike", "strikes", "struck", "striking"),
    "withdraw": ("withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"),
    "cost": ("cost", "costs", "costing"),
    "forecast": ("forecast", "forecasts", "forecasted", "forecasting"),
    "leap": ("leap", "leaps", "leaped", "leapt", "leaping"),
    "veto": ("veto", "vetoes", "vetoed", "vetoing"),
    "cancel": ("cancel", "cancels", "canceled", "canceling", "cancelled", "cancelling"),
    "channel": ("channel", "channels", "channeled", "channeling", "channelled", "channelling"),
    "funnel": ("funnel", "funnels", "funneled", "funneling", "funnelled", "funnelling"),
    "shovel": ("shovel", "shovels", "shoveled", "shoveling", "shovelled", "shovelling"),
    "total": ("total", "totals", "totaled", "totaling", "totalled", "totalling"),
    "beat": ("beat", "beats", "beaten", "beating"),
    "become": ("become", "becomes", "became", "becoming"),
    "bet": ("bet", "bets", "betting"),
    "write": ("write", "writes", "wrote", "written", "writing"),
    "outbid": ("outbid", "outbids", "outbidding"),
    "catch": ("catch", "catches", "caught", "catching"),
    "feed": ("feed", "feeds", "fed", "feeding"),
    "fly": ("fly", "flies", "flew", "flown", "flying"),
    "freeze": ("freeze", "freezes", "froze", "frozen", "freezing"),
    "hide": ("hide", "hides", "hid", "hidden", "hiding"),
    "know": ("know", "knows", "knew", "known", "knowing"),
    "lay": ("lay", "lays", "laid", "laying"),
    "leave": ("leave", "leaves", "left", "leaving"),
    "mean": ("mean", "means", "meant", "meaning"),
    "read": ("read", "reads", "reading"),
    "ride": ("ride", "rides", "rode", "ridden", "riding"),
    "ring": ("ring", "rings", "rang", "rung", "ringing"),
    "run": ("run", "runs", "ran", "running"),
    "say": ("say", "says", "said", "saying"),
    "send": ("send", "sends", "sent", "sending"),
    "shake": ("shake", "shakes", "shook", "shaken", "shaking"),
    "show": ("show", "shows", "showed", "shown", "showing"),
    "speak": ("speak", "speaks", "spoke", "spoken", "speaking"),
    "steal": ("steal", "steals", "stole", "stolen", "stealing"),
    "sweep": ("sweep", "sweeps", "swept", "sweeping"),
    "tell": ("tell", "tells", "told", "telling"),
    "think": ("think", "thinks", "thought", "thinking"),
    "throw": ("throw", "throws", "threw", "thrown", "throwing"),
    "overtake": ("overtake", "overtakes", "overtook", "overtaken", "overtaking"),
    "undertake": ("undertake", "undertakes", "undertook", "undertaken", "undertaking"),
    "undergo": ("undergo", "undergoes", "underwent", "undergone", "undergoing"),
    "forgo": ("forgo", "forgoes", "forwent", "forgone", "forgoing"),
    "forsake": ("forsake", "forsakes", "forsook", "forsaken", "forsaking"),
    "quit": ("quit", "quits", "quitting"),
    "split": ("split", "splits", "splitting"),
    "spread": ("spread", "spreads", "spreading"),
    "wear": ("wear", "wears", "wore", "worn", "wearing"),
    "eat": ("eat", "eats", "ate", "eaten", "eating"),
    "drive": ("drive", "drives", "drove", "driven", "driving"),
    "teach": ("teach", "teaches", "taught", "teaching"),
    "bind": ("bind", "binds", "bound", "binding"),
    "bleed": ("bleed", "bleeds", "bled", "bleeding"),
    "cling": ("cling", "clings", "clung", "clinging"),
    "deal": ("deal", "deals", "dealt", "dealing"),
    "dig": ("dig", "digs", "dug", "digging"),
    "hang": ("hang", "hangs", "hung", "hanging"),
    "swing": ("swing", "swings", "swung", "swinging"),
    "stick": ("stick", "sticks", "stuck", "sticking"),
    "sit": ("sit", "sits", "sat", "sitting"),
    "overcome": ("overcome", "overcomes", "overcame", "overcoming"),
    "rid": ("rid", "rids", "ridding"),
    "thrust": ("thrust", "thrusts", "thrusting"),
    "cast": ("cast", "casts", "casting"),
    "upset": ("upset", "upsets", "upsetting"),
    "outdo": ("outdo", "outdoes", "outdid", "outdone", "outdoing"),
    "swim": ("swim", "swims", "swam", "swum", "swimming"),
    "lie": ("lie", "lies", "lay", "lain", "lying"),
    "arise": ("arise", "arises", "arose", "arisen", "arising"),
    "unravel": ("unravel", "unravels", "unraveled", "unraveling", "unravelled", "unravelling"),
}

DOUBLING = frozenset(
    """
    allot bag beg cap chip clap commit control dip drag drop drum flog grab hop jog mop nab permit pin pip plan
    plot plug pop rip scan scrap ship shop shun sip skip slip snag snap spot step stop strip stun swap tap tip top
    trap trim whip wrap
    """.split()
)
"""Verbs that double their last letter before -ed and -ing."""
VOWELS = "aeiou"


def verb_forms(base: str) -> tuple[str, ...]:
    """All forms of a verb: ``raise`` gives raise, raises, raised, raising."""
    if base in IRREGULAR:
        return IRREGULAR[base]
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    plural = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")
    stem = base + base[-1] if base in DOUBLING else base
    return base, plural, stem + "ed", stem + "ing"


def noun_forms(base: str) -> tuple[str, ...]:
    """Singular and plural of a noun: ``facility`` gives facility, facilities."""
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        return base, base[:-1] + "ies"
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return base, base + "es"
    return base, base + "s"
