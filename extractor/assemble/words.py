"""The closed lists of words that reading an argument needs: who is a pointer, what is a unit, where a list ends.

They are about grammar and not about deals; what announces a deal stands in rules/.
"""

from __future__ import annotations

ADVISING = frozenset(
    """
    advised advises advising advise represented represents representing assisted assists helped
    guided guides guiding counselled counseled counsels steered steers
    """.split()
)
"""Verbs whose object "its" speaks of: "advised Acme on its sale"."""

APPROACHING = frozenset("approach approaches approached approaching woo woos wooed wooing".split())
"""Verbs of a bidder whose object is whom it bids for: "approached Acme with an offer"."""

APPOSED = frozenset(
    """
    arm fund firm unit platform subsidiary company division affiliate investor provider maker leader vehicle
    bank group office manager operator accelerator incubator network program business organization
    """.split()
)

ASIDE = frozenset(
    """
    after before since following until amid despite like than as during ahead because unlike besides pending
    including against without about
    """.split()
)
"""Prepositions behind which a deal is told as a circumstance: the subject of the clause is no party of it."""

BETWEEN = frozenset(
    """
    has have had will would is are was were today now just recently officially also announced announces said says
    that it they
    """.split()
)
"""Words between the comma that ends an apposition and the verb of its name: ", has today announced that it has"."""

BODIES = frozenset(
    """
    board directors shareholders stockholders investors shareholder management owners owner unitholders chief
    executive chairman chairwoman spokesman spokeswoman spokesperson president founder founders trustees members
    owners'
    """.split()
)
"""Who acts or speaks for a company: its board, its shareholders, its chief executive."""

BUILDINGS = frozenset(
    """
    tower towers building plaza mall apartments residences skyscraper mansion
    """.split()
)
"""Last words of the names of single buildings, whose sale is no deal."""

CARRIERS = frozenset(
    """
    agreement deal plan plans intention option letter right offer bid talks decision effort ability agreements
    contract move discussions negotiations commitment transaction pact proposal intent interest attempt process
    approach target prospectus filing registration paperwork application approval clearance permission blessing
    """.split()
)
"""Nouns whose "to acquire ..." has the subject of the verb that governs them: "signed an agreement to acquire"."""

CAUSING = frozenset(
    """
    give gives gave given giving allow allows allowed allowing let lets letting urge urges urged urging ask asks asked
    asking tell tells told order orders ordered ordering force forces forced forcing invite invites invited persuade
    persuades persuaded press presses pressed permit permits permitted enable enables enabled cause causes caused
    """.split()
)
"""Verbs whose object does what the infinitive behind it says: "allowed Tern to buy"."""

EMPOWERING = frozenset(
    """
    turn turns turned turning make makes made making give gives gave giving value values valued valuing price prices
    priced propel propels propelled propelling lift lifts lifted lifting catapult catapults catapulted vault vaults
    vaulted help helps helped push pushes pushed bring brings brought take takes took put puts leave leaves left mint
    mints minted crown crowns crowned send sends sent hand hands handed allow allows allowed enable enables enabled
    let lets fund funds funded carry carries carried keep keeps kept set sets get gets got save saves saved rescue
    rescues rescued buy buys bought earn earns earned arm arms armed equip equips equipped bless blesses blessed
    """.split()
)
"""What a round does to whoever raised it, the verb's object: "a $5m cheque from Tern turned Oatcake into ..."."""

FINISHED = frozenset(
    """
    complete completes completed completion closing closed finalized finalised concluded consummated
    """.split()
)

FIRM_WORDS = frozenset(
    """
    inc corp corporation co ltd limited llc llp lp plc gmbh ag sa nv group holdings technologies technology
    systems labs partners capital ventures venture bank energy pharmaceuticals pharma therapeutics health
    healthcare networks software media foods fund funds trust investments management biosciences bio biotech
    sciences solutions services industries entertainment interactive studios analytics robotics security
    insurance financial motors airlines resources
    """.split()
)
"""Words that make a name a firm's."""

GROUPS = frozenset(
    """
    group consortium syndicate partnership team alliance bidders investors firms companies funds parties suitors
    """.split()
)

