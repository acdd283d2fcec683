# A notebook as text; `ldt build` keeps it and the notebook beside it the same.

# %% [markdown]
"""
# Where does time go?

**Week 2 · 75 minutes · 40 points.** By the end you can see where work waits in a factory, and which step sets its pace.

**You will decide** which step Ribble Precision should improve first, and find the same step in your own firm.

**Have to hand** one product of yours: how many you make a day, how many are on the shop floor now, and how long the work on one takes.

You never write a program here. In each exercise you change **one line**: what comes after `answer =`. Run a cell with **Shift+Enter**. Run the next cell first, each time you open this page.
"""

# %% nbgrader={"grade": false, "grade_id": "w02-setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from course.cases import ribble_flow
from course.checks import check
from course.display.flow import flow_explorer
from course.display.value_stream import value_stream
from course.workbook import decide, remember

# Your answers. All are blank to begin with; the exercises fill them.
guess = takt_minutes = lead_days = value_percent = effective_minutes = ...
pieces_a_day = best_offer = extra_pieces = cash_pounds = firm = decision = ...

# %% [markdown]
"""
## Predict

Ribble Precision Ltd makes a hinge bracket for aircraft. Five steps turn a bar of metal into a bracket: sawing, turning on a lathe, milling, deburring (taking off sharp edges) and inspection. Together they take less than 25 minutes of work.

**How many working days does one bracket spend at Ribble, from bar to box?** Guess, before you work anything out. Write one number, such as 5. Nobody marks it. You will see it again beside the result.
"""

# %% nbgrader={"grade": false, "grade_id": "w02-predict-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = 3  # ← your guess, in working days
### END SOLUTION
guess = answer

# %% [markdown]
"""
## The case: Ribble's brackets

*Ribble Precision is a made-up firm, and all its figures are simulated.*

Customers want 46 brackets each working day, Monday to Friday. Ribble's works send out 42. The other four are bought in, at a higher price. Brackets move in **batches**: a box goes on when all 40 in it are done.

The picture shows the **value stream**: every step and wait from order to delivery. A triangle is stock that waits. A box is a step: how much of the time it can run (*up*), and the pieces right first time (*ok*). On the right are days of waiting, and the **cycle time**: how long a person or machine works on one piece.
"""

# %% nbgrader={"grade": false, "grade_id": "w02-case", "locked": true, "schema_version": 3, "solution": false, "task": false}
value_stream(
    ribble_flow.BRACKETS,
    a_day=ribble_flow.A_DAY,
    caption="Ribble's hinge brackets on one evening (simulated). Days are working days; min: minutes a piece.",
)

# %% [markdown]
"""
## Explore

Move the sliders and watch the pictures. The tables hold the same figures. As many batches wait as now, whatever their size.

**Lead time** is how long a piece takes from bar to box, waiting included. **Takt time** is how often a piece must leave to meet demand.

Try three things. After each, press *Back to the starting values*.

* Make the **mill** faster. Do more pieces leave?
* Raise the **lathe's uptime** until another step is the slowest.
* Make **batches** of 25, and cut the set-up times to 60% of today's. How long is the lead time now?
"""

# %% nbgrader={"grade": false, "grade_id": "w02-explore", "locked": true, "schema_version": 3, "solution": false, "task": false}
flow_explorer(ribble_flow.BRACKETS, vary=("Lathe", "Mill"))

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-takt-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 1. How fast must it go?

**Takt time** is the working time in a day, divided by the pieces wanted that day. A line slower than takt falls behind.

Ribble's shift runs for 510 minutes. In 60 of them people have their breaks, and nothing is made.

**Task (4 points).** Write a formula for takt time in **minutes** a piece, to two decimals (more are fine). Names, not numbers: `shift` (510), `breaks` (60), `demand` (46 wanted a day) and `a_day` (42 leave a day). They stand for Ribble's figures now, and for another firm's at marking.

<details><summary>Hint</summary>

Nudge: in how many minutes does anybody work? Who sets the pace?

