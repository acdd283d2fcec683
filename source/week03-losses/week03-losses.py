# A notebook as text; `ldt build` keeps it and the notebook beside it the same.

# %% [markdown]
"""
# What is today costing us?

**Week 3 · 75 minutes · 40 points.** What does lost time cost in a year, if each hour counts once?

**You will decide** which loss Pendle Pantry should remove first, and put a machine of your own to the same test.

**Have to hand**, for your busiest machine: its full speed in pieces an hour, the £ left of an hour's output after materials, and working weeks a year. For one week: hours planned, hours of long stops, pieces made, and pieces right the first time. Guesses will do.

In each exercise you change **one line**: what comes after `answer =`. Run a cell with **Shift+Enter**. Run the next cell first, each time you open this page.
"""

# %% nbgrader={"grade": false, "grade_id": "w03-setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from course.cases import pendle, stops
from course.checks import check
from course.display.losses import mended_table, oee_explorer, pareto_picture
from course.methods.losses import mend
from course.workbook import decide, remember

week = pendle.WEEK
# Your answers. All are blank to begin with; the exercises fill them.
guess = availability_percent = oee_percent = plant_percent = rolled_percent = ...
labour_rate = yearly_cost = vital_few_percent = firm = decision = ...

# %% [markdown]
"""
## Predict

Pendle Pantry Ltd fills sauces into jars. The machine that fills them is meant to run for 75 hours in a week: that is its **planned time**. Some of it goes to breakdowns, to changes of flavour, to slow running and to spoilt jars.

**What share of the planned time ends up as good jars, filled at full speed?** Guess in per cent. Nobody marks it. It comes back beside the result.
"""

# %% nbgrader={"grade": false, "grade_id": "w03-predict-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = 85  # ← your guess, in % (the number alone)
### END SOLUTION
guess = answer

# %% [markdown]
"""
## The case: two stops logs

*Pendle Pantry and Ribble Precision are made-up firms, and all their figures are simulated.*

Pendle has 85 staff. Its one filler runs a day and a twilight shift, and all else waits for it. Its **stops log** says when the filler stood, and why. Ribble keeps one for a lathe and a mill.

Real logs have faults. Two people note the same stop. Somebody ticks the wrong shift. A stop runs past midnight, and seems to end before it began. The next cell mends both logs, and says what it did.
"""

# %% nbgrader={"grade": false, "grade_id": "w03-case", "locked": true, "schema_version": 3, "solution": false, "task": false}
pendle_log = mend(stops.logged("data/pendle_stops.csv"), pendle.SHIFTS)
ribble_log = mend(stops.logged("data/ribble_stops.csv"), stops.RIBBLE_SHIFTS)
mended_table({"Pendle's filler": pendle_log, "Ribble's lathe and mill": ribble_log})