JOINING = frozenset(
    """
    lead led leads leading co-led headed anchored join joined joins joining back backed backs participated
    anchoring contributed support supported supports took take takes taken came
    put puts putting invest invests invested investing inject injects injected injecting pour pours poured pump
    pumped provide provides provided give gives gave given commit commits committed contribute contributes
    lend lends lent lending grant grants granted granting award awards awarded awarding giving write writes wrote
    written hand hands handed allocate allocates allocated
    """.split()
)

LEAD_STOPS = frozenset(
    """
    with alongside along joined including included includes followed as together
    """.split()
)
"""Behind the leader of a round these words begin the list of those who only took part."""

NOT_ROUNDS = frozenset(
    """
    firm firms investor investors fund funds group company arm manager giant house player market managers
    companies backer backers backed partner partners industry startup startups platform platforms app apps
    marketplace marketplaces provider providers lender lenders broker brokers monitoring comparison servicing
    origination software tracker tracking specialist
    """.split()
)
"""Words that make "private equity" or "venture" a kind of investor and no stage."""

OFFICES = frozenset(
    """
    mr mrs ms dr sir ceo cfo cto coo president chairman chairwoman founder minister senator governor secretary
    analyst executive officer chancellor premier spokesman spokeswoman lawyer judge professor director manager
    """.split()
)
"""Titles that stand before a person's name."""

OFFICIALS = frozenset(
    """
    minister senator governor secretary analyst chancellor premier spokesman spokeswoman lawyer judge professor
    """.split()
)
"""Titles of people who speak of deals and make none."""

ORGANISATIONS = frozenset(
    """
    company firm startup start-up group business unit arm division subsidiary vehicle fund bank brand operation
    venture partnership team family heir founder owner studio network chain service app platform shareholder
    investor asset affiliate parent consortium portfolio stake trust office holding
    prospect deposit tenement
    """.split()
)
"""Nouns of bodies that can be a party, so that a name in front of them may stand for one."""

OF_ANOTHER = frozenset({"owner", "parent", "founder", "shareholder", "backer"})
"""Those whose name in front is that of another: "the Gucci owner"."""

OUTBIDDING = frozenset(
    """
    counter counters countered countering top tops topped topping trump trumps trumped trumping outbid outbidding
    beat beats beating match matches matched matching rival rivals rivalled rivaling
    """.split()
)
"""Verbs whose object is the bid of another than their subject, who bids too."""

PADDING = frozenset(
    """
    technologies technology systems international global worldwide financial services solutions labs software
    networks communications pharmaceuticals therapeutics bio energy media entertainment industries airways
    airlines group management capital partners ventures health bank insurance brands foods interactive online
    digital com io ai division
    """.split()
)
"""Words that a longer form of the same name may add."""

PARTS = frozenset(
    """
    stake stakes interest interests shareholding holding holdings shares share stock percent pct cent % majority
    minority half third quarter fifth tenth rest remainder control ownership all most part equity capital
    substantially outstanding
    """.split()
)
"""Words for a part of a company, or for all of it: the company stands behind "of" or "in"."""

PERMITS = frozenset("light go-ahead nod blessing approval clearance consent permission assent backing".split())
"""What somebody gives to a deal of others."""

PLANNING = frozenset(
    """
    plan plans planned planning intend intends intended seek seeks sought seeking aim aims aimed hope hopes
    hoped want wants wanted propose proposes proposed proposing try tries tried trying offer offers offered
    looking look looks expects expected expect considering consider considers may might could would talks bid
    weigh weighs weighing mull mulls explore explores exploring
    bidding interested mulling prepares preparing eyes aiming hoping file filed files likely poised
    """.split()
)

