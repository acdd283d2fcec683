# A notebook as text; `ldt build` keeps it and the notebook beside it the same.

# %% [markdown]
"""
# Where are we?

**Week 1 · 75 minutes · 40 points.** By the end you can say where your firm stands with digital work, and which gap matters most.

**You will decide** which of six areas your firm brings forward first.

**Have to hand** an honest picture of your firm. Nobody sees your answers but you and, once you hand this in, your tutor.

In each exercise you change **one line**: what comes after `answer =`. Run a cell with **Shift+Enter**. Run the next cell first, each time you open this page.
"""

# %% nbgrader={"grade": false, "grade_id": "w01-setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from course.cases import ribble_maturity as ribble
from course.checks import check
from course.display.gap_bars import own_gaps
from course.display.maturity import answers_table, maturity_explorer, questions_table
from course.methods.maturity import differences, mean, sumproduct
from course.workbook import decide, remember

# Your answers. All are blank to begin with; the exercises fill them.
guess = area_score = overall_score = weighted_gap = first_area = ...
steps_short = distance = growth_percent = firm = decision = ...

# %% [markdown]
"""
## Predict

Ribble Precision Ltd makes parts for aircraft. Its 48 staff have good machines, some of them new. Jobs travel on paper cards. The office types each card into a computer, once a week.

Picture a ladder of digital work, from 0 (all on paper) to 5 (the firm sees trouble coming and acts first).

**Where does Ribble stand, all in all?** Guess. Nobody marks it. It comes back beside the result.
"""

# %% nbgrader={"grade": false, "grade_id": "w01-predict-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = 3  # ← your guess, from 0 to 5
### END SOLUTION
guess = answer

# %% [markdown]
"""
## The case: two people, one firm

*Ribble is a made-up firm. All its figures are simulated.*

Its managing director and a shift leader each answered 24 questions, four on each of six **areas**. Each answer is a step of this ladder, or `?` for don't know:

| Step | Name | What you see |
| ---: | :--- | :--- |
| 0 | on paper | we know it from heads and paper |
| 1 | on screen | it is on a computer, each thing by itself |
| 2 | joined up | systems pass it on, and nobody types it twice |
| 3 | seen | we see what happens while it happens |
| 4 | understood | our figures tell us why it happened |
| 5 | foreseen | we see it coming, and act before it hurts |
"""

# %% [markdown]
"""
The areas: **direction** (plan, money, who leads), **tools** (computers, networks, programs), **people** (skills, say, time to learn), **data** (kept, trusted, kept safe), **automation** (machines and programs that act) and **energy** (power, scrap and waste).

The managers then set a **target** for each area: the step that it should reach in two years. They also had 20 **stickers** to share out: the more stickers, the more an area matters.

Few firms need step 5 everywhere: a target should be worth its cost.
"""

# %% nbgrader={"grade": false, "grade_id": "w01-case", "locked": true, "schema_version": 3, "solution": false, "task": false}
answers_table(
    {"Director": ribble.DIRECTOR, "Shift leader": ribble.LEADER},
    ribble.TARGETS,
    ribble.STICKERS,
    "Ribble's answers, four in each area (simulated)",
)

# %% [markdown]
"""
## Explore

The tables hold the same figures.

* **Radar chart:** each area has its own axis, from 0 in the middle to 5.
* **Sorted bars:** a **weighted gap** is how far a score is from its target, times how much the area matters (its stickers out of 20).

Press **Back to the starting values** first. Then move the last slider alone: it changes the order of the areas. No score moves, and no bar. Yet from order 2 to 3 the blue shape grows from 11.9% to 14.3% of the whole chart.

**So never judge by the size of the blue shape.** It depends on which areas are neighbours, and grows fourfold if all scores double. Bars tell the truth.
"""

# %% nbgrader={"grade": false, "grade_id": "w01-explore", "locked": true, "schema_version": 3, "solution": false, "task": false}
maturity_explorer(scores=ribble.SCORES, targets=ribble.TARGETS, stickers=ribble.STICKERS)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w01-score-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 1. What is the score of an area?

