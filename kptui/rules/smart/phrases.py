"""Turns of phrase that no single word shows: times that never come, hedges, purposes, excuses."""

import re


def _any_of(block: str) -> re.Pattern[str]:
    """Return what finds one of the phrases, divided by slashes, as whole words in any case."""
    phrases = [phrase.strip() for phrase in block.replace("\n", " ").split("/")]
    return re.compile(rf"\b(?:{'|'.join(re.sub(' +', ' ', phrase) for phrase in phrases)})\b", re.IGNORECASE)


EVENT = _any_of(
    r"""(?:ready|in time|done) (?:for|by) \w+ / by the time / (?:up)?on (?:the )?(?:completion|signing|approval) of / once \w+
    / as soon as (?!possible)\w+ / (?:before|when|after|following) (?:the|our|my|they|we|i|he|she|all|every) \w+
    / (?:days?|weeks?|months?|years?) (?:after|before) \w+ / (?:by|before|until|at|for|in) (?:(?:the|our|my|its|their) )?next \w+
    / (?:ahead of|prior to|run-up to) (?:(?:the|our|my) )?\w+ / between (?:now|(?:the|this|each) \w+) and \w+ / from (?:now|today)
    / by the \d{1,2}(?:st|nd|rd|th) / by the (?:due|closing|agreed) date
    / by (?:session|lesson|trial|visit|round|match|meeting|chapter) \d+
    / (?:at|by|on|upon) (?:discharge|graduation|completion|handover|retirement|arrival)
    / (?:rest|remainder|course|duration|length) of (?:the|our|this) \w+ / (?:by|at|before) (?:the )?age (?:of )?\w+
    / (?:after|within|in) \w+ (?:sessions|lessons|trials|attempts|visits|meetings|games|matches|rounds|races)"""
)
"""A time that something else tells: by the time the line is commissioned."""

VAGUE_TIME = _any_of(
    r"""soon / sooner or later / one of these days / these days / whenever / a\.?s\.?a\.?p / as soon as possible
    / eventually / on-?going / some ?day / (?<!low )(?<!der )(?<!hin )(?<!in )(?<!than )one day / at some point
    / in (?:the )?(?:near |foreseeable |not too distant |long )?(?:future|long run) / in due course / in time
    / over time / continuous(?:ly)? / continual(?:ly)? / when (?:possible|time allows|we can) / going forward / tbd
    / tbc / to be (?:decided|confirmed)"""
)
"""Words that only seem to say when."""

HEDGE = _any_of(
    r"""etc / and so on / and so forth / as (?:appropriate|needed|required|necessary|applicable)
    / where (?:possible|appropriate) / if possible / one way or another / somehow / whatever / some sort of / kind of
    / or something / and things / stuff / to be defined / as (?:many|much|far) as possible"""
)
"""Words that leave open what belongs to it."""

PURPOSE = _any_of(
    r"""so (?:that|as to|we|they|the|our|every|all|each) / in order to / resulting in / leading to / which will / thereby
    / to (?:let|enable|allow|free|save) / so \w+(?: and \w+)* (?:can|will|may|know)"""
)
"""What something is done for."""

REWARD = _any_of(
    r"""(?:will|shall) (?:be (?:given|handed|paid|awarded|rewarded)|get|receive) [^.]{0,60}?
    \b(?:voucher|bonus|prize|reward|gift card|raise|day off)"""
)
"""What someone gets for it."""

BOUND = _any_of(r"under / below / above / (?:fewer|less|no more|better) than / within / or (?:less|fewer|better|higher)")
"""A limit: that is a result, whatever the verb."""

AT_MOST = _any_of(
    "under / below / at most / no more / maximum / or less / or fewer / not exceed / within / up to / less than / fewer"
)
"""A limit from above."""

EVIDENCE = _any_of(
    r"""trial / pilot / piloted / tested / signed / contracted / agreed / booked / installed / approved / funded / financed
    / already / sister / (?:can|will) be (?:cancelled|switched) / reached / achieved / did (?:it|the same) / goe?s? in
    / elsewhere"""
)
"""Something that has happened, or was promised by others, and makes a leap likelier."""

OWN_SPENDING = _any_of("budgets? / spend / spending / licen[cs]es / subscriptions? / travel / stationery")
"""Money that one need only not spend."""

VANITY = _any_of(
    r"""followers? / likes? / page ?views? / impressions? / hits / retweets? / meetings? held
    / (?:e-?mails?|posts?|tweets?) (?:sent|published) / media mentions? / views"""
)
"""Counts that look well and may change nothing."""

NO_REASON = _any_of(
    r"""my (?:\w+ )?(?:manager|boss|director|teacher) / told (?:me|us) / one more (?:target|goal)
    / need(?:ed)? (?:a|one|another) (?:target|goal) / (?:everybody|everyone|every team) (?:else )?(?:has|does|did)
    / always (?:had|have|do|done|did) / eas(?:y|iest) (?:thing )?to (?:measure|count|reach|report) / as (?:usual|always)
    / (?:should|must|had to) (?:have|write|put) (?:something|anything) / fill(?:s|ed|ing)? (?:in )?the (?:form|template|slide)
    / looks (?:good|nice) / why not / nice to have / because (?:we|i) (?:have to|must) / no idea / tbd / tbc"""
)
"""Reasons that are none."""
