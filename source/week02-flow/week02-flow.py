# A notebook as text; `ldt build` keeps it and the notebook beside it the same.

# %% [markdown]
"""
# Where does time go?

**Week 2 · 75 minutes · 40 points.** By the end you can see where work waits, and which step sets the pace.

**You will decide** which step to improve first, at Ribble Precision and in your own firm.

**Have to hand** for one product of yours: how many leave in a day, how many are on the shop floor and where most wait, the working minutes in a day, and the minutes of work on one that the customer pays for.

In each exercise you change **one line**: what comes after `answer =`. Run a cell with **Shift+Enter**. Run the next cell first, each time you open this page.
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

**How many working days does one bracket spend at Ribble, from bar to box?** Guess one number, such as 5. Nobody marks it. It comes back beside the result.
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

Customers want 46 brackets each working day, Monday to Friday. Ribble's works send out 42. The other four are bought in, dearer. Brackets move in **batches**: a box goes on when all 40 in it are done.

The picture shows the **value stream**: every step and wait from order to delivery. A triangle is stock that waits. A rectangle is a step: how much of the time it can run (*up*), and the pieces right first time (*ok*). On the right: days of waiting, and **cycle time**, how long a person or machine works on one piece.
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

**Lead time** is how long a piece takes from bar to box, waiting included. **Takt time** is how often a piece must leave to meet demand.

Try two things with the sliders. The tables below hold the same figures.

* Make the **mill** faster. Do more pieces leave? Then press *Back to the starting values*.
* Make **batches** of 25, and cut the set-up times to 60% of today's. How long is the lead time now? The same number of batches waits; each is smaller.
"""

# %% nbgrader={"grade": false, "grade_id": "w02-explore", "locked": true, "schema_version": 3, "solution": false, "task": false}
flow_explorer(ribble_flow.BRACKETS, vary=("Lathe", "Mill"))

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-takt-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 1. How fast must it go?

Takt time is the working time in a day, divided by the pieces wanted that day. A line slower than takt falls behind.

**Task (4 points).** Ribble's shift runs for 510 minutes, 60 of them breaks. Write a formula for takt time in **minutes** a piece. You need not round, here or later. Type names, not numbers: `shift` (510), `breaks` (60), `demand` (46 wanted a day) and `a_day` (42 leave a day). At marking, they hold another firm's figures.

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

**Task (4 points).** 600 brackets, worth £30,000 so far, are in Ribble's works, none of them bought in. Write a formula for lead time in **working days**. Names: `pieces` (600), `a_day` (42 leave a day), `demand` (46 wanted), `pounds` (30,000) and `work_minutes` (24.7 minutes of work on one). You need only two.

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

**Value-adding** work is what the customer pays for: cutting metal, say. Moving, waiting and checking are not. The **value-added ratio** is value-adding work as a share of lead time, both in working minutes.

**Task (4 points).** Write a formula for it in **per cent**. Names: `work` (21.2 minutes of sawing, turning, milling and deburring), `checking` (3.5 minutes of inspection), `lead_days` (14.3 working days) and `day_minutes` (450, the minutes worked in a day).

<details><summary>Hint</summary>

Nudge: how many minutes are 14.3 working days?

Method: `100 * ... / (...)`, with days times minutes a day below the line.
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

**Effective cycle time** is the cycle time made longer by set-ups, the time a machine stands still and pieces done again. On the lathe, with its share of the set-up, a bracket takes `cycle + setup / batch`, or 6.2 + 60 ÷ 40 = 7.7 minutes. Stops and pieces done again lengthen **all** of that: divide it by both shares.

**Task (4 points).** Complete `(cycle + setup / batch) / (...)`, in **minutes**. Names: `cycle` (6.2 minutes), `setup` (60 minutes a batch), `batch` (40 pieces), `uptime` (it can run 0.75 of the time) and `good` (0.96 are right first time).

<details><summary>Hint</summary>

Nudge: must the result be more than 7.7, or less?

Method: both shares below the line, `/ (... * ...)`.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w02-effective-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def effective_minutes(cycle, setup, batch, uptime, good):
    ### BEGIN SOLUTION
    answer = (cycle + setup / batch) / (uptime * good)  # ← complete (cycle + setup / batch) / (...), in minutes
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w02-effective-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-effective", effective_minutes)
### BEGIN HIDDEN TESTS
check("w02-effective", effective_minutes, also={"cycle": 6.4, "setup": 55, "batch": 25, "uptime": 0.84, "good": 0.93})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-line-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 5. What sets the pace?

Every bracket passes all five steps. The **bottleneck** is the step that limits how many pieces the whole line can make: the one with the longest effective cycle time.

| Step | Minutes for a good piece (effective cycle time) |
| :--- | ---: |
| saw | 2.42 |
| lathe | 10.69 |
| mill | 9.51 |
| deburr | 5.93 |
| inspect | 4.30 |

**Task (4 points).** How many **pieces a day** can the line send out? Names: `minutes` (450 a day), `saw`, `lathe`, `mill`, `deburr`, `inspect`. `max(a, b, c)` picks the largest. At marking, another step may be the slowest.

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

Ribble can take one of four offers, at about the same price:

| Offer | Step | Minutes for a good piece |
| :--- | :--- | ---: |
| A saw that changes over by itself | saw | 2.42 → 2.16 |
| A robot that loads the machine | lathe | 10.69 → 8.91 |
| A faster mill | mill | 9.51 → 6.50 |
| A machine instead of hand work | deburr | 5.93 → 2.07 |

