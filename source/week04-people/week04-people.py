# A notebook as text; `ldt build` keeps it and the notebook beside it the same.

# %% [markdown]
"""
# Who, and what first?

**Week 4 · 75 minutes · 40 points.** By the end you can say which project comes first, and who has to learn what for it.

**You will decide** which of your own projects comes first.

**Have to hand,** written down on paper, five ideas for your firm (three at least), each with a rough cost in £. Without them, add ten minutes. Your notes from weeks 1 to 3 help.

In each exercise you change **one line**: what comes after `answer =`. Run a cell with **Shift+Enter**. Run the next cell first, each time you open this page. If you did week 1 in this place, it shows you your widest gaps again.
"""

# %% nbgrader={"grade": false, "grade_id": "w04-setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from course.cases import ribble_people as ribble
from course.checks import check
from course.display.priorities import priorities_explorer, projects_table, week1_reminder
from course.methods.maturity import sumproduct
from course.methods.people import shortfalls
from course.workbook import book, decide, remember

# Your answers. All are blank to begin with; the exercises fill them.
guess = coverage = training_pounds = barriers = cost_points = ...
project_score = flip_percent = twice = quick_win = firm = decision = ...
week1_reminder(book.load)

# %% [markdown]
"""
## Predict

Ribble Precision Ltd makes parts for aircraft. Its managers have ranked five projects. A robot cell came first, although it is dear: cost counts for only 20% of a score.

**How high could that 20% go before another project wins?** Guess. Nobody marks it. It comes back beside the result.

Red message? Number only.
"""

# %% nbgrader={"grade": false, "grade_id": "w04-predict-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = 50  # ← your guess, in %
### END SOLUTION
guess = answer

# %% [markdown]
"""
## The case: five projects

*Ribble is a made-up firm, and all its figures are simulated.*

Ribble has 48 staff, and money and patience for one project this year. Its managers gave each project points from 0 to 10, for three things: how much it saves, how much customers gain, and how much **effort** it asks of people. There, 10 is the hardest. The cost is in pounds.

But no project runs by itself. So first ask who can do the work, and who wants to.
"""

# %% nbgrader={"grade": false, "grade_id": "w04-case", "locked": true, "schema_version": 3, "solution": false, "task": false}
projects_table(ribble.PROJECTS, ribble.ABOUT, "Ribble's five projects: its managers' points, 0 to 10, and the cost (simulated)")

# %% [markdown]
"""
## Explore

A **weighted score** adds up a project's points, each criterion (each thing that is scored) times how much it matters. Effort and cost are turned round first, so that 10 is always best.

The sliders need not add up to 100; the page turns them into per cent.

* **Upper picture:** the projects, the winner on top.
* **Lower picture:** how far one weight can move before another project wins. The others keep their proportions.

To change one figure and see whether the choice flips is **sensitivity analysis**.

Try two things. Find a weight of cost at which the robot cell loses. Then let the planning system win (try customers 80, saving 20, nothing else).
"""

# %% nbgrader={"grade": false, "grade_id": "w04-explore", "locked": true, "schema_version": 3, "solution": false, "task": false}
priorities_explorer(points=ribble.POINTS, weights=ribble.WEIGHTS)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w04-coverage-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 1. Who can do it?

A **skills matrix** is a table of people and skills. It says how well each person can do each job: 0 not yet, 1 learning, 2 with help, 3 alone, 4 can teach others.

| Person | Turn | Program | Measure | Robots |
| :--- | ---: | ---: | ---: | ---: |
| Asha | 4 | 4 | 1 | 2 |
| Ben | 3 | 2 | 0 | 1 |
| Carol | 3 | 2 | 3 | 0 |
| Dev | 4 | 2 | 3 | 1 |
| Ewa | 2 | 2 | 4 | 0 |
| Finn | 3 | 2 | 1 | 2 |
| Gita | 1 | 2 | 1 | 0 |

**Task (4 points).** How many people can work **alone** in each skill? Four numbers, in the order of the columns, such as `[2, 0, 4, 3]`. A skill that only one person has is a **single point of failure**.