An area's **score** is the average of its answers. A “don't know” is no zero: it tells of who was asked, not of the firm.

On **data**, the two people gave 8 answers. Three were “don't know”. The others add up to 7 points.

**Task (4 points).** Write a formula for the score, from 0 to 5, to two decimals or more. Type names, not numbers: `points` (7 here), `questions` (8) and `dont_knows` (3). At marking, they hold another firm's figures.

Below, leave `def`, `return` and the four spaces alone.

<details><summary>Hint</summary>

Nudge: how many answers brought points?

Method: points divided by the questions answered. Put brackets round what is below the line.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w01-score-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def area_score(points, questions, dont_knows):
    ### BEGIN SOLUTION
    answer = points / (questions - dont_knows)  # ← your formula, from 0 to 5
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w01-score-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w01-score", area_score)
### BEGIN HIDDEN TESTS
check("w01-score", area_score, also={"points": 31, "questions": 13, "dont_knows": 4})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w01-overall-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 2. What is the firm's overall score?

In a **weighted average**, some figures count for more than others. Here each area counts as often as it has stickers.

**Task (4 points).** Write a formula for Ribble's overall score, from 0 to 5, to two decimals. Names: `scores` and `stickers`, six figures each, in the same order. `sumproduct(scores, stickers)` multiplies them pair by pair and adds up, as in a spreadsheet. `sum(...)` adds up one list.

<details><summary>Hint</summary>

Nudge: scores of 1 and 4, with 3 stickers and 1, make 1 + 1 + 1 + 4. Shared out over how many?

Method: the sumproduct, divided by the sum of the stickers.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w01-overall-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def overall_score(scores, stickers):
    ### BEGIN SOLUTION
    answer = sumproduct(scores, stickers) / sum(stickers)  # ← your formula, from 0 to 5
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w01-overall-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w01-overall", overall_score, guess=guess)
### BEGIN HIDDEN TESTS
check("w01-overall", overall_score, guess=guess, also={"scores": [3.2, 1.5, 4.0, 2.2, 0.8], "stickers": [3, 8, 2, 11, 6]})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w01-gap-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 3. How much does a gap weigh?

The **gap** is the way from the score to the target. The **weight** is the area's share of all the stickers. The weighted gap is the gap times the weight: what closing it would add to the overall score.

**Task (4 points).** Write a formula for the weighted gap in data, in **steps**, to two decimals. Names: `score` (1.4 here), `target` (3), `stickers` (5) and `all_stickers` (20).

<details><summary>Hint</summary>

Nudge: what share of all the stickers did data get?

Method: that share, times the gap in brackets. The star means times.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w01-gap-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def weighted_gap(score, target, stickers, all_stickers):
    ### BEGIN SOLUTION
    answer = stickers / all_stickers * (target - score)  # ← your formula, in steps
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w01-gap-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w01-gap", weighted_gap)
### BEGIN HIDDEN TESTS
check("w01-gap", weighted_gap, also={"score": 2.2, "target": 4.5, "stickers": 7, "all_stickers": 30})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w01-first-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 4. Which area comes first?

Two years on, Ribble asks again, with new targets and stickers (simulated):

| Area | Score | Target | Stickers |
| :--- | ---: | ---: | ---: |
| direction | 3.5 | 4 | 3 |
| tools | 2.5 | 4 | 5 |
| people | 3 | 3.5 | 6 |
| data | 3 | 4 | 3 |
| automation | 2 | 4 | 2 |
| energy | 1 | 2.5 | 1 |

**Task (2 points).** Which area has the largest weighted gap? Write its name between quotation marks, such as `"energy"`.

<details><summary>Hint</summary>

Nudge: a low score is not yet a gap, and a wide gap is not yet one that matters.

Method: target less score, times stickers, for each row. The largest comes first.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w01-first-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "tools"  # ← your choice, in quotation marks
### END SOLUTION
first_area = answer