# %% [markdown]
"""
## Explore

**Overall equipment effectiveness** (OEE) is the share of planned time in which a machine makes good pieces at its full speed. It is three shares, multiplied:

* **Availability:** the share of planned time in which it is not down.
* **Performance:** pieces made, as a share of what full speed would give in that time.
* **Quality:** the share of pieces that are right the first time.

Try two things. Raise availability to 100: what happens to lost speed? Set all three shares to 90: is OEE 90?

<details><summary>What you should see</summary>

Lost speed grows: there is more time in which to run slowly. At 90 each, OEE is only 72.9%: each share works on what the one before has left.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w03-explore", "locked": true, "schema_version": 3, "solution": false, "task": false}
oee_explorer(
    planned=week.planned / 60,
    availability=week.run / week.planned,
    performance=week.jars / (pendle.RATE * week.run),
    quality=week.good / week.jars,
    left_an_hour=pendle.SALES_AN_HOUR - pendle.MATERIALS_AN_HOUR,
    weeks=pendle.WEEKS,
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w03-availability-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 1. How long was the filler up?

Planned time is shift time without breaks. Only **long stops** count against availability: breakdowns and **change-overs** (from one flavour to the next). Short stops, under five minutes, count in performance.

| Name | Pendle's week |
| :--- | ---: |
| `shift` (all shifts, with breaks) | 4,800 minutes |
| `breaks` | 300 minutes |
| `long_stops` (mended log) | 803 minutes |
| `short_stops` (mended log) | 309 minutes |

**Task (4 points).** Write a formula for availability in **per cent**, to one decimal (more are fine). Use the names in the table. They stand for Pendle's figures now, and for another firm's when your work is marked.

<details><summary>Hint</summary>

Nudge: how many minutes was the filler meant to run?

Method: planned minutes less long stops, divided by planned minutes, times 100. Put brackets round `shift - breaks`.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w03-availability-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def availability_percent(shift, breaks, long_stops, short_stops):
    ### BEGIN SOLUTION
    answer = 100 * (shift - breaks - long_stops) / (shift - breaks)  # ← your formula, in %
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w03-availability-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w03-availability", availability_percent)
### BEGIN HIDDEN TESTS
check("w03-availability", availability_percent, also={"shift": 7_200, "breaks": 450, "long_stops": 1_930, "short_stops": 410})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w03-oee-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 2. What share of the week was good?

There are two ways to OEE, and they agree. Multiply availability, performance and quality. Or go straight: good jars, as a share of what the planned time could give at full speed.

| Name | Pendle's week |
| :--- | ---: |
| `planned` (without breaks) | 4,500 minutes |
| `run` (planned, less long stops) | 3,697 minutes |
| `full_speed` | 20 jars a minute |
| `jars` (all that were filled) | 59,751 jars |
| `good_jars` (right the first time) | 57,504 jars |

**Task (5 points).** Write a formula for OEE in **per cent**, to one decimal, in either way.

<details><summary>Hint</summary>

Nudge: how many jars could the filler have filled, had it never stopped or slowed?

Method: divide the good jars by `full_speed * planned`, in brackets; times 100.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w03-oee-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def oee_percent(planned, run, full_speed, jars, good_jars):
    ### BEGIN SOLUTION
    answer = 100 * good_jars / (full_speed * planned)  # ← your formula, in %
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w03-oee-check", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("w03-oee", oee_percent, guess=guess)
### BEGIN HIDDEN TESTS
check("w03-oee", oee_percent, guess=guess, also={"planned": 6_750, "run": 4_820, "full_speed": 34, "jars": 118_300, "good_jars": 109_700})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w03-plant-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 3. What is the OEE of a whole plant?

One analyst puts the average OEE of many machines at about [35% to 45%](https://oee.academy/oee-academy/oee-calculation-faq/average-oee-between-35-45-percent/ "fact: oee-average, undated page, read in November 2026"), so compare a machine with itself.

Ribble's lathe runs day and night; its mill runs one shift. They make unlike parts, so count **good minutes**: each good part times the minutes that it takes at full speed.

| Ribble's week | Lathe | Mill |
| :--- | ---: | ---: |
| Planned minutes | 6,750 | 2,250 |
| Good minutes | 4,956 | 1,095 |
| OEE | 73.4% | 48.7% |

**Task (4 points).** Write a formula for the OEE of both machines together, in **per cent**, to one decimal. Names: `lathe_good`, `lathe_planned`, `mill_good`, `mill_planned`, all in minutes.

<details><summary>Hint</summary>

Nudge: should the mill count as much as the lathe?

Method: all good minutes, divided by all planned minutes. Each of the two sums needs brackets.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w03-plant-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def plant_percent(lathe_good, lathe_planned, mill_good, mill_planned):
    ### BEGIN SOLUTION
    answer = 100 * (lathe_good + mill_good) / (lathe_planned + mill_planned)  # ← your formula, in %
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w03-plant-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w03-plant", plant_percent)
### BEGIN HIDDEN TESTS
check("w03-plant", plant_percent, also={"lathe_good": 2_130, "lathe_planned": 4_500, "mill_good": 1_760, "mill_planned": 2_700})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w03-rolled-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 4. How many parts need no mending?

Ribble's parts go through four steps. A step's **first-pass yield** is the share of pieces that it gets right the first time, with no rework. **Rolled throughput yield** is the share of pieces that get through every step right the first time.

| Step | Name | Share |
| :--- | :--- | ---: |
| Saw | `sawing` | 0.97 |
| Lathe | `turning` | 0.92 |
| Mill | `milling` | 0.89 |
| Finish | `finishing` | 0.95 |
| Leave in the end, rework and all | `shipped` | 0.98 |

**Task (4 points).** Write a formula for rolled throughput yield in **per cent**, to one decimal.

<details><summary>Hint</summary>

Nudge: 100 parts come to the saw. How many are still right after it? And after the lathe?

Method: a share of a share is found by multiplying. There are four of them, and 100.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w03-rolled-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rolled_percent(sawing, turning, milling, finishing, shipped):
    ### BEGIN SOLUTION
    answer = 100 * sawing * turning * milling * finishing  # ← your formula, in %
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w03-rolled-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w03-rolled", rolled_percent)
### BEGIN HIDDEN TESTS
check("w03-rolled", rolled_percent, also={"sawing": 0.94, "turning": 0.88, "milling": 0.96, "finishing": 0.91, "shipped": 0.97})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w03-labour-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 5. What does an hour of work cost?

The **loaded labour rate** is what an hour at work costs the employer, with insurance, pension and paid time off in it.

Machine operatives in the middle of the scale earn [£15.95 an hour](https://salarywise.co.uk/compare/process-plant-and-machine-operatives-vs-skilled-construction-and-building-trades "fact: operative-median-pay, 2025"). The employer adds national insurance: [15%](https://www.virgo-associates.co.uk/news/are-you-ready-for-april-2025 "fact: employer-nic-rate, April 2025") of pay above [£5,000](https://www.virgo-associates.co.uk/news/are-you-ready-for-april-2025 "fact: employer-nic-threshold, April 2025") a year.

| Name | Pendle's operator |
| :--- | ---: |
| `wage` | £15.95 an hour |
| `paid_hours` (holidays too) | 2,028 a year |
| `pay` (wage × paid hours) | £32,346.60 a year |
| `work_hours` (at work) | 1,700 a year |
| `nic` (insurance, share of pay above the free part) | 0.15 |
| `free_pay` (no insurance on this) | £5,000 a year |
| `pension` (share of all pay) | 0.03 |

**Task (4 points).** Write a formula for the rate in **pounds an hour**. No need to round. A start: the insurance is `nic * (pay - free_pay)`.

<details><summary>Hint</summary>

Nudge: what does the firm pay for one person in a whole year?

Method: to `pay`, add the insurance, and `pension` times `pay`. Put brackets round it all, and divide by `work_hours`.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w03-labour-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def labour_rate(wage, paid_hours, pay, work_hours, nic, free_pay, pension):
    ### BEGIN SOLUTION
    answer = (pay + nic * (pay - free_pay) + pension * pay) / work_hours  # ← your formula, in £ an hour
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w03-labour-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w03-labour", labour_rate)
### BEGIN HIDDEN TESTS
check("w03-labour", labour_rate, also={"wage": 13.4, "paid_hours": 1_950, "pay": 26_130, "work_hours": 1_610, "nic": 0.138, "free_pay": 9_100, "pension": 0.05})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w03-cost-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 6. What does today cost in a year?

Shops would buy more than the filler can fill. So a lost hour costs its **contribution**: what its sales would bring in, less the material that they alone use. Count an hour once: as contribution, or as wages where a machine has time to spare. Waste comes on top.

| Name | Pendle's filler |
| :--- | ---: |
| `lost_hours` (planned, but not good at full speed) | 27.08 a week |
| `sales` (at full speed) | £1,740 an hour |
| `materials` (at full speed) | £1,260 an hour |
| `labour` (five people at exercise 5's rate, rounded) | £110 an hour |
| `thrown_away` (sauce and jars) | £4,159 a week |
| `weeks` | 50 a year |

**Task (5 points).** Write a formula for what the filler's losses cost in **pounds a year**. No need to round.

<details><summary>Hint</summary>

Nudge: the crew is paid whether the filler runs or not. What does Pendle miss?

Method: first one week: hours times contribution, plus what was thrown away. Then the year. Brackets round the week.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w03-cost-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def yearly_cost(lost_hours, sales, materials, labour, thrown_away, weeks):
    ### BEGIN SOLUTION
    answer = weeks * (lost_hours * (sales - materials) + thrown_away)  # ← your formula, in £ a year
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w03-cost-check", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("w03-cost", yearly_cost)
### BEGIN HIDDEN TESTS
check("w03-cost", yearly_cost, also={"lost_hours": 34.5, "sales": 940, "materials": 570, "labour": 66, "thrown_away": 2_150, "weeks": 47})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w03-pareto-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 7. Which losses matter most?

The **six big losses** are the ways in which a machine loses time. A **Pareto** ranking puts the largest cause first and adds up the shares, line by line. The largest by what: how often, hours or pounds?

Pounds are hours (rounded here) at £480 of contribution, plus what was thrown away.

| Loss | How often | Hours | Pounds |
| :--- | ---: | ---: | ---: |
| `breakdowns` | 17 | 8.08 | £3,880 |
| `change_overs` | 20 | 5.30 | £4,344 |
| `short_stops` | 133 | 5.15 | £2,472 |
| `slow_running` | – | 6.67 | £3,204 |
| `start_up` | – | 0.55 | £964 |
| `rejects` | – | 1.32 | £2,294 |
| `total` | – | 27.08 | £17,158 |

**Task (4 points).** What share of the total do the two dearest losses make? Write a formula in **per cent**, to one decimal. Names: the first column, in pounds a week. At marking, the same two lead.

<details><summary>Hint</summary>

Nudge: a board pays in pounds. Which column is that?

Method: add the two largest sums, in brackets, divide by `total`, times 100.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w03-explore-losses", "locked": true, "schema_version": 3, "solution": false, "task": false}
pareto_picture(
    week.times,
    pendle.hours_by_loss(),
    pendle.cost_by_loss(),
    caption="Pendle's six big losses: how often, how long, how dear (simulated).",
)

# %% nbgrader={"grade": false, "grade_id": "w03-pareto-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def vital_few_percent(breakdowns, change_overs, short_stops, slow_running, start_up, rejects, total):
    ### BEGIN SOLUTION
    answer = 100 * (breakdowns + change_overs) / total  # ← your formula, in %
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w03-pareto-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w03-pareto", vital_few_percent)
### BEGIN HIDDEN TESTS
check("w03-pareto", vital_few_percent, also={"breakdowns": 2_610, "change_overs": 3_480, "short_stops": 1_270, "slow_running": 1_890, "start_up": 640, "rejects": 1_530, "total": 11_420})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w03-firm-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## Your firm

Now your own machine or line: the one that holds up the most work.

| Name | What to enter |
| :--- | :--- |
| `machine` | its name, in quotation marks |
| `planned` | hours a week, without breaks |
| `stopped` | hours of long stops in it, each once |
| `full_speed` | pieces an hour |
| `pieces` | all that were made in the week |
| `good` | those right the first time |
| `left_an_hour` | £ an hour at full speed, after materials. For a machine with time to spare: its crew's loaded cost an hour |
| `weeks` | working weeks a year |

Many kinds of part? Enter 1 as `full_speed`, and as `pieces` and `good` their hours at full speed: 200 brackets at 3 minutes make 10 hours.

**Task (4 points).** Replace **each** set of three dots. Write numbers bare: 65000, not 65,000. Keep the comma at the end of each line. Points are for a form that is complete and fits together, good figures or not.

It is kept in `my-firm.json`, in your own space, for weeks 4, 5 and 12. If you hand in, your tutor sees the figures, and nobody else.
"""

