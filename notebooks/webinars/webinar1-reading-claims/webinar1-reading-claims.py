# A notebook as text; `ldt build` keeps it and the notebook beside it the same.

# %% [markdown]
"""
# Should we believe that claim?

**Webinar 1 · 60 minutes with the live part · not marked.** By the end you can take a printed success story apart and say what is left of it.

| Part | Minutes | What happens |
| :--- | ---: | :--- |
| before, on your own | 45 | everything down to “Live” |
| live, led by your tutor | 15 | you compare, and question a claim together |
| afterwards, at your firm | 15 more | your own claim, and your decision |

**You will decide** how much weight a published success story deserves.

**Have to hand** one claim that somebody has shown your firm: a brochure, a quote, an article, an award.

As in the workshops, you change only what comes after `answer =`. Run a cell with **Shift+Enter**. Run the next cell first, each time you open this page. The cards count points for yourself alone; nobody records them.
"""

# %%
from dataclasses import asdict

from course.cases import claims
from course.checks import check
from course.checks.sessions import webinar1
from course.display.claims import claim_explorer
from course.workbook import decide, remember

# Your answers. All are blank to begin with; the exercises fill them.
guess = kind = per_job = grant_share = per_project = per_pound = left = implied = own = decision = ...

# %% [markdown]
"""
## Predict

Twelve firms bought robots and automation. Articles also print a forecast of what their projects will add to the economy of their county.

**For each £1 put in, how many pounds does that forecast add?** Guess before you read on. You will see your guess again.
"""

# %%
answer = ...  # ← your guess, in pounds for each £1 put in
guess = answer

# %% [markdown]
"""
## What is printed

All figures below are printed about **Made Smarter**, a public programme for small manufacturers in North West England, or about cobots. This course follows the public outline of one of its courses, so it is fair to begin with our own doorstep.

We quote what is printed, and what kind of figure it is. We do not say that any of it is wrong. The firms named in such articles, and their awards, are not judged here. Your questions would be the same for any claim: a seller's, a bank's, or this course's.
"""

# %% [markdown]
"""
| Printed about | What went in | What is said to come of it |
| :--- | :--- | :--- |
| Technology projects in Lancashire | [£7.6m](https://www.srmtoday.com/lancashire-manufacturers-boost-digital-skills-with-expanded-made-smarter-programme/ "fact: ldt-lancashire-investment, undated page, read in November 2026"), grants and firms together | said to bring: over [520 jobs](https://www.srmtoday.com/lancashire-manufacturers-boost-digital-skills-with-expanded-made-smarter-programme/ "fact: ldt-lancashire-jobs, undated page, read in November 2026"); projected: about [£80m](https://www.srmtoday.com/lancashire-manufacturers-boost-digital-skills-with-expanded-made-smarter-programme/ "fact: ldt-lancashire-uplift, undated page, read in November 2026") |
| Robots and automation: [12 firms](https://lancashirebusinessview.co.uk/latest-news-and-features/automation-helping-create-lancashire-jobs "fact: lancashire-robotics-projects, undated page, read in November 2026") in Lancashire | [£471,000](https://lancashirebusinessview.co.uk/latest-news-and-features/automation-helping-create-lancashire-jobs "fact: lancashire-robotics-investment, undated page, read in November 2026"): [£198,000](https://lancashirebusinessview.co.uk/latest-news-and-features/automation-helping-create-lancashire-jobs "fact: lancashire-robotics-grants, undated page, read in November 2026") of grants, [£273,000](https://lancashirebusinessview.co.uk/latest-news-and-features/automation-helping-create-lancashire-jobs "fact: lancashire-robotics-private, undated page, read in November 2026") of the firms' own | forecast: [47 jobs](https://lancashirebusinessview.co.uk/latest-news-and-features/automation-helping-create-lancashire-jobs "fact: lancashire-robotics-jobs, undated page, read in November 2026"), [£42.7m](https://lancashirebusinessview.co.uk/latest-news-and-features/automation-helping-create-lancashire-jobs "fact: lancashire-robotics-gva, undated page, read in November 2026") of value added |
| The whole North West | not said beside it | [2,500 manufacturers](https://www.thisislancashire.co.uk/news/23825028.rawtenstall-firm-benefits-made-smarter-programme/ "fact: made-smarter-manufacturers, undated page, read in November 2026") have engaged with the programme, and hundreds of them got support; [334 projects](https://www.thisislancashire.co.uk/news/23825028.rawtenstall-firm-benefits-made-smarter-programme/ "fact: made-smarter-projects, undated page, read in November 2026") are forecast to bring [1,550 jobs](https://www.thisislancashire.co.uk/news/23825028.rawtenstall-firm-benefits-made-smarter-programme/ "fact: made-smarter-jobs, undated page, read in November 2026") and [£242m](https://www.thisislancashire.co.uk/news/23825028.rawtenstall-firm-benefits-made-smarter-programme/ "fact: made-smarter-gva, undated page, read in November 2026") of value added |
| Robot arms that can work next to people (**cobots**) | the price | claim of a maker, Universal Robots: paid back after [195 days](https://qviro.com/articles/why-a-cobot-pays-back-in-195-days-and-why-an-industrial-robot-probably-does-not "fact: cobot-payback-claim, undated page, read in November 2026"), on average; the page adds that an industrial robot probably is not |

**Value added** (in full: gross value added) is what firms sell, less what they buy in: wages and profit together.
"""