Method: working minutes divided by pieces wanted. Use brackets.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w02-takt-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def takt_minutes(shift, breaks, demand, a_day):
    ### BEGIN SOLUTION
    answer = (shift - breaks) / demand  # ← your formula, in minutes
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w02-takt-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-takt", takt_minutes)
### BEGIN HIDDEN TESTS
check("w02-takt", takt_minutes, also={"shift": 480, "breaks": 45, "demand": 82, "a_day": 70})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-lead-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 2. How long does a bracket take?

**Little's law** says: the pieces in the works equal the pieces that leave in a day, times the days that each spends there. It holds while the pile stays about as large.

600 brackets, worth £30,000 so far, are in Ribble's works, none of them bought in.

**Task (4 points).** Write a formula for lead time in **working days**, to one decimal. Names: `pieces` (600), `a_day` (42 leave the works a day), `demand` (46 wanted a day), `pounds` (30,000) and `work_minutes` (24.7 minutes of work on one). You need only two.

<details><summary>Hint</summary>

Nudge: if nothing new came, when would the last one leave?

Method: pieces in the works, divided by pieces a day.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w02-lead-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lead_days(pieces, a_day, demand, pounds, work_minutes):
    ### BEGIN SOLUTION
    answer = pieces / a_day  # ← your formula, in working days
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w02-lead-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-lead", lead_days, guess=guess)
### BEGIN HIDDEN TESTS
check("w02-lead", lead_days, guess=guess, also={"pieces": 515, "a_day": 43, "demand": 51, "pounds": 21_600, "work_minutes": 96})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-ratio-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 3. How much of that time is work?

**Value-adding** work is what the customer pays for: cutting metal, say. Moving, waiting and checking change nothing that the customer wants. The **value-added ratio** is the share of the lead time in which somebody adds value. Both times must be on one clock.

**Task (4 points).** Give it in **per cent**, to three decimals. Names: `work` (21.2 minutes of sawing, turning, milling and deburring), `checking` (3.5 minutes of inspection), `lead_days` (14.3 working days) and `day_minutes` (450, the minutes worked in a day).

<details><summary>Hint</summary>

Nudge: how many minutes are 14.3 working days?

Method: `100 * ... / (...)`: above the line the work that adds value, below it days times minutes a day.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w02-ratio-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def value_percent(work, checking, lead_days, day_minutes):
    ### BEGIN SOLUTION
    answer = 100 * work / (lead_days * day_minutes)  # ← your formula, in %
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w02-ratio-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-ratio", value_percent)
### BEGIN HIDDEN TESTS
check("w02-ratio", value_percent, also={"work": 31.5, "checking": 6.2, "lead_days": 12, "day_minutes": 435})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-effective-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 4. What does a step really need?

**Effective cycle time** is the cycle time made longer by set-ups, by the time a machine stands still and by pieces done again. First add a piece's share of the set-up. Breakdowns lengthen cutting and set-ups alike: divide **all** that by the share of time it can run. Pieces done again need their set-up share again: divide by the share right first time too.

**Task (4 points).** Give it for the lathe in **minutes**, to two decimals. Names: `cycle` (6.2 minutes), `setup` (60 minutes a batch), `batch` (40 pieces), `uptime` (it can run 0.75 of the time) and `good` (0.96 are right first time).

<details><summary>Hint</summary>

Nudge: what is one piece's share?

Method: `(... + ...) / (... * ...)`.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w02-effective-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def effective_minutes(cycle, setup, batch, uptime, good):
    ### BEGIN SOLUTION
    answer = (cycle + setup / batch) / (uptime * good)  # ← your formula, in minutes
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w02-effective-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-effective", effective_minutes)
### BEGIN HIDDEN TESTS
check("w02-effective", effective_minutes, also={"cycle": 6.4, "setup": 45, "batch": 25, "uptime": 0.84, "good": 0.93})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-line-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 5. What sets the pace?

Every bracket passes all five steps. The **bottleneck** is the step that limits how many pieces the whole line can make: the one with the longest effective cycle time.

| Step | Minutes for a good piece |
| :--- | ---: |
| saw | 2.42 |
| lathe | 10.69 |
| mill | 9.51 |
| deburr | 5.93 |
| inspect | 4.30 |