<details><summary>Hint</summary>

Nudge: does a 2 work alone?

Method: go down each column, and count every 3 and every 4.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w04-coverage-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = [5, 1, 3, 0]  # ← your four numbers of people, between square brackets
### END SOLUTION
coverage = answer

# %% nbgrader={"grade": true, "grade_id": "w04-coverage-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w04-coverage", coverage)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w04-training-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 2. What would it cost to close the gaps?

With holidays and the robot cell in mind, Ribble needs 4, 3, 4 and 3 people for these skills. You have just counted those it has. To train one person in one skill costs £2,400.

**Task (4 points).** Write a formula for the cost of closing every gap, in **pounds**. Names: `needed` and `able` (what it needs and has, a list each) and `price`. `shortfalls(needed, able)` lists how many are missing in each skill; 0 where there are enough. `sum(...)` adds up a list.

At marking, these names hold another firm's figures.

<details><summary>Hint</summary>

Nudge: can a spare turner look after a robot?

Method: the price, times the sum of the shortfalls.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w04-training-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def training_pounds(needed, able, price):
    ### BEGIN SOLUTION
    answer = price * sum(shortfalls(needed, able))  # ← your formula, in £
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w04-training-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w04-training", training_pounds)
### BEGIN HIDDEN TESTS
check("w04-training", training_pounds, also={"needed": [2, 6, 5, 3], "able": [3, 1, 2, 4], "price": 3_100})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w04-barrier-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 3. What holds people back?

**ADKAR** names five things that people need in turn before they change: 1 awareness (why?), 2 desire (I want to), 3 knowledge (I know how), 4 ability (I can) and 5 reinforcement (it is kept up). For the robot cell, five teams scored them 1 to 5:

| Team | 1 A | 2 D | 3 K | 4 A | 5 R |
| :--- | ---: | ---: | ---: | ---: | ---: |
| Turners | 4 | 2 | 3 | 1 | 2 |
| Millers | 5 | 4 | 3 | 2 | 3 |
| Inspectors | 2 | 4 | 1 | 3 | 3 |
| Setters | 4 | 5 | 4 | 4 | 5 |
| Planners | 4 | 4 | 4 | 3 | 1 |

The **barrier point** is the first of the five that scores low: 3 or less. There help has to begin.

**Task (4 points).** Each team's barrier point by number (not score), 0 for none: five numbers, in order.

<details><summary>Hint</summary>

Nudge: does a course help a person who does not want to?

Method: read each row from the left. Stop at the first 3, 2 or 1.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w04-barrier-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = [2, 3, 1, 0, 4]  # ← your five numbers, between square brackets
### END SOLUTION
barriers = answer

# %% nbgrader={"grade": true, "grade_id": "w04-barrier-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w04-barrier", barriers)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w04-turn-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 4. How do you score a cost?

Points can only be added up if more is always better. A cost has to be **turned round**: the cheapest project gets 10 points, the dearest gets 0, and the others lie between, in proportion.

Job tracking costs £46,000. The cheapest project costs £16,000 and the dearest £96,000.

**Task (4 points).** Write a formula for a project's points for cost, from 0 to 10. No need to round. Names: `cost`, `cheapest` and `dearest`.

<details><summary>Hint</summary>

Nudge: the way from dearest to cheapest is £80,000 long. How much of it does this project save?

Method: dearest less cost, divided by dearest less cheapest, times 10. Put brackets round both differences.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w04-turn-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cost_points(cost, cheapest, dearest):
    ### BEGIN SOLUTION
    answer = 10 * (dearest - cost) / (dearest - cheapest)  # ← your formula, in points from 0 to 10
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w04-turn-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w04-turn", cost_points)
### BEGIN HIDDEN TESTS
check("w04-turn", cost_points, also={"cost": 57_000, "cheapest": 21_000, "dearest": 84_000})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w04-score-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 5. Would others choose the same?

The shift leaders wrote weights of their own: 45 for saving, 25 for customers, 30 for effort, 10 for cost.

