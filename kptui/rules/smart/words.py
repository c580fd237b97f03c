"""The words of goals by what they do in a sentence: one letter a class, in which `sentence.py` writes a goal."""

_VERBS = {
    # which way a figure moves
    "V": """increase raise lift grow boost expand widen accelerate speed climb rise reduce decrease lower cut trim shrink
        shorten drop slash curb lessen diminish narrow minimise minimize maximise maximize fall decline move bring
        push take recover restore extend lengthen exceed outperform beat surpass multiply quicken slow cap""",
    # what is done when someone can see that it is: complete, submit, pass
    "D": """complete finish submit file attend pass obtain certify sign finalise finalize register renew pay graduate
        retire deliver hand ship enrol enroll accredit audit inspect interview visit ring call phone contact review
        check test chair apply show""",
    # what is worked at, and is an output rather than an outcome
    "A": """launch send film recruit hire publish post run hold conduct brief write draft install start introduce build
        create develop design implement roll set put train organise organize host plan prepare open make migrate
        rewrite retender tender update produce arrange add print record upload translate document map replace buy
        order purchase plant upgrade redesign revise rebuild refurbish paint clean repair tidy fix sort compile
        collate assemble present give offer provide teach coach mentor meet read study practise practice walk cycle
        swim exercise do perform carry establish form found appoint onboard distribute mail email tweet blog digitise
        digitize automate deploy configure code refactor scan catalogue catalog index transfer switch adopt pilot
        trial survey research analyse analyze evaluate assess investigate negotiate consult engage collaborate work
        partner talk speak sit spend cook bake sew knit garden draw compose rehearse stage exhibit commission procure
        stock restock inventory label pack sow harvest vaccinate screen treat feed house pick chase thank verify
        describe list name explain demonstrate reconcile swab identify shoot advertise market campaign canvass leaflet
        pitch demo showcase network join volunteer donate sponsor copy trace finetune tune retrain rehire relocate
        restructure reorganise reorganize re-check recheck issue circulate share store archive schedule shortlist
        debrief benchmark equip fit lay connect wire insulate decommission demolish dig drill resurface pave turn""",
    # what brings a figure in: reach, win, attract
    "R": """reach achieve hit attain score earn secure win attract gain get sell collect acquire convert retain generate
        fill book answer resolve settle close land net realise realize gather recoup save serve process handle place
        rank enlist receive rate qualify rehome rescue respond reply dispatch prevent divert recycle eliminate
        eradicate clear lose""",
    # what stays where it is
    "K": """keep maintain stay remain limit sustain preserve """,
    # heads that promise without saying what
    "G": """improve enhance strengthen optimise optimize ensure support help foster promote encourage facilitate
        streamline leverage empower transform try strive focus nurture cultivate revitalise revitalize modernise
        modernize deepen reinforce refine polish sharpen enrich elevate inspire motivate champion advance progress
        cope tackle address contribute participate involve embed embrace look care manage deal think act behave""",
    # what nobody can see happen
    "L": """understand know appreciate learn believe feel familiarise familiarize acquaint grasp consider explore enjoy
        love""",
}
_OTHER = {
    "B": "be become being am is are was been becoming becomes",
    "g": """better best good great excellent nicer friendlier stronger strong greener smarter tidier cleaner happier kinder calmer healthier
        fitter world-class leading outstanding exceptional superior robust effective efficient effectively efficiently optimal quality
        well nicely properly professional professionally proactive proactively dynamic innovative sustainable sustainably meaningful
        seamless smooth smoother decent respected contented winner second-to-none helpful careful careless responsible successful
        more less fewer additional extra further additionally significantly substantially considerably dramatically greatly
        healthy solid reasonable adequate appropriate sufficient timely regular regularly often frequently harder easier
        faster quicker slower bigger smaller higher cheaper safer richer warmer positive positively proper high low
        transformative tailored everything something anything somehow things stuff etc vibrant modern flexible agile possible""",
    "M": """rate rates share percentage percent ratio score scores nps enps csat revenue revenues income turnover sales profit margin surplus
        cost costs spend spending price time times duration number count total average mean median level levels volume throughput
        output yield accuracy coverage uptime downtime availability satisfaction retention churn absence absenteeism attendance
        complaints errors defects incidents accidents injuries waste scrap usage uptake conversion footfall traffic visits visitors
        subscribers members users customers clients donors patients pupils students tickets calls orders leads signups downloads
        backlog queue queues latency response productivity utilisation utilization occupancy punctuality completion renewals bookings
        emissions consumption energy capacity delay delays turnaround index rating ratings mark marks grade grades points stars""",
    "U": "all every each everyone everybody both",
    "z": "zero nil no never none not nobody",
    "H": "halve double triple treble quadruple halving doubling tripling halves doubles triples halved doubled tripled half twofold threefold third",
    "N": """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
        twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion dozen dozens
        pair couple""",
    "1": "one single",
    "O": """first second fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
        sixteenth seventeenth eighteenth nineteenth twentieth thirtieth 1st 2nd 3rd""",
    "%": "pct cent pence percentages pp ",
    # time
    "b": "by before until till within inside prior ahead",
    "p": "in over during throughout across for on at through after upon following past",
    "t": "to from between than of",
    "x": "next this coming current upcoming these forthcoming that final",
    "u": """day days week weeks month months quarter quarters year years fortnight fortnights semester semesters term terms trimester
        season seasons sprint sprints decade decades half-year half-years weekend weekends""",
    "h": """hour hours minute minutes seconds hrs mins min h morning mornings evening evenings night nights afternoon afternoons
        shift shifts moment""",
    "e": "end close start beginning middle outset mid late early eve onset expiry opening-of",
    "m": """january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept
        oct nov dec januar februar märz mai juni juli oktober dezember""",
    "w": """monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays
        weekday weekdays""",
    "s": """spring summer autumn winter christmas easter halloween thanksgiving ramadan diwali midsummer lent michaelmas hanukkah
        lunchtime noon midnight holidays vacation""",
    "S": """conference agm exam exams examination election inspection festival graduation deadline anniversary budget-day
        go-live opening tournament marathon race wedding birthday retirement olympics kickoff kick-off
        meeting ceremony expo fair gala match visit commissioning closing""",
    "Q": """year-end month-end quarter-end eoy eom eoq eow eod today tonight tomorrow mid-year midyear half-term yearend weekend-end
        mid-term midterm""",
    "f": """daily weekly fortnightly monthly quarterly yearly annually annual hourly nightly biweekly bimonthly bi-weekly
        bi-monthly half-yearly six-monthly termly""",
    "r": "per twice once thrice",
    "a": "a an the our my your their his her its",
    "&": "and & plus",
    "c": "it them they those he she",
    "i": """i we i'd i'll we'll we're i'm us will would shall should must can could want wants wish hope hopes aim aims need needs like
        like intend intends goal objective target please let let's ought might going able""",
}
_IRREGULAR = {
    "V": "up down rose risen fell fallen grew grown brought took taken cutting cuts dropping dropped trimming trimmed slashed",
    "A": """ran running sent held wrote written built made put putting set setting gave given met begun began bought taught
        spent spoke sat sitting did done planned planning swum drawn fitted fitting dug laid winning stocktaking""",
    "R": "won sold got gotten getting hitting answered saving lost",
    "K": "kept",
    "D": "shipped shipping paid handed",
    "L": "knew known understood learnt felt",
    "G": "thought",
}