POINTERS = frozenset(
    """
    company firm startup start-up group business platform maker provider developer operator retailer
    manufacturer bank carrier airline supplier lender insurer giant service app site website network brand
    studio agency chain venture parent corporation brewer drugmaker chipmaker automaker miner producer biotech
    fintech outfit player team entity project protocol specialist organization organisation publisher exchange
    marketplace unicorn vendor seller up club concern
    contractor refiner driller explorer steelmaker planemaker truckmaker carmaker toymaker winemaker
    shipbuilder homebuilder housebuilder builder broadcaster grocer supermarket wholesaler distributor reseller
    hotelier distiller bottler utility conglomerate broker brokerage railroad railway railroader shipper trucker
    forwarder processor packager smelter servicer reinsurer jeweler jeweller bookmaker casino restaurateur
    franchisor franchisee consultancy integrator cooperative telco telecom multinational heavyweight
    """.split()
)

PRONOUNS = frozenset(
    """
    it its they their we our itself us which who
    """.split()
)

RECEIVING = frozenset(
    """
    reject rejects rejected rejecting rebuff rebuffs rebuffed rebuffing spurn spurns spurned spurning accept
    accepts accepted accepting receive receives received receiving agree agrees agreed welcome welcomes welcomed
    dismiss dismisses dismissed dismissing fight fights fought fighting resist resists resisted recommend
    recommends recommended recommending face faces facing faced approve approves approved approving fend fends
    fended turn turns turned turning oppose opposes opposed attract attracts attracted get gets got getting snub
    snubs snubbed refuse refuses refused declined decline favor favors favour favours favoured support supports
    supported endorse endorsed endorses evaluate evaluating evaluates assess assessing assesses study studying
    describe describes describing described call calls calling called brand branded branding label labelled labeled
    deride derides derided denounce denounces denounced condemn condemned deem deems deemed
    vote votes voted voting review reviewing reviews undervalue undervalues undervalued repel repelled escape
    escaped avert averted
    choose chooses choosing chose chosen discuss discusses discussed discussing entertain entertains entertained
    field fields fielded fielding negotiate negotiating negotiated sift sifting sifts
    slap slapped swat swatted brush brushed bat batted
    knock knocked thwart thwarted block blocked defeat defeated target subject
    """.split()
)
"""Words whose subject is the one that a bid or a takeover comes to, not the one that makes it."""

SAYING = frozenset(
    """
    said says say announced announces confirmed confirms told reported reports added disclosed revealed stated
    """.split()
)

SKIPPED_IN_LISTS = frozenset(
    """
    and & as well along with together alongside both also plus the a an or ; - – — : including such ,
    """.split()
)

TITLES = frozenset(
    """
    co co-founder cofounder founder founders co-founders ceo cto cfo coo partner partners managing general
    president chairman director executive executives chief alum alumni veteran investor angel principal head
    owner employee employees engineer
    """.split()
)
"""Words behind a firm's name that make it the firm of the person named next."""

UNITS = frozenset(
    """
    unit business division arm subsidiary operation operations assets asset brand brands segment portfolio plant
    mine factory mines plants fields field line chain stores network property properties activities interests
    units businesses subsidiaries divisions refinery refineries branches hotels stations
    distillery pharmacies outlets pubs terminals
    farm farms parks franchise franchisee websites clinics
    steelworks shipyard shipyards breweries smelter smelters mill mills sawmill sawmills dairy dairies bakery
    bakeries winery wineries quarry quarries newspaper newspapers magazine magazines dailies weeklies pipeline pipelines
    masts turbines colliery collieries pit pits shops salons surgeries gyms garages titles depots nurseries vineyards
    terminal dealership dealerships supermarkets restaurants theaters theatres cinemas thrift
    """.split()
)

BUSINESSES = frozenset(
    """
    unit units business businesses division divisions arm subsidiary subsidiaries operation operations segment
    segments
    """.split()
)
"""Units that are never goods."""

SECURITIES = frozenset("partner partners partnership trust common preferred subordinated".split())
"""What stands before the units that are shares of a partnership."""

VAGUE = frozenset(
    """
    former nonessential noncore overseas troubled distressed ailing struggling unprofitable smaller larger major
    other others certain several some its their his various such these those non non-core new additional
    more further many few any all own existing selling buying underperforming common class a b unlisted
    """.split()
)
"""Words that do not tell one business from another."""

TAKING = frozenset({"take", "takes", "took", "taken", "taking"})

TALKS = frozenset({"talks", "discussions", "negotiations"})