# %% nbgrader={"grade": false, "grade_id": "w03-firm-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = dict(
    machine="Packing line 2",  # in quotation marks
    planned=76,  # hours a week
    stopped=11.5,  # hours a week
    full_speed=420,  # pieces an hour
    pieces=23_800,  # pieces a week
    good=22_900,  # pieces a week
    left_an_hour=190,  # £ an hour
    weeks=48,  # weeks a year
)
### END SOLUTION
firm = remember("week03", answer)

# %% nbgrader={"grade": true, "grade_id": "w03-firm-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w03-firm", firm)

# %% [markdown]
"""
## Your decision

One sentence for your own board: which loss would you go for first, and the figure that decides it. The card above has three. Write it on one line, between straight double quotation marks. It is saved for week 12.
"""

# %% nbgrader={"grade": false, "grade_id": "w03-decision-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "We go for the long stops on line 2 first, since they cost us about £104,900 a year, more than half of all."  # ← your sentence, between quotation marks " "
### END SOLUTION
decision = decide("week03", answer)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w03-memo-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## Memo to Pendle's board

**Task (6 points, marked by a tutor).** About 120 words, on three questions:

* What does today cost Pendle in a year?
* Which loss should it remove first, and why?
* How much could Pendle really win back, and what would you find out next?