**Task (4 points).** How many **pieces a day** can the line send out, to one decimal? Names: `minutes` (450 a day), `saw`, `lathe`, `mill`, `deburr`, `inspect`. `max(a, b, c)` picks the largest. In another firm, another step may be the slowest.

<details><summary>Hint</summary>

Nudge: which step holds up all the others?

Method: minutes of the day, divided by `max(...)` with all five names in its brackets.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w02-line-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def pieces_a_day(minutes, saw, lathe, mill, deburr, inspect):
    ### BEGIN SOLUTION
    answer = minutes / max(saw, lathe, mill, deburr, inspect)  # ← your formula, in pieces a day
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w02-line-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-line", pieces_a_day)
### BEGIN HIDDEN TESTS
check("w02-line", pieces_a_day, also=[
    {"minutes": 430, "saw": 8.1, "lathe": 5.2, "mill": 6.4, "deburr": 3.9, "inspect": 2.2},
    {"minutes": 465, "saw": 2.6, "lathe": 4.4, "mill": 5.1, "deburr": 7.3, "inspect": 3.0},
    {"minutes": 420, "saw": 1.9, "lathe": 6.1, "mill": 4.7, "deburr": 3.2, "inspect": 8.8},
    {"minutes": 440, "saw": 3.3, "lathe": 5.8, "mill": 9.2, "deburr": 4.1, "inspect": 2.7},
])
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-offer-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 6. Which offer?

Four suppliers have called. Their offers cost about the same, and Ribble can take one:

| Offer | Step | Minutes for a good piece |
| :--- | :--- | ---: |
| A saw that changes over by itself | saw | 2.42 → 2.16 |
| A robot that loads the machine | lathe | 10.69 → 8.91 |
| A faster mill | mill | 9.51 → 6.50 |
| A machine instead of hand work | deburr | 5.93 → 2.07 |

**Task (2 points).** Which lets the most brackets leave a day? Write `"saw"`, `"lathe"`, `"mill"` or `"deburr"`, with the quotation marks.

<details><summary>Hint</summary>

Nudge: you tried two of these in the explorer. What happened?

Method: for each offer, find the longest of the five times once it is in place.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w02-offer-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "lathe"  # ← your choice, in quotation marks
### END SOLUTION
best_offer = answer

# %% nbgrader={"grade": true, "grade_id": "w02-offer-check", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("w02-offer", best_offer)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-gain-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 7. What does a faster step bring?

Once a step is faster, another one may set the pace.

**Task (4 points).** How many **more pieces a day** does the line send out once one step is changed, to one decimal? Names: `minutes` (450 a day), `now` (42.1 pieces a day leave now), `after` (8.91 minutes for a good piece at the changed step) and `slowest_other` (9.51 minutes at the slowest of all *other* steps). In another firm, the changed step may still be the slowest.

<details><summary>Hint</summary>

Nudge: two times compete to set the pace. The longer one wins.

Method: output after, which is `minutes / max(..., ...)`, minus output now.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w02-gain-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def extra_pieces(minutes, now, after, slowest_other):
    ### BEGIN SOLUTION
    answer = minutes / max(after, slowest_other) - now  # ← your formula, in pieces a day
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w02-gain-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-gain", extra_pieces)
### BEGIN HIDDEN TESTS
check("w02-gain", extra_pieces, also=[
    {"minutes": 420, "now": 45.7, "after": 5.1, "slowest_other": 7.8},
    {"minutes": 440, "now": 44.9, "after": 8.6, "slowest_other": 6.1},
])
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-stock-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 8. What does waiting cost?

Stock has been paid for and not yet sold. In the explorer, smaller batches and quicker set-ups brought lead time down to 8.8 days. To be safe, Ribble would keep 9 days' worth of brackets.

**Task (4 points).** How much cash would that set free, in **pounds**, to the nearest £10? Names: `pieces` (600 now), `a_day` (42 leave a day), `days_kept` (9), `cost` (£50 of material and work in each so far) and `price` (£140, what a customer pays).

<details><summary>Hint</summary>

Nudge: how many pieces are 9 days' worth?

