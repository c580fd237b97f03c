"""The words of goals by what they do in a sentence: one letter a class, in which `sentence.py` writes a goal."""

import re

_VERBS = {
    # which way a figure moves (V)
    "V": """increase raise lift grow boost expand widen accelerate speed climb rise reduce decrease lower cut trim shrink
        shorten drop slash curb lessen diminish narrow minimise minimize maximise maximize fall decline move bring push
        take recover restore extend lengthen exceed outperform beat surpass multiply quicken slow cap hike dip bump""",
    # what is done when anyone can see that it is (D)
    "D": """publish complete have finish submit file attend pass obtain certify sign finalise finalize register renew pay
        graduate retire deliver hand ship enrol enroll accredit audit inspect interview visit ring call phone contact
        review check test chair apply show ratify enact adopt approve notarise notarize sit repay lodge defend""",
    # what is worked at, an output rather than an outcome (A)
    "A": """launch send film recruit hire post run hold conduct brief write draft install start introduce build create
        develop design implement roll set put train organise organize host plan prepare open make migrate rewrite
        retender tender update produce arrange add print record upload translate document map replace buy order purchase
        plant upgrade redesign revise rebuild refurbish paint clean repair tidy fix sort compile collate assemble
        present give offer provide teach coach mentor meet read study practise practice walk cycle swim exercise do
        perform carry establish form found appoint onboard distribute mail email tweet blog digitise digitize automate
        deploy configure code refactor scan catalogue catalog index transfer switch pilot trial survey research analyse
        analyze evaluate assess investigate negotiate consult engage collaborate work partner talk speak spend cook bake
        sew knit garden draw compose rehearse stage exhibit commission procure stock restock inventory label pack sow
        harvest vaccinate screen treat feed house pick chase thank verify describe list name explain demonstrate
        reconcile swab identify shoot advertise market campaign canvass leaflet pitch demo showcase network join
        volunteer donate sponsor copy trace tune retrain rehire relocate restructure reorganise reorganize issue
        circulate share store archive schedule shortlist debrief benchmark equip fit lay connect wire insulate
        decommission demolish dig drill resurface pave turn define outline announce broadcast release rename rebrand
        scope prototype sketch edit proofread transcribe survey facilitate moderate lead orchestrate instal renovate
        modularise consolidate centralise centralize standardise standardize integrate merge separate patch harden log
        monitor measure track report compare calculate estimate forecast model simulate photograph invite approach
        nominate select choose allocate assign delegate distribute furnish decorate landscape mow weed irrigate breed
        stitch weave repaint rewire recode refill resupply redeploy retool reissue reprint play memorise memorize
        rewatch watch listen journal meditate stretch jog cancel subscribe unsubscribe declutter auction inventory""",
    # what brings a figure in (R)
    "R": """reach achieve hit attain score earn secure win attract gain get sell collect acquire convert retain generate
        fill book answer resolve settle close land net realise realize gather recoup save serve process handle place
        rank enlist receive rate qualify rehome rescue respond reply dispatch prevent divert recycle eliminate eradicate
        clear lose yield garner capture accumulate amass clinch persuade convince average repatriate reunite""",
    # what stays where it is (K)
    "K": "keep maintain stay remain limit sustain preserve",
    # heads that promise without saying what (G)
    "G": """improve enhance strengthen optimise optimize ensure support help foster promote encourage facilitate streamline
        leverage empower transform try strive focus nurture cultivate revitalise revitalize modernise modernize deepen
        reinforce refine polish sharpen enrich elevate inspire motivate champion advance progress cope tackle address
        contribute participate involve embed embrace look care manage deal think act behave drive unlock rethink
        reimagine harness prioritise prioritize aspire endeavour endeavor uphold continue seek pursue bolster energise
        energize upskill""",
    # what nobody can see happen (L)
    "L": """understand know appreciate learn believe feel familiarise familiarize acquaint grasp consider explore enjoy love
        recognise recognize value respect trust""",
}
_WORDS = {
    "B": "be become being am is are was were been becoming becomes",
    # adjectives and adverbs that can be read in many ways (g)
    "g": """better best good great excellent nicer friendlier stronger strong greener smarter tidier cleaner happier kinder
        calmer healthier fitter high-quality high-performing well-trained world-class leading outstanding exceptional
        superior robust effective efficient effectively efficiently optimal well nicely properly professional
        professionally proactive proactively dynamic innovative sustainable sustainably meaningful seamless smooth
        smoother decent respected contented winner second-to-none helpful careful careless responsible successful more
        less fewer additional extra further additionally significantly substantially considerably dramatically greatly
        healthy solid reasonable adequate appropriate sufficient timely regular regularly often frequently harder easier
        faster quicker slower bigger smaller higher cheaper safer richer warmer positive positively proper
        transformative tailored everything something anything somehow things stuff vibrant modern flexible agile
        possible significant substantial strategic impactful cutting-edge best-in-class state-of-the-art premier
        top-notch first-class prouder confident consistently closer clearer wiser engaging inclusive""",
    # that which is measured: M
    "M": """eur usd gbp chf euro euros dollars pounds francs
        rate rates share ratio score scores nps enps csat revenue revenues income turnover sales profit margin surplus
        cost costs spend spending price time duration number count  level levels volume
        throughput output yield accuracy coverage uptime downtime availability satisfaction retention churn absence
        absenteeism attendance complaints errors defects incidents accidents injuries waste scrap usage uptake
        conversion footfall traffic visits visitors subscribers members users customers clients donors patients pupils
        students tickets calls orders leads signups downloads backlog queue queues latency response productivity
        utilisation utilization occupancy punctuality renewals bookings emissions consumption energy capacity
        delay delays turnaround index rating ratings mark marks grade grades points stars proportion turnaround""",
    # nouns that look like verbs (o)
    "o": """reviews plans stores stocks hosts audits tests checks forms stages processes answers posts prints records
        reports shares scans pitches trials networks issues labels packs trains lists names maps sets runs works walks
        talks books places houses rings signs contacts interviews codes surveys demos plants teachers training building
        packing lead models branches units courses""",
    "l": "up down",
    "U": "all every each everyone everybody both",
    "z": "zero nil no break-even breakeven",
    "-": """never none not nobody nothing how when where which who what than if or but because as so any some with into out
        off about via using without""",
    "H": """halve halves halved halving half double doubles doubled doubling triple triples tripled tripling treble
        quadruple twofold threefold fourfold fivefold tenfold majority ½ ⅓ ⅔ ¼ ¾""",
    "N": """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
        nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million
        millions billion dozen dozens pair couple""",
    "1": "one single",
    "O": """first second third thirds fourth fifth fifths sixth seventh eighth ninth tenth tenths eleventh twelfth thirteenth
        fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth""",
    "%": "percent per-cent percentage percentages pct cent pp",
    # Y, b, p, P: before times, such as name an end and others; t: between figures
    "Y": "by",
    "b": "before until till within inside prior ahead",
    "p": "in over during throughout across for through after upon following past towards toward",
    "P": "on at",
    "t": "to from between of",
    "x": "next this coming current upcoming these forthcoming that final",
    "u": """day days week weeks month months quarter quarters year years fortnight fortnights semester semesters term terms
        trimester season seasons sprint sprints decade decades half-year half-years weekend weekends""",
    "h": """hour hours minute minutes seconds hrs mins min h morning mornings evening evenings night nights afternoon
        afternoons shift shifts moment""",
    "e": "end close start beginning middle outset mid late early eve onset expiry",
    "m": """january february march april may june july august september october november december jan feb mar apr jun jul
        aug sep sept oct nov dec""",
    "w": """monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
        sundays weekday weekdays""",
    "s": """spring summer autumn winter christmas easter halloween thanksgiving ramadan diwali midsummer lent michaelmas
        hanukkah pentecost advent xmas whitsun eid passover carnival lunchtime noon midnight holidays vacation""",
    # events that happen on a day (S)
    "S": """conference agm exam exams examination election inspection festival graduation deadline anniversary go-live
        opening tournament marathon race wedding birthday retirement olympics kickoff kick-off meeting ceremony expo
        fair gala match visit commissioning closing assessment completion handover harvest""",
    "Q": """year-end month-end quarter-end eoy eom eoq eow eod today tonight tomorrow mid-year midyear half-term yearend cob eob
        mid-term midterm""",
    "f": """daily weekly fortnightly monthly quarterly yearly annually annual hourly nightly biweekly bimonthly bi-weekly
        bi-monthly half-yearly six-monthly termly""",
    "*": "times",
    "r": "per twice once thrice",
    "a": "a an the our my your their his her its average mean median total",
    "&": "and plus",
    "c": "it them they those he she",
    # what stands before the verb of a wish (i)
    "i": """i we i'd i'll we'll we're i'm us will would shall should must can could want wants wish hope hopes aim aims need
        needs like intend intends goal objective target please let let's ought might going able""",
}
_IRREGULAR = {
    "V": "rose risen fell fallen grew grown brought took taken",
    "A": "ran sent held wrote written built made gave given met begun began bought taught spent spoke sat done dug",
    "R": "won sold got gotten lost",
    "K": "kept",
    "D": "paid has had",
    "L": "knew known understood learnt felt",
    "G": "thought",
}
_SHORT = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]")
"""A verb of one syllable that doubles its last letter: cutting, dropped."""