| What counts | 2 points | 1 point | 0 points |
| :--- | :--- | :--- | :--- |
| **Advice** | names the loss to go for first, and why that one | names a loss | no advice |
| **Figures** | two or more from above, all right, with units | one right, or a wrong one among them | none right |
| **Doubt** | says why not all can be won back, and what to find out next | names a doubt | none |
"""

# %% [markdown] nbgrader={"grade": true, "grade_id": "w03-memo", "locked": false, "points": 6, "schema_version": 3, "solution": true, "task": false}
"""
The filler turns 63.9% of its planned time into good jars. The rest, 27.08 hours a week, costs us about £857,900 a year: sales that we miss, less their materials, and the sauce and jars that we throw away. I advise that we go for change-overs first. They come only 20 times a week, against 133 short stops, but they cost £4,344 a week, more than any other loss, since each one also washes good sauce away. We cannot win all of that back: no line reaches 100%, and it counts only while shops would buy what we could fill. Next, the crew should weigh the sauce that goes down the drain for four weeks. If it is half of what we assume, breakdowns are the dearer loss.
"""

# %% [markdown]
"""
## Key points

* Mend a log before you add it up.
* Multiply availability, performance and quality. Do not average them, nor add the losses.
* For several machines, add minutes, then divide once.
* Count a lost hour once: as contribution where you could sell more, else as loaded wages.
* Rank losses by pounds, not by count.

**Monday morning:** stand at your busiest machine for one hour. Note each stop, its minutes and why.

**Before week 4:** write five ideas for your firm on paper, each with a rough cost in £.

**Hand in:** save (Ctrl+S; ⌘S on a Mac). On the hub, press *Submit* in *Nbgrader → Assignment List*. On your own machine, the cards are your result; memos are marked on the hub.
"""