# %% [markdown]
"""
## Four questions for any figure

| Ask | Because |
| :--- | :--- |
| **What kind is it?** Forecast, measured, or an average that somebody chose? | A forecast can be made by the one who profits from it. |
| **For each what?** Pound, job, firm, project? | A large total can be small for each one. |
| **Compared with what?** What would have happened anyway? | Firms that seek help may grow without it too. |
| **Where, and by when?** | A job that moved down the road is not new. A pound in five years is not a pound today. |

The first two need only division. You do them now. The other two need judgement. They come after.
"""

# %% [markdown]
"""
## 1. What kind is it?

Four things are printed above: the money put in, the jobs, the value added, and the payback time.

**Task.** Which of them could an accountant check today, in the books? Write `"money put in"`, `"jobs"`, `"value added"` or `"payback"`, with the quotation marks.

<details><summary>Hint</summary>

Nudge: which has happened already?

Method: look in the table for “forecast”, “projected”, “said to” and “claim”. Which of the four never stands beside such a word, and leaves an invoice?
</details>
"""

# %%
answer = ...  # ← your choice, in quotation marks
kind = answer

# %%
check(webinar1.KIND, kind)

# %% [markdown]
"""
## 2. What was put in for each job?

**Task.** Take the first line of the table, Lancashire. How many **pounds** were put in for each job? You may type the sum, such as `5_000_000 / 400`. The low line only makes noughts easier to count. You need not round, here or later; if you do, then here to the nearest £10.

<details><summary>Hint</summary>

Nudge: which figure is shared out, and among how many?

Method: money put in, divided by jobs. A million has six noughts.
</details>
"""

# %%
answer = ...  # ← £ for each job
per_job = answer

# %%
check(webinar1.PER_JOB, per_job)

# %% [markdown]
"""
## 3. Who paid?

The twelve firms with robots spent £39,250 each on average, grants included. A headline about “grant-funded” growth can hide how much of that was their own.

**Task.** Which share of the money did the grants pay, in **per cent**? (If you round: to one decimal.) Use the second line of the table.

<details><summary>Hint</summary>

Nudge: a share of what?

Method: grants, divided by all the money, times 100.
</details>
"""

# %%
answer = ...  # ← in per cent
grant_share = answer

# %%
check(webinar1.GRANT_SHARE, grant_share)

# %% [markdown]
"""
## 4. Do top and bottom belong together?

The third line has one forecast in pounds, and three counts beside it. A headline often puts the largest pounds next to the largest count. That does not make them one claim.

**Task.** What does the forecast say for each of the things that it is a forecast **of**? Give **pounds**. (If you round: to the nearest £100.)

<details><summary>Hint</summary>

Nudge: read the line once more. What “are forecast to bring” the value added?

Method: the forecast, divided by that count.
</details>
"""

# %%
answer = ...  # ← £ for each of them
per_project = answer

# %%
check(webinar1.PER_PROJECT, per_project)