**Task (2 points).** Which lets the most brackets leave a day? Write its step, such as `"saw"`, with the quotation marks.

<details><summary>Hint</summary>

Nudge: you tried a faster mill in the explorer. What happened?

Method: the line goes as fast as its slowest step. Which offer makes that one faster?
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

**Task (4 points).** How many **more pieces a day** can the line send out, even if customers want fewer, once one step is changed? Complete `minutes / ... - now_a_day`. Names: `minutes` (450 a day), `now_a_day` (42.1 pieces), `after_minutes` (8.91 for a good piece at the changed step) and `other_minutes` (9.51 at the slowest *other* step). At marking, the changed step may still be the slowest.

<details><summary>Hint</summary>

Nudge: two times compete to set the pace. The longer one wins.

Method: divide by `max(..., ...)`, with both times in its brackets.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w02-gain-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def extra_pieces(minutes, now_a_day, after_minutes, other_minutes):
    ### BEGIN SOLUTION
    answer = minutes / max(after_minutes, other_minutes) - now_a_day  # ← complete minutes / ... - now_a_day, in pieces
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w02-gain-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-gain", extra_pieces)
### BEGIN HIDDEN TESTS
check("w02-gain", extra_pieces, also=[
    {"minutes": 420, "now_a_day": 45.7, "after_minutes": 5.1, "other_minutes": 7.8},
    {"minutes": 440, "now_a_day": 44.9, "after_minutes": 8.6, "other_minutes": 6.1},
])
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-stock-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 8. What does waiting cost?

Stock has been paid for and not yet sold. In the explorer, smaller batches and quicker set-ups brought lead time down to 8.8 days. To be safe, Ribble would keep 9 days' worth of brackets.

**Task (4 points).** How much cash would that set free, in **pounds**? Names: `pieces` (600 now), `a_day` (42 leave a day), `days_kept` (9), `cost` (£50 of material and work in each so far) and `price` (£140, what a customer pays).

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

Now one product of your own, or one kind of office order. A careful estimate beats no figure.

**Task (4 points).** Replace **each** set of three dots. Words go between quotation marks; numbers stand bare: 30000, not 30,000. Keep each comma at the end. Points are for a complete form that fits together.

It is kept in `my-firm.json`, in your own space, for week 12. If you hand in, your tutor sees the figures, and nobody else.
"""

# %% nbgrader={"grade": false, "grade_id": "w02-firm-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = dict(
    product="Gearbox covers, small",  # one product or family, in quotation marks
    minutes=440,  # working minutes a day, breaks out; add shifts, not people
    a_day=22,  # how many leave a day; two a week is 0.4
    pieces=310,  # how many now, from first step to dispatch
    work=38,  # minutes of work on one that the customer pays for
)
### END SOLUTION
firm = remember("week02", answer)

# %% nbgrader={"grade": true, "grade_id": "w02-firm-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w02-firm", firm)

# %% [markdown]
"""
## Your decision

One sentence for your own board: the step where most pieces wait, and a figure from your card above. Write one line, between straight double quotation marks. It is saved for week 12.
"""

# %% nbgrader={"grade": false, "grade_id": "w02-decision-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "We start with the paint shop, where most covers wait: each spends 14.1 days with us."  # ← your sentence, between quotation marks " "
### END SOLUTION
decision = decide("week02", answer)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w02-memo-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## Memo to Ribble's managing director

**Task (6 points, marked by a tutor).** Complete these, in about 90 words:

* Ribble should improve … first, while … can wait, because …
* Two figures from above say so: …
* Which of Ribble's figures, such as the lathe's 0.75, do you trust least? I trust … least; to check it, …

| What counts | 2 points | 1 point | 0 points |
| :--- | :--- | :--- | :--- |
| **Advice** | the step, and what can wait | the step | none |
| **Figures** | two right ones, with units; wrong ones take nothing off | one right | none right |
| **Doubt** | a figure, and how to check it | a figure | none |
"""

# %% [markdown] nbgrader={"grade": true, "grade_id": "w02-memo", "locked": false, "points": 6, "schema_version": 3, "solution": true, "task": false}
"""
Ribble should improve the lathe first, while the faster mill can wait, because it would add no bracket until the lathe is mended.

Two figures from above say so: the lathe needs 10.69 minutes for a good bracket, while customers leave us 9.78. So 42 leave a day, and 46 are wanted. A robot that loads the lathe would bring that to 47.

I trust the lathe's 0.75 least; to check it, I would have every stop written down for two weeks, with its reason. We only suppose that loading is the cause, and the robot's gain hangs on it.
"""

# %% [markdown]
"""
## Key points

* **Takt** is the customers' pace, breaks left out.
* **Lead time** is what is in the works, divided by what leaves. It is mostly waiting.
* The **bottleneck**, the longest effective cycle time, sets the pace; a faster step elsewhere adds nothing.
* Stock is cash: count what you have put in.

**Monday morning:** walk your line backwards, from dispatch. Where is the largest pile, and which step comes after it?

**Hand in:** save (Ctrl+S; ⌘S on a Mac). On the hub, press *Submit* in *Nbgrader → Assignment List*. On your own machine, the cards are your result; memos are marked on the hub.
"""
