# A notebook as text; `ldt build` keeps it and the notebook beside it the same.

# %% [markdown]
"""
# Is it worth it?

**Week 5 · 75 minutes · 40 points.** By the end you can say whether an investment pays, and on which figures.

**You will decide** whether Ribble Precision should buy a robot cell, and put your own project to the same test.

**Have to hand** one thing that you might automate (your choice of week 4, if you have it), with a rough price and saving.

You never write a program here. In each exercise you change **one line**: what comes after `answer =`. Run a cell with **Shift+Enter**. Run the next cell first, each time you open this page.
"""

# %% nbgrader={"grade": false, "grade_id": "w05-setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from course.cases import ribble
from course.checks import check
from course.display.appraisal import appraisal_explorer, cash_flow_picture
from course.methods.appraisal import annuity_factor, irr, npv
from course.workbook import decide, remember

# Your answers. All are blank to begin with; the exercises fill them.
guess = payback_years = npv_pounds = discounted_payback_years = irr_percent = ...
profitability_index = size = yearly_cost = real_rate_percent = firm = decision = ...

# %% [markdown]
"""
## Predict

Ribble Precision Ltd makes parts for aircraft. A robot cell would cost it £88,000. A grant would pay £20,000 of that. Once people have learned to use it, the cell saves £33,000 a year.

**How many years will it take until Ribble has its own money back?** Guess before you work anything out; nobody marks it. You will see it again beside the result.
"""

# %% nbgrader={"grade": false, "grade_id": "w05-predict-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = 2  # ← your guess, in years
### END SOLUTION
guess = answer

# %% [markdown]
"""
## The case: Ribble's robot cell

*Ribble Precision is a made-up firm, and all its figures are simulated.*

Ribble has 48 staff. An operator now stands at one lathe all day, loading and unloading. A **cobot** (a robot arm that can work next to people) could do that. It would free about 1,500 hours a year, at £22 an hour: £33,000. In the first year it saves only £9,000, while people learn. Ribble counts on it for five years. Of any investment it asks at least **10% a year**. A study of the idea has cost £4,500. That is paid already.
"""

# %% nbgrader={"grade": false, "grade_id": "w05-case", "locked": true, "schema_version": 3, "solution": false, "task": false}
cash_flow_picture(
    **ribble.money(ribble.ONE_MACHINE),
    life=ribble.ONE_MACHINE.life,
    caption="Ribble's one-machine cell, in pounds of each year (simulated).",
)

# %% [markdown]
"""
## Explore

Move the sliders and watch the pictures. The tables hold the same figures.

* **Upper picture:** the cell's money, added up year by year. Where the solid line crosses zero, Ribble has its money back. The broken line counts in today's money.
* **Lower picture: net present value**, what the project is worth in today's money after it has paid for itself, at each rate that a firm might ask.

Try three things. Make the first year as good as the others. Take the grant away. Find the rate at which the project is worth nothing: that is its **internal rate of return**.
"""