# %% [markdown]
"""
## 5. What is said for each pound?

**Task.** Back to the twelve firms with robots. How much value added is forecast for each £1 put in, by grants and firms together? (If you round: to one decimal.)

<details><summary>Hint</summary>

Nudge: the two figures are not printed in the same way. Write both out, with every nought.

Method: value added, divided by all the money put in.
</details>
"""

# %%
answer = ...  # ← pounds for each £1 put in
per_pound = answer

# %%
check(webinar1.PER_POUND, per_pound, guess=guess)

# %% [markdown]
"""
## From gross to net

So far every figure was **gross**: all that happened. What a cause has really added is **net**. Three steps lead there, here in their simplest form:

* **Deadweight:** what would have happened anyway. Ask: what did firms do that got no help?
* **Displacement:** what only moved. One joiner's new job may be another's lost one.
* **Attribution:** the share of a result that one cause can rightly claim. A new machine, a new manager and a new customer may share one result.

The first word is defined in the [Treasury's Green Book](https://ppponline.affinitext.com/public/book?id=5905&toc_id=875725), the second in the government's Additionality Guide (2014). The third comes from **social return on investment**.
"""

# %% [markdown]
"""
### A small example (made up)

A scheme claims 100 jobs. Firms say that they would have hired for 40 of those posts anyway. That leaves 60. Of these, a third came from other firms in the town. That leaves 40. The scheme was one of two reasons, so half is due to it: **20 jobs**.

Each step takes its share of what the step before has left, so the order of the steps does not matter. Twenty is no scandal: 20 real jobs may be well worth the money. It is just another number than 100.
"""

# %% [markdown]
"""
## Explore

A made-up claim: customers gained £1,000,000 and had put in £250,000. Move the three shares and watch what is left. The table holds the same figures. Your shares are guesses, and that is the point: see which of them matters.

1. Move one share at a time. Which one must go furthest until less is left than was put in?
2. Set all three as a friend of the seller would, then as a rival would. How far apart do you end?
3. Type the claim of the twelve firms into the two fields: `42,700,000` for the claim, `471,000` for the money put in. Press Enter after each. How little may be left before it no longer covers what was put in?
"""

# %%
claim_explorer(**asdict(claims.EXPLORED))

# %% [markdown]
"""
<details><summary>Answers to compare with yours</summary>

1. The second: what only moved has to rise by 19 points. Deadweight has to rise by 15 points, and the share that is due to fall by 11 points. So a small doubt about the last one weighs most.
2. There is no right answer. With 10, 0 and 90 a friend is left with £810,000; with 60, 30 and 30 a rival is left with £84,000.
3. The second table says it: 1.1%.
</details>
"""

# %% [markdown]
"""
**What the third question shows.** Of the forecast for the twelve firms, 1.1% would equal the money put in. So the claim can lose nearly everything and still cover its cost: a harsh reader may be as wrong as a kind one. But value added reaches owners, staff and others. It is not a return to whoever paid, and until it is measured it is a forecast.

Pages about this programme sometimes print a period. For [45 projects](https://www.blackpoolgazette.co.uk/business/lancashire-firms-taking-up-robotics-thanks-to-support-programme-made-smarter-3395479 "fact: north-west-automation-projects, undated page, read in November 2026") across the North West the forecast is [£137.4m](https://www.blackpoolgazette.co.uk/business/lancashire-firms-taking-up-robotics-thanks-to-support-programme-made-smarter-3395479 "fact: north-west-automation-gva, undated page, read in November 2026"), **over three years**. Another page prints the same [£242m](https://mtimagazine.com/made-smarter-drives-22m-investment/ "fact: made-smarter-gva-three-years, undated page, read in November 2026") as the table, “over the next three years”, and for [350](https://mtimagazine.com/made-smarter-drives-22m-investment/ "fact: made-smarter-projects-three-years, undated page, read in November 2026") projects, not 334. Always ask for the period, and for what was counted.
"""

# %% [markdown]
"""
## 6. What is left of a brochure?

A made-up brochure says that customers gained £600,000. They had paid £120,000 for it. You ask three of them. You conclude: 0.35 of the gain would have come anyway; 0.20 of the rest was work taken from firms nearby; of what is left, 0.60 is due to the product.

**Task.** Write a formula for what is left, in **pounds**. Names: `claimed`, `anyway`, `displaced`, `due`.

<details><summary>Hint</summary>

Nudge: two shares come off, and one stays.

Method: `claimed * (1 - …) * (1 - …) * …`. Each step works on what the step before has left.
</details>
"""