# %% nbgrader={"grade": true, "grade_id": "w01-first-check", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("w01-first", first_area)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w01-weakest-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 5. What holds a plan back?

Back to today. The director wants **live job tracking**: a screen at each machine. For that, tools, people and data must each stand at step 3. A plan is only as strong as its **weakest link**: the area with the lowest score.

**Task (4 points).** Write a formula for how far the plan falls short, in **steps**, to two decimals. Names: `needed` (3 here), `tools` (2.5), `people` (2.75) and `data` (1.4). `min(...)` finds the lowest of several figures, with commas between them.

<details><summary>Hint</summary>

Nudge: can strong tools make up for weak data?

Method: what is needed, less the lowest of the three.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w01-weakest-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def steps_short(needed, tools, people, data):
    ### BEGIN SOLUTION
    answer = needed - min(tools, people, data)  # ← your formula, in steps
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w01-weakest-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w01-weakest", steps_short)
### BEGIN HIDDEN TESTS
check("w01-weakest", steps_short, also=[
    {"needed": 4, "tools": 1.8, "people": 3.1, "data": 2.6},
    {"needed": 3.5, "tools": 2.9, "people": 1.2, "data": 2.4},
    {"needed": 4.5, "tools": 3.4, "people": 3.9, "data": 1.9},
])
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w01-disagree-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 6. Do the two agree?

On **tools**, the averages of the two are close: 2.75 and 2.25. Look at their answers, though: 4, 0, 4, 3 and 1, 3, 2, 3. Is that the same firm?

**Task (4 points).** Write a formula for how far apart they are at a question, on average, in **steps**, to two decimals. Names: `director` and `leader`, their answers in order. `differences(director, leader)` lists the distances, one for each question, without a minus sign. `mean(...)` makes one number of a list: its average.

<details><summary>Hint</summary>

Nudge: what is lost when you average first and compare later?

Method: the average of the differences; one function inside the other's brackets.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w01-disagree-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def distance(director, leader):
    ### BEGIN SOLUTION
    answer = mean(differences(director, leader))  # ← your formula, in steps
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w01-disagree-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w01-disagree", distance)
### BEGIN HIDDEN TESTS
check("w01-disagree", distance, also={"director": [5.0, 2.0, 4.0, 1.0, 3.0], "leader": [2.0, 3.0, 1.0, 1.0, 4.0]})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w01-percent-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 7. Per cent, or percentage points?

Going from 40% to 50% is a rise of 10 **percentage points**: the plain difference. It is also a growth of 25 **per cent**: 10 is a quarter of 40. Sellers print what looks larger.

A brochure tells of a firm (made up) whose share of job cards on screen rose from 32% to 44%.

**Task (4 points).** Write a formula for that growth in **per cent**, to one decimal. Names: `before` (32 here) and `after` (44).

<details><summary>Hint</summary>

Nudge: how large is the rise, beside what was there before?

Method: the rise in brackets, divided by `before`, times 100.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w01-percent-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def growth_percent(before, after):
    ### BEGIN SOLUTION
    answer = 100 * (after - before) / before  # ← your formula, in %
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w01-percent-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w01-percent", growth_percent)
### BEGIN HIDDEN TESTS
check("w01-percent", growth_percent, also={"before": 54, "after": 63})
### END HIDDEN TESTS

# %% [markdown]
"""
## Your firm

The next cell shows 24 questions, with what 0 and what 5 means. The steps between are those of the ladder. Where the ladder does not fit: 1 a start, 2 here and there, 3 in most places, 4 nearly everywhere.

Answer for what **is**, not for what is planned, and for the whole firm, not its best corner. Where you do not know, write `?`: that never counts as 0.

*The questions are this course's own. Their themes are those that Europe's digital innovation hubs use.*
"""

# %% nbgrader={"grade": false, "grade_id": "w01-case-questions", "locked": true, "schema_version": 3, "solution": false, "task": false}
questions_table()

# %% [markdown] nbgrader={"grade": false, "grade_id": "w01-firm-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
### Your answers