Method: pieces now, minus the pieces that stay; then times what each has cost. Use brackets.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w02-stock-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cash_pounds(pieces, a_day, days_kept, cost, price):
    ### BEGIN SOLUTION
    answer = (pieces - days_kept * a_day) * cost  # ← your formula, in £
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w02-stock-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-stock", cash_pounds)
### BEGIN HIDDEN TESTS
check("w02-stock", cash_pounds, also={"pieces": 515, "a_day": 43, "days_kept": 7, "cost": 58, "price": 131})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-firm-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## Your firm

Now one product of your own, or one kind of order in the office. Walk its way, and count what lies there. A careful estimate beats no figure. For an order, `cost` is the pay for the hours spent on it.

**Task (4 points).** Replace **each** set of three dots. Words go between quotation marks. Write numbers bare: 30000, not 30,000 or £30000. Keep the comma at the end of each line. You get the points when all is filled in and fits together, good figures or not.

What you enter is kept in `my-firm.json`, in your own space, for the strategy of week 12. If you hand this in, your tutor sees the figures, and nobody else.
"""

# %% nbgrader={"grade": false, "grade_id": "w02-firm-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = dict(
    product="Gearbox covers, small",  # one product or family, in quotation marks
    minutes=440,  # minutes a day by the clock, breaks out
    demand=24,  # pieces or orders that customers want a day
    a_day=22,  # how many leave on a working day
    pieces=310,  # how many are in the process now
    work=38,  # minutes of work on one that the customer pays for
    cost=54,  # what one has cost you so far, in £
)
### END SOLUTION
firm = remember("week02", answer)

# %% nbgrader={"grade": true, "grade_id": "w02-firm-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-firm", firm)

# %% [markdown]
"""
## Your decision

One sentence for your own board: which step between order and delivery you will improve first, and a figure that says so, such as the pieces before it. Write it on one line, between straight double quotation marks. It is saved for week 12.
"""

# %% nbgrader={"grade": false, "grade_id": "w02-decision-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "We start with the paint shop: 140 of our 310 covers wait there, 6 of the 14 days."  # ← your sentence, between quotation marks " "
### END SOLUTION
decision = decide("week02", answer)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-memo-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## Memo to Ribble's managing director

**Task (6 points, marked by a tutor).** In 120 to 200 words: which step should Ribble improve first, and what can wait? Which estimate do you trust least, and how would you check it? A wrong figure beside a right one takes nothing off.

| What counts | 2 points | 1 point | 0 points |
| :--- | :--- | :--- | :--- |
| **Advice** | says which step, and what can wait | says which step | no advice |
| **Figures** | two or more from above, right and with units | one that is right | none that is right |
| **Doubt** | names the estimate you trust least, and how to check it | names it, with no check | none |
"""

# %% [markdown] nbgrader={"grade": true, "grade_id": "w02-memo", "locked": false, "points": 6, "schema_version": 3, "solution": true, "task": false}
"""
We should begin with the lathe. It needs 10.69 minutes for a good bracket, while customers leave us 9.78. It sets the pace of the whole line: 42 brackets a day leave, and 46 are wanted. A robot that loads it would bring that to 47, and we need not buy brackets in any more. The faster mill can wait. It looks slow on paper, but a faster one would add no bracket at all until the lathe is mended; after that it is the next to look at. Time is the other matter. A bracket spends 14.3 working days with us, and only 0.33% of that changes the metal. Quicker set-ups and smaller batches cost little. Down to 9 days' worth, they would free £11,100 of cash. The estimate that I trust least is the lathe's uptime of 90% with the robot. Today it is 75%, and we only suppose that loading is the cause. Before we order, let us write down every stop of the lathe, and why, for two weeks.
"""

# %% [markdown]
"""
## Key points

* **Takt** is the customers' pace. Leave breaks out of the time.
* **Lead time** is what is in the works, divided by what leaves. It is mostly waiting. Compare it with work on one clock.
* The **bottleneck**, the longest effective cycle time, sets the pace. A faster step elsewhere adds nothing.
* Stock is cash: count what you have put in.

**Monday morning:** walk your line backwards, from dispatch to goods-in. Where is the largest pile, and which step comes after it?

**Hand in:** save (Ctrl+S; ⌘S on a Mac). On the hub, press *Submit* in *Nbgrader → Assignment List*. On your own machine, the cards are your result; memos are marked on the hub.
"""