def _forms(verb: str) -> tuple[str, ...]:
    """Return a regular verb with its -s, -ed and -ing."""
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    s = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    return verb, f"{verb}{s}", f"{verb}ed", f"{verb}ing"


def _classes() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, block in _VERBS.items():
        for verb in block.split():
            for form in _forms(verb):
                found.setdefault(form, kind)
    for table in (_IRREGULAR, _OTHER):
        for kind, block in table.items():
            found.update(dict.fromkeys(block.split(), kind))
    return found


CLASS_OF = _classes()

LABELS = frozenset(
    [
        "level",
        "phase",
        "outlet",
        "floor",
        "room",
        "version",
        "section",
        "step",
        "type",
        "class",
        "unit",
        "module",
        "hall",
        "halls",
        "line",
        "site",
        "area",
        "ward",
        "zone",
        "tier",
        "form",
        "chapter",
        "number",
        "no",
        "route",
        "bus",
        "stage",
        "grade",
        "part",
        "building",
        "block",
        "gate",
        "plant",
        "store",
        "depot",
        "branch",
        "platform",
        "track",
        "paragraph",
        "article",
        "clause",
        "page",
        "figure",
        "table",
        "iso",
        "release",
        "team",
        "group",
        "band",
        "year",
        "week",
        "day",
    ]
)
"""Words before a number that make it a name: `Level 2`, `Hall 7`."""