def _forms(verb: str) -> tuple[str, ...]:
    """Return a verb with its -s, -ed and -ing."""
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    s = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    stem = verb + verb[-1] if _SHORT.fullmatch(verb) else verb
    return verb, f"{verb}{s}", f"{stem}ed", f"{stem}ing"


def _classes() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, block in _VERBS.items():
        for verb in block.split():
            for form in _forms(verb):
                found.setdefault(form, kind)
    for table in (_IRREGULAR, _WORDS):
        for kind, block in table.items():
            found.update(dict.fromkeys(block.split(), kind))
    return found


CLASS_OF = _classes()
"""The class of each known word, in lower case."""


def word_set(block: str) -> frozenset[str]:
    """Return the words of a block."""
    return frozenset(block.split())


LABELS = word_set(
    """level phase outlet floor room version section step type class unit module hall halls line site area ward zone
    tier form chapter number no route bus stage grade part building block gate plant store depot branch platform
    track paragraph article clause page figure table iso release team group band year week day"""
)
"""Words before a number that make it a name: `Level 2`, `Hall 7`."""

RANKS = word_set("level grade stage tier rank")
"""Those of them that can be reached: `reach level 3` is a figure."""

FIRST_VERBS = {
    **dict.fromkeys(("start", "begin", "price", "order", "share", "mark", "grade", "spend", "time"), "A"),
    **dict.fromkeys(("close", "end", "score", "rate"), "R"),
    **dict.fromkeys(("call", "visit", "review", "match"), "D"),
}
"""Words that are nouns elsewhere, and verbs where a goal begins with them and an object follows."""

GAINS = word_set("sign enrol enroll register obtain pass graduate certify accredit")
"""Work that is done when someone else says yes: of a key result that counts it, it is a result."""