# %% nbgrader={"grade": false, "grade_id": "w05-explore", "locked": true, "schema_version": 3, "solution": false, "task": false}
appraisal_explorer(
    **ribble.money(ribble.ONE_MACHINE), rate=ribble.RATE, life=ribble.ONE_MACHINE.life
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w05-payback-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 1. How long is the money at risk?

**Payback** is the time until a project has brought back what the firm itself put in. A slow first year makes it longer.

**Task (4 points).** Write a formula for payback in **years**, to two decimals. You may use these names: `cost`, `grant`, `first_year` (saved in year 1) and `full_year` (saved in each later year). They stand for Ribble's figures now, and for another firm's when your work is marked.

<details><summary>Hint</summary>

Nudge: after year 1, how much of Ribble's own money is still to come back?

Method: one year, plus what is still owed divided by a full year's saving. Use brackets around what is owed.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w05-payback-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def payback_years(cost, grant, first_year, full_year):
    ### BEGIN SOLUTION
    answer = 1 + (cost - grant - first_year) / full_year  # ← your formula, in years
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w05-payback-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w05-payback", payback_years, guess=guess)
### BEGIN HIDDEN TESTS
check("w05-payback", payback_years, guess=guess, also={"cost": 64_000, "grant": 9_000, "first_year": 11_000, "full_year": 19_000})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w05-npv-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 2. What is it worth in today's money?

£100 next year is worth less than £100 today: at 10% a year, £90.91. **Net present value** turns every year's money into today's and adds it up. Above zero, it earns more than the firm asks.

**Task (4 points).** Give it for five years, in **pounds**, to the nearest £10. Use `npv(rate, [...])`: today's money first, then years 1 to 5; money out is negative. Names: `cost`, `grant`, `first_year`, `full_year`, `rate` (0.10 here) and `study` (what the study has cost). The grant arrives today.

<details><summary>Hint</summary>

Nudge: which payments are still undecided?

Method: six numbers, `grant - cost` first. `npv(rate, [-500, 200, 400])` is £500 out today, £200 in after a year, £400 after two.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w05-npv-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def npv_pounds(cost, grant, first_year, full_year, rate, study):
    ### BEGIN SOLUTION
    answer = npv(rate, [grant - cost, first_year, full_year, full_year, full_year, full_year])  # ← your formula, in £
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w05-npv-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w05-npv", npv_pounds)
### BEGIN HIDDEN TESTS
check("w05-npv", npv_pounds, also={"cost": 64_000, "grant": 9_000, "first_year": 11_000, "full_year": 19_000, "rate": 0.12, "study": 2_500})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w05-discounted-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 3. When does Ribble break even, once money has a price?

**Discounted payback** counts in today's money, so it is later than simple payback.

After **3 whole years**, in today's money, **£7,752** is still owed. In year 4 the cell saves £33,000, in the money of year 4.

**Task (4 points).** Write a formula for discounted payback in **years**, to two decimals. Names: `whole_years` (3 here), `still_owed`, `next_saving` (not yet turned into today's money) and `rate`.

<details><summary>Hint</summary>

Nudge: are `still_owed` and `next_saving` in the same money?

Method: money of year 4 becomes today's when divided by `(1 + rate) ** 4`, where `**` means “to the power of”. Here the 4 is `whole_years + 1`. Put brackets round that whole piece.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w05-discounted-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def discounted_payback_years(whole_years, still_owed, next_saving, rate):
    ### BEGIN SOLUTION
    answer = whole_years + still_owed / (next_saving / (1 + rate) ** (whole_years + 1))  # ← your formula, in years
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w05-discounted-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w05-discounted", discounted_payback_years)
### BEGIN HIDDEN TESTS
check("w05-discounted", discounted_payback_years, also={"whole_years": 4, "still_owed": 9_400, "next_saving": 19_000, "rate": 0.12})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w05-irr-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 4. What does the money earn?

The **internal rate of return** is the rate at which net present value is zero. If the bank charged that rate, the project would just break even.

**Task (4 points).** Give it in **per cent a year**, to one decimal. `irr([...])` takes the same six numbers as before and gives a fraction: `0.25` means 25%. Names: `cost`, `grant`, `first_year`, `full_year`.

<details><summary>Hint</summary>

Nudge: the list is the one from exercise 2.

Method: `100 * irr([...])`, today's money first. The star means times; it cannot be left out.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w05-irr-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def irr_percent(cost, grant, first_year, full_year):
    ### BEGIN SOLUTION
    answer = 100 * irr([grant - cost, first_year, full_year, full_year, full_year, full_year])  # ← your formula, in %
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w05-irr-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w05-irr", irr_percent)
### BEGIN HIDDEN TESTS
check("w05-irr", irr_percent, also={"cost": 64_000, "grant": 9_000, "first_year": 11_000, "full_year": 19_000})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w05-index-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 5. How much comes back for each pound?

The **profitability index** is all the savings in today's money, divided by what the firm itself puts in.

**Task (4 points).** Give the index as a plain number, to two decimals. Names: `cost`, `grant`, `first_year`, `full_year`, `rate`. You may use `npv(rate, [...])` again; put 0 for today, and it adds up the savings alone.

<details><summary>Hint</summary>

Nudge: is it above or below 1 when a project is worth doing?

Method: `npv(rate, [0, ...]) / (...)`, with Ribble's own payment below the line.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w05-index-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def profitability_index(cost, grant, first_year, full_year, rate):
    ### BEGIN SOLUTION
    answer = npv(rate, [0, first_year, full_year, full_year, full_year, full_year]) / (cost - grant)  # ← your formula
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w05-index-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w05-index", profitability_index)
### BEGIN HIDDEN TESTS
check("w05-index", profitability_index, also={"cost": 64_000, "grant": 9_000, "first_year": 14_000, "full_year": 19_000, "rate": 0.12})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w05-size-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 6. Small cell or large cell?

Ribble could serve two machines instead of one. There is room for one cell only, and the bank would lend for either.

| Over five years | One machine | Two machines |
| :--- | ---: | ---: |
| Ribble's own money | £68,000 | £130,000 |
| Payback | 2.79 years | 3.07 years |
| Internal rate of return | 25.9% | 20.7% |
| Profitability index | 1.52 | 1.34 |
| Net present value at 10% | £35,280 | £44,100 |

**Task (2 points).** Which leaves the firm better off? Write `"one machine"`, `"two machines"` or `"neither"`, with the quotation marks.

<details><summary>Hint</summary>

Nudge: can Ribble spend a percentage?

Method: when one choice shuts out the other, compare pounds.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w05-size-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "two machines"  # ← your choice, in quotation marks
### END SOLUTION
size = answer

# %% nbgrader={"grade": true, "grade_id": "w05-size-check", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("w05-size", size)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w05-yearly-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 7. Which washer is cheaper?

Parts must be washed before inspection, for as long as Ribble makes them. Two **parts washers** are on offer:

| Washer | Long-lived | Short-lived |
| :--- | ---: | ---: |
| Price | £40,000 | £17,000 |
| Running cost a year | £2,400 | £2,500 |
| Lasts | 8 years | 3 years |

To compare them, turn each price into **so much a year**, as a loan would.

**Task (4 points).** Write a formula for the cost of a washer in **pounds a year**, to the nearest £10. Names: `price`, `running`, `life`, `rate`. The **annuity factor**, `annuity_factor(rate, life)`, is what £1 a year, for `life` years, is worth today. The card shows both washers.

<details><summary>Hint</summary>

Nudge: which cost comes once, and which every year?

Method: divide the price by the annuity factor; add the running cost.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w05-yearly-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def yearly_cost(price, running, life, rate):
    ### BEGIN SOLUTION
    answer = price / annuity_factor(rate, life) + running  # ← your formula, in £ a year
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w05-yearly-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w05-yearly", yearly_cost)
### BEGIN HIDDEN TESTS
check("w05-yearly", yearly_cost, also={"price": 26_000, "running": 1_700, "life": 6, "rate": 0.12})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w05-real-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## 8. With inflation or without?

Prices rise, say, 3% a year. The 10% that Ribble asks has inflation in it: it is a **nominal** rate. What it asks on top of inflation is the **real** rate. Savings in each year's own money, as Ribble's are, go with the nominal rate; savings in today's prices with the real one.

**Task (4 points).** Write a formula for the real rate in **per cent**, to two decimals. Names: `nominal` (0.10 here) and `inflation` (0.03).

<details><summary>Hint</summary>

Nudge: £1.00 grows to £1.10. A £1.00 part costs £1.03 by then. How many parts is that?

Method: divide one by the other, take 1 away, multiply by 100.
</details>
"""

# %% nbgrader={"grade": false, "grade_id": "w05-real-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def real_rate_percent(nominal, inflation):
    ### BEGIN SOLUTION
    answer = 100 * ((1 + nominal) / (1 + inflation) - 1)  # ← your formula, in %
    ### END SOLUTION
    return answer

# %% nbgrader={"grade": true, "grade_id": "w05-real-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w05-real", real_rate_percent)
### BEGIN HIDDEN TESTS
check("w05-real", real_rate_percent, also={"nominal": 0.085, "inflation": 0.045})
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "w05-firm-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## Your firm

Now your own project. A careful estimate beats no figure: ask whoever pays the bills, and the supplier.

**Task (4 points).** Replace **each** set of three dots. Words go between quotation marks. Write numbers bare: `65000`, not `£65,000`; `12`, not `12%`. Keep the comma at the end of each line. You get the points when all is filled in and fits together. Nobody marks whether the project is good.

What you enter is kept in `my-firm.json`, in your own space, for the strategy of week 12. If you hand this notebook in, your tutor can see the figures in it, and nobody else.
"""

# %% nbgrader={"grade": false, "grade_id": "w05-firm-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = dict(
    project="Palletising at the end of line 2",  # what you would automate, in quotation marks
    cost=64_000,  # all that you would pay, before any grant, in £
    grant=12_000,  # any grant you count on, in £ (0 if none)
    first_year=9_000,  # what it saves in year 1, in £
    full_year=21_000,  # what it saves in each later year, in £
    life=6,  # how many years you count on it
    rate=12,  # what you ask of an investment, in % a year (no figure yet? take 10, as Ribble does)
)
### END SOLUTION
firm = remember("week05", answer)

# %% nbgrader={"grade": true, "grade_id": "w05-firm-check", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("w05-firm", firm)

# %% [markdown]
"""
## Your decision

One sentence for your own board: do it, do not do it, or find out something first; and the figure that decides it. Write it on one line, between straight double quotation marks. It is saved for week 12.
"""

# %% nbgrader={"grade": false, "grade_id": "w05-decision-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
answer = "We ask for two more quotes, since it is worth £23,600 only if year 2 brings the full saving."  # ← your sentence, between quotation marks " "
### END SOLUTION
decision = decide("week05", answer)

# %% [markdown] nbgrader={"grade": false, "grade_id": "w05-memo-task", "locked": true, "schema_version": 3, "solution": false, "task": false}
"""
## Memo to Ribble's board

**Task (6 points, marked by a tutor).** In 120 to 200 words: should Ribble buy a cell, and which one? A tutor marks it by this table.

| What counts | 2 points | 1 point | 0 points |
| :--- | :--- | :--- | :--- |
| **Advice** | says what to do, and which cell | says what to do | no advice |
| **Figures** | two or more from above, rightly used, with units | one | none, or wrong |
| **Doubt** | names the estimate that matters most, and what would change your mind | names a risk | none |
"""

# %% [markdown] nbgrader={"grade": true, "grade_id": "w05-memo", "locked": false, "points": 6, "schema_version": 3, "solution": true, "task": false}
"""
We should build the two-machine cell. It is worth about £44,100 in today's money over five years at the 10% we ask, £8,800 more than the one-machine cell, although the smaller one pays back a little sooner (2.79 against 3.07 years) and has the higher rate of return (25.9% against 20.7%). Only one cell fits, so pounds decide and not percentages. The estimate that matters most is the saving in a full year. It rests on hours that we say we can use elsewhere; if those hours are not filled with paid work, the saving is not cash. Before we order, production should show for one month which jobs would take up the freed hours. If they fill less than about seven eighths of them, I would build the smaller cell. The grant is not yet agreed, and we should not sign before it is. The study is already paid for and plays no part in this.
"""

# %% [markdown]
"""
## Key points

* Payback says how long money is at risk, not what a project is worth.
* **Net present value** counts every year, and what money costs, in pounds.
* Count the grant once. Leave out what is already spent, and depreciation.
* Where only one can be built, compare pounds, not percentages. Where lives differ, compare cost a year.
* Use one kind of money: with inflation, or without.

**Monday morning:** take the last quote on your desk. Ask who will use the hours it frees, and for what.

**Hand in:** save (Ctrl+S; ⌘S on a Mac). On the hub, press *Submit* in *Nbgrader → Assignment List*. On your own machine, the cards are your result; memos are marked on the hub.
"""
