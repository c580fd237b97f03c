"""Coefficients: the figures behind the chance of a miss, fitted on target-periods whose outcome is known, all in one place.

`python -m benchmarks.judges.progress FILE.jsonl --fit` fits those that are called fitted and prints them; docs/judges.md has the
formulas, the scores and what is known to be weak. The others are priors: what is assumed where there is little to go by.
"""

PLAN_WEIGHT = 0.1
"""Prior: the planned rate counts as much as this share of the span would."""
FINEST_LEFT = 0.005
"""Prior: the share of the span that is left on its last day; half a day of a quarter."""

WOBBLE = 0.5
"""Prior: by which share of its usual size a step from one check-in to the next differs from it. None is taken to differ more."""
WOBBLE_WEIGHT = 0.3
"""Prior: how many steps seen the one above is worth."""
COARSEST_GRAIN = 0.25
"""Prior: the largest share of the span that a step is taken to last; nothing coarser was fitted."""
USUAL_GRAIN = 0.1
"""Prior: a step of a tenth of the span, from which the grain is counted."""

REACH_SLOPE = 1.41
"""Fitted: log-odds of a miss for each e-fold that the way left asks more than the way so far, at the usual spread."""
REACH_BASE = -1.6
"""Prior: log-odds of a miss, at half of the span, of one that is on its way at the usual grain.

The data said -2; four fifths of that are kept, since much of that is crowdfunding, where money comes late."""
REACH_GRAIN = 2.1
"""Fitted: log-odds for each e-fold of grain; what is reported seldom has few chances to be mended."""
REACH_LATE = -1.78
"""Fitted: log-odds from the start to the end of the span; real progress is back-loaded."""

KEEP_NOISE = 0.02
"""Prior: by which share of the goal a kept figure differs from one check-in to the next."""
KEEP_NOISE_WEIGHT = 0.3
"""Prior: how many differences seen the one above is worth."""
KEEP_BASE = 0.5
"""Prior: log-odds of a miss of an average that is heading for just its goal. The data said 0.95, of one domain; half is kept."""
KEEP_SLOPE = 0.35
"""Fitted: log-odds for each spread that the average ends short of its goal."""
KEEP_CERTAIN = 10.0
"""Prior: no more spreads than these are counted."""
LATEST_SLOPE = 1.0
"""Prior: the same for a figure of which the last reading counts; a normal spread would be 1.7."""
WORST_SLOPE = 1.7
"""Prior: the same for one reading of a figure of which the worst counts; the logistic nearest to a normal spread."""