# %%
def left(claimed, anyway, displaced, due):
    answer = ...  # ← your formula, in £
    return answer

# %%
check(webinar1.LEFT, left)

# %% [markdown]
"""
## 7. What does a payback time imply?

A claim can be tested against a case you know. Ribble Precision, the made-up firm of the workshops, could buy a cell with a cobot for £88,000. It expects a saving of £33,000 a year (simulated).

**Task.** If the cell were to pay for itself in 195 days of the calendar, what would it have to save in a whole year of 365 days? Give **pounds a year**. (If you round: to the nearest £100.) Leave any grant out.

<details><summary>Hint</summary>

Nudge: the price comes back in about half a year. Is a year's saving more or less?

Method: price, divided by the days of the claim, times the days of a year.
</details>
"""

# %%
answer = ...  # ← £ a year
implied = answer

# %%
check(webinar1.IMPLIED, implied)

# %% [markdown]
"""
## Live: question a claim together (15 minutes)

Your tutor leads. On your own? Take a colleague, or think it through.

1. **Guesses (3 minutes).** Who guessed how much for each £1? What did the forecast say, and what kind of figure is it?
2. **Friend and rival (4 minutes).** How far apart did you end in the explorer? About which share did you differ most?
3. **One claim (8 minutes).** Somebody reads out the claim that they brought. The others ask, with the table below. What would you have to see before you act on it?

If there is time: which claim has your own website made for years? Would it pass?
"""

# %% [markdown]
"""
### What to ask

| Of whom | Question |
| :--- | :--- |
| a seller | Which customers are in that average, and which are left out? May I ring the third one on your list? |
| a seller | Is it the price of the arm, or of the cell with guarding, grippers and training? One shift or three? |
| a programme | Forecast or measured? By whom, when, and who checks it afterwards? |
| a programme | What did similar firms do that had no help? |
| a newspaper | Do the two figures in this sentence belong to each other? |
| yourself | What would we have done anyway? Who else can claim this result? |
"""

# %% [markdown]
"""
## Afterwards, at your firm

### Your claim

Take the claim that you brought. Turn it into pounds a year if you can; a careful guess will do. Replace **each** set of three dots.

| Name | What to write |
| :--- | :--- |
| `claim` | what is claimed, in a few words |
| `said_by` | who says so |
| `kind` | `"forecast"`, `"measured"` or `"not said"` |
| `claimed`, `put_in` | the claim, and what was put in, in £ |
| `anyway` | what would have happened anyway, in % |
| `displaced` | what of the rest only moved from others, in % (0 if you look at your own firm alone) |
| `due` | what of that is due to this cause, in % |
| `ask` | the question that you will ask |

Words go between quotation marks, numbers are bare: `65000`. Shares are in per cent: `30`, not `0.3`.

What you enter is kept in `my-firm.json`, in your own space.
"""

# %%
answer = dict(
    claim=...,  # words, in " "
    said_by=...,  # words, in " "
    kind=...,  # words, in " "
    claimed=...,  # £
    put_in=...,  # £
    anyway=...,  # %
    displaced=...,  # %
    due=...,  # %
    ask=...,  # words, in " "
)
own = remember("webinar1", answer)

# %%
check(webinar1.OWN_CLAIM, own)

# %% [markdown]
"""
### Your decision

One sentence, between straight double quotation marks: how much weight does that claim deserve, and what will you ask before you act on it? It is saved beside your figures.
"""

# %%
answer = ...  # ← your sentence, between quotation marks " "
decision = decide("webinar1", answer)

# %% [markdown]
"""
## Key points

* A forecast is not a result. Ask who measured, and when.
* Divide: for each pound, job, firm or project. Top and bottom must belong to the same claim.
* Take off what would have come anyway and what only moved. Then share what is left among its causes.
* A large claim can lose most of itself and still be good. A small one cannot.
* The same questions hold for your own business case. Week 5 puts one to the test.

**Monday morning:** ring one customer whom a seller did not name, and ask what they would do again.
"""