**Task (4 points).** Write a formula for **job tracking's** weighted score, from 0 to 10. No need to round. Names: `saving` (6 here), `customers` (7), `effort` (7, where 10 is hardest), `cost_points` (6.25, turned round already) and `weights` (theirs, in this order). `sumproduct([a, b, c, d], weights)` multiplies pair by pair and adds up; a to d are your four figures. Mind what the weights add up to.

<details><summary>Hint</summary>

Nudge: in which of the four figures is more not yet better?

Method: in the list, effort becomes `10 - effort`. Divide the sumproduct by `sum(weights)`.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w04-score-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def project_score(saving, customers, effort, cost_points, weights):
    ### BEGIN SOLUTION
    answer = sumproduct([saving, customers, 10 - effort, cost_points], weights) / sum(weights)  # ← your formula, in points from 0 to 10
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w04-score-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w04-score", project_score)
### BEGIN HIDDEN TESTS
check("w04-score", project_score, also={"saving": 3, "customers": 9, "effort": 4, "cost_points": 8.1, "weights": [35, 15, 30, 40]})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w04-flip-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 6. When does the winner change?

Without cost (the managers' weights 40, 20, 20, divided by 80), the robot cell scores 7.50 and the camera check 5.25: **2.25 ahead**. On cost, it has 1 point and the camera check 8: **7 behind**.

If cost weighs 30%, the rest weighs 70%. The robot cell gains 1.58 (70% of 2.25) and loses 2.10 (30% of 7), so it loses.

**Task (4 points).** Write a formula for the weight of cost, in **per cent**, that makes them level. No need to round. Names: `rest_ahead` (2.25 here) and `cost_behind` (7).

<details><summary>Hint</summary>

Nudge: two equal leads would be level at 50%.

Method: the lead on the rest, over both leads together, times 100. Use brackets.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w04-flip-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def flip_percent(rest_ahead, cost_behind):
    ### BEGIN SOLUTION
    answer = 100 * rest_ahead / (rest_ahead + cost_behind)  # ← your formula, in %
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w04-flip-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w04-flip", flip_percent, guess=guess)
### BEGIN HIDDEN TESTS
check("w04-flip", flip_percent, guess=guess, also={"rest_ahead": 1.3, "cost_behind": 3.4})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w04-twice-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 7. Which criterion should stay out?

Three more criteria are proposed for the list:

* **hours freed**: how many hours of work a project frees
* **safety**: how many hand injuries it prevents
* **floor space**: how much room it clears

Ribble's saving is the hours that a project frees, times what an hour costs.

**Task (2 points).** Which one would count the same thing twice? Write `"hours freed"`, `"safety"` or `"floor space"`, with the quotation marks.

<details><summary>Hint</summary>

Nudge: which of them can you foretell from a column that is there already?

Method: for each, ask whether a project could score high on it and low on all the others.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w04-twice-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "hours freed"  # ← your choice, in quotation marks
### END SOLUTION
twice = answer

# %% nbgrader={"grade": true, "grade_id": "w04-twice-check", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("w04-twice", twice)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w04-win-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 8. Is there a quick win?

Points hide one thing: people lose heart if nothing works for a year. So look at **impact** (here the average of saving and customers) beside effort:

| Project | Impact | Effort |
| :--- | ---: | ---: |
| robot cell | 8.0 | 6 |
| job tracking | 6.5 | 7 |
| camera check | 5.5 | 4 |
| machine sensors | 2.5 | 2 |
| planning system | 7.0 | 8 |

A **quick win** has an impact of 5 or more, and an effort below 5. High on both is a big project; low on both is something for a quiet week.

**Task (2 points).** Which project is the quick win? Write its name, such as `"job tracking"`.

<details><summary>Hint</summary>

Nudge: it need not be the best on either side.

Method: strike out every effort of 5 or more. Of what is left, strike out every impact below 5.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w04-win-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "camera check"  # ← your choice, in quotation marks
### END SOLUTION
quick_win = answer

# %% nbgrader={"grade": true, "grade_id": "w04-win-check", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("w04-win", quick_win)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w04-firm-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## Your firm

**Task (6 points).** Replace **each** set of dots by a line between quotation marks. Keep the commas.

* **Three projects earn all points;** five are better. Fill others with `"none"`. Each line, such as `"new saw: 7 4 3 38000"`: a name, colon, points for saving, customers and effort (0 to 10: your best idea gets 10; for effort, the hardest), cost in £.
* **weights:** such as `"40 20 20 20"`, for saving, customers, effort and cost; 100 in all.
* **barrier:** what holds people back first: awareness, desire, knowledge, ability, reinforcement or none.
* **skill:** one that only one person has. Name no people.

Nobody marks merit. All is kept in `my-firm.json`, in your own space, for weeks 5 and 12.
"""

# %% nbgrader={"grade": false, "grade_id": "w04-firm-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = dict(
    project1="Palletising at the end of line 2: 9 5 5 64000",  # name: saving customers effort cost
    project2="Labels printed from the order: 4 7 3 18000",  # name: saving customers effort cost
    project3="Stock counted by scanner: 5 4 4 22000",  # name: saving customers effort cost
    project4="Power meters on five machines: 3 2 2 9000",  # another such line, or "none"
    project5="Quotes from a program: 6 8 7 40000",  # another such line, or "none"
    weights="50 20 15 15",  # saving customers effort cost, 100 in all
    barrier="knowledge",  # what holds people back first, or none
    skill="setting up line 2",  # a skill that only one person has, or none
)
### END SOLUTION
firm = remember("week04", answer)

# %% nbgrader={"grade": true, "grade_id": "w04-firm-check", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("w04-firm", firm)

# %% [markdown]
"""
## Your decision

One sentence for your own board: which project comes first, and what would change that? The card above says both. Write it on one line, between straight double quotation marks. It is saved for week 12.

Red message? Check both quotation marks.
"""

# %% nbgrader={"grade": false, "grade_id": "w04-decision-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "Palletising comes first; if cost counts for 21% and not 15%, printed labels do."  # ← your sentence, between quotation marks " "
### END SOLUTION
decision = decide("week04", answer)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w04-memo-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## Memo to Ribble's board

**Task (6 points, marked by a tutor).** About 120 words, on three questions:

* Which project should Ribble start with? Two figures say why.
* What must happen with its people first?
* At which weight would another project win, and how sure are the weights?

| What counts | 2 points | 1 point | 0 points |
| :--- | :--- | :--- | :--- |
| **Advice** | says which project first, and what people need before it | says which project first | no advice |
| **Figures** | two or more right ones from above, with what they measure | one right one, even beside a wrong one | none, or all wrong |
| **Doubt** | says at which weight another project wins, and how sure the weights are | says one of the two | none |
"""

# %% [markdown] nbgrader={"grade": true, "grade_id": "w04-memo", "locked": false, "points": 6, "schema_version": 3, "solution": true, "task": false}
"""
We should start with the camera check, and use this year to get ready for the robot cell. By the managers' weights the robot cell wins, with 6.20 points against 5.80. But that is a thin lead. Once cost weighs more than 24.3% and not 20%, the camera check wins. Nobody measured those weights. The camera check is also our only quick win: impact 5.5, effort 4.

The robot cell would stand still today. Nobody here can look after robots, and only one person can program. To close all the gaps takes £14,400 of training. A course alone is not enough: four teams of five have a barrier, and for the turners it is desire. The managing director should tell them why, before anybody is sent on a course.
"""

# %% [markdown]
"""
## Key points

* Count who can work alone. An average hides the single expert.
* A spare person in one skill fills no gap in another.
* Help people at their first barrier, not their lowest score.
* Turn costs round. Check what the weights add up to.
* Never report a winner without the weight at which it loses.
* A score ranks. It does not measure pounds: that is week 5.

**Monday morning:** ask who does your one expert's job on a day off.

**Hand in:** save (Ctrl+S; ⌘S on a Mac). On the hub, press *Submit* in *Nbgrader → Assignment List*. On your own machine, the cards are your result; memos are marked on the hub.
"""