**Task (8 points).** Replace **each** set of three dots by one line between quotation marks, with spaces between the figures, such as `"2 3 ? 1"`. Keep the comma after it.

* For each area, its **four answers** in order: 0 to 5, or `?`. The words after `#` recall the questions.
* **Targets:** where each area should stand in two years, 0 to 5, halves too. A target below today's score is allowed.
* **Stickers:** share out 20; 0 is fine. Where would progress help you most?

Points are for a form that is complete and fits together, not for a good firm. A chart of your gaps appears.

It is kept in `my-firm.json`, in your own space, for weeks 4 and 12.
"""

# %% nbgrader={"grade": false, "grade_id": "w01-firm-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = dict(
    direction="2 1 3 1",  # plan, money, leader, results
    tools="2 1 3 2",  # planning jobs, shared figures, network, orders
    people="3 2 1 3",  # skills, time to learn, say in choosing, ideas
    data="1 2 1 ?",  # where kept, trust, speed, cyber attack
    automation="2 1 ? 0",  # heavy work, machine reports, office work, faults seen coming
    energy="1 2 1 ?",  # power, scrap, action, carbon figure
    targets="3 3 4 3 2 2",  # six targets, 0 to 5: direction tools people data automation energy
    stickers="3 4 4 6 2 1",  # six numbers, 20 in all, in the same order
)
### END SOLUTION
firm = remember("week01", answer)
own_gaps(firm)

# %% nbgrader={"grade": true, "grade_id": "w01-firm-check", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("w01-firm", firm)

# %% [markdown]
"""
## Your decision

One sentence for your own board: which area do you bring forward first, and which figure says so? Write it on one line, between straight double quotation marks. It is saved for week 12.
"""

# %% nbgrader={"grade": false, "grade_id": "w01-decision-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "We bring data forward first: its weighted gap of 0.50 is our largest, and two people must answer again."  # ← your sentence, between quotation marks " "
### END SOLUTION
decision = decide("week01", answer)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w01-memo-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## Memo to Ribble's board

**Task (6 points, marked by a tutor).** About 120 words, with today's figures, on three questions:

* Should Ribble start with screens at the machines, or with something else?
* Which two figures say so?
* Where do the two people differ, or not know, and what would you ask them?

| What counts | 2 points | 1 point | 0 points |
| :--- | :--- | :--- | :--- |
| **Advice** | says what to do first, and what waits for it | says what to do first | no advice |
| **Figures** | two or more from above, rightly used, with what they measure | one | none, or wrong |
| **Doubt** | says where the two people differ or do not know, and what to ask | names a doubt | none |
"""

# %% [markdown] nbgrader={"grade": true, "grade_id": "w01-memo", "locked": false, "points": 6, "schema_version": 3, "solution": true, "task": false}
"""
We should bring data forward first and let the screens wait. Live job tracking needs tools, people and data at step 3 of the ladder. Tools stand at 2.50 and people at 2.75, but data stands at 1.40, so the plan is 1.60 steps short. Screens would show figures that nobody keeps yet. Data is also our largest weighted gap: closing it would lift our overall score of 2.07 by 0.40, against 0.24 for direction, the next.

These scores rest on two people. They are 3 steps apart on the one data question that both answered, and three of the eight data answers were “don't know”. Before we spend anything, both should look at one finished job: who wrote down what, and where is it now?
"""

# %% [markdown]
"""
## Key points

* “Don't know” is not zero. Leave it out, and ask somebody who knows.
* An overall score shows change. It does not say what to do.
* Rank by weighted gap, not by lowest score or widest gap.
* A plan stands where its weakest link stands.
* Averages hide quarrels. Compare two people question by question.
* The size of a radar chart's shape means nothing.
* Percentage points are not per cent.

**Monday morning:** give the 24 questions to somebody on the shop floor. Talk about where you differ most.

**Hand in:** save (Ctrl+S; ⌘S on a Mac). On the hub, press *Submit* in *Nbgrader → Assignment List*. On your own machine, the cards are your result.
"""
