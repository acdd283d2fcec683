# A notebook as text; `ldt build` keeps it and the notebook beside it the same.

# %% [markdown]
"""
# Start here

**Fifteen minutes, once.** This page shows you everything you need to take the course. You have nothing to install and nothing to program.

Leading Digital Transformation is a three-month course for people who own or run a small manufacturer. It ends in a digital strategy for your firm that a board can read.

*The firms in the course are made up and their figures are simulated. The course follows the public outline of a programme for manufacturers in North West England. It is not run, checked or endorsed by that programme or by any university.*
"""

# %% [markdown]
"""
## 1. A page made of cells

You are looking at a **notebook**: a page of boxes, called **cells**. Some hold text, like this one. Some hold a short instruction to the computer and are grey.

To **run** a grey cell, click into it and press **Shift+Enter** (hold Shift, press Enter). What comes out appears below the cell. Try it with the next one.
"""

# %%
from course.checks.tutorial import hello

hello()

# %% [markdown]
"""
If a number in square brackets now stands beside the grey cell, such as `[1]`, it has run. `[*]` means that the computer is still busy. Nothing you do here can break anything.
"""

# %% [markdown]
"""
## 2. Change one line

In the whole course you only ever change what comes **after `answer =`**. Three dots mark the place. In some cells, a line that begins with `def` stands above yours, and one with `return` below. Leave those words and the four spaces alone.

A workshop has 12 people for 3 hours. How many hours of their time is that? Put your number where the three dots are, then run the cell. Then run the check below it.

You may let the computer do the sum: `12 * 3` is fine (the star means “times”), and so is `36`. As in a spreadsheet, `*` and `/` come before `+` and `-`; brackets come first.
"""

# %%
answer = ...  # ← your number, in hours
hours = answer

# %%
from course.checks import check
from course.checks.tutorial import HOURS

check(HOURS, hours)

# %% [markdown]
"""
## 3. Read the card

What came out is a **card**. It says one of four things:

* **Right**: the answer with its unit, and what it means.
* **Not yet**, with a name: a slip that many people make, and the next step.
* **Not yet**, with a question: think about the unit, the sign, a year or a month.
* **Nothing filled in yet**: the three dots are still there, or the cell above was not run.

Now go back, put **15** (12 plus 3) instead, and run both cells again. The card knows that slip. You can try as often as you like; only the last try counts.
"""

# %% [markdown]
"""
### How the points work

Each exercise says its points. Most of them give 3 at once when the answer is right, and 1 more at marking, if your formula also works with another firm's figures. A known slip or a wrong unit usually gives 1. A tutor marks the memos. Your own firm's figures are never marked for being good, only for being complete.
"""

# %% [markdown]
"""
## 4. If something goes wrong

| What you see | What to do |
| :--- | :--- |
| A red message under a cell | Your line was **not** taken. Look for a £ or % sign, a comma in a number (write `65000`), x for times (write `*`), a missing bracket or quotation mark. Mend it and run it again. |
| “name … is not defined” | A word lacks its quotation marks; or run the grey cells from the top: menu **Run → Run All Cells**. |
| `[*]` that stays for more than a minute | Menu **Kernel → Interrupt Kernel**, then run the cell again. |
| All is in a muddle | Menu **Kernel → Restart Kernel**, then **Run → Run All Cells**. Your text stays. |
| A cell was deleted by mistake | Menu **Edit → Undo Cell Operation**. |
"""

# %% [markdown]
"""
## 5. Get a clean copy back

Your work is never overwritten. If you want a notebook as it was at the start:

* **On the hub:** rename your folder (right click, **Rename**), then fetch the week again in *Nbgrader → Assignment List*.
* **On your own machine:** rename your notebook (right click, **Rename**), then start the course again. A fresh copy appears under the old name, and the renamed one stays.
"""

# %% [markdown]
"""
## 6. Where your work is

**Save with Ctrl+S** (⌘S on a Mac). JupyterLab also saves every two minutes.

Each week is a folder beside this one, on the left; webinars lie in `webinars`. What you enter about your own firm, and what you decide, is kept in one file, `my-firm.json`, next to the week folders. That file stays in your own space. If you hand a notebook in, your tutor sees what you typed into it, and nobody else does.
"""

# %% [markdown]
"""
## 7. The programme

Not every workshop is here from the first day.

<!-- programme:begin -->

### Month 1: Digital strategy

See where the firm stands, where its time and money go, and which project should come first.

| Week | Question, and what you decide | Minutes | Due at the end of |
| ---: | :--- | ---: | :--- |
| 1 | **Where are we?**<br>Decide which of six areas of digital work to bring forward first. | 75 | week 2 |
| 2 | **Where does time go?**<br>Decide which step between order and delivery to improve first. | 75 | week 3 |
| 3 | **What is today costing us?**<br>Choose the loss that is most worth removing. | 75 | week 4 |
| 3 | Webinar: **Should we believe that claim?**<br>Decide how much weight a published success story deserves. Online. | 60 | not marked |
| 4 | **Who, and what first?**<br>Choose the first project, and say how easily that choice would change. | 75 | week 5 |
| 4 | Webinar: **Will our people come with us?**<br>Decide what to ask and to show people 30, 60 and 90 days into a change. Online. | 60 | not marked |

### Month 2: Return on automation

Put a price on that project, find the money for it, and learn what could go wrong before paying for it.

| Week | Question, and what you decide | Minutes | Due at the end of |
| ---: | :--- | ---: | :--- |
| 5 | **Is it worth it?**<br>Decide whether an investment is worth making, and on which figures. | 75 | week 6 |
| 6 | **Who pays?**<br>Decide how to pay for a project, and how much of the firm's own cash it will tie up. | 75 | week 7 |
| 6 | Webinar: **What help is there, and when does the cash arrive?**<br>Decide which kinds of grant and tax relief are worth an hour with an accountant. Online. | 60 | not marked |
| 7 | **What could go wrong?**<br>Decide whether to go ahead, to try a pilot first, or to stop. | 75 | week 8 |
| 7 | Site visit: **Would a robot earn its keep here?**<br>Decide which of the firm's jobs to show to a supplier of robot cells. Salford, a centre with working robot cells (planned). | 90 | not marked |
| 8 | **Will it keep up?**<br>Decide how much work to plan for a machine or a robot cell. | 75 | week 9 |

### Month 3: Use of data

Trust the firm's figures, tell whether a change worked, and write the strategy that the board will read.

| Week | Question, and what you decide | Minutes | Due at the end of |
| ---: | :--- | ---: | :--- |
| 9 | **Can we trust our data?**<br>Decide which of the firm's data are good enough to act on. | 75 | week 10 |
| 9 | Webinar: **Are our data, and our people's, safe with us?**<br>Decide which risks to data and systems to deal with first. Online. | 60 | not marked |
| 10 | **Is it a signal, or only noise?**<br>Decide when to act on a change in the figures and when to leave the process alone. | 75 | week 11 |
| 10 | Site visit: **Should we print it or machine it?**<br>Decide which jigs, grippers or spares to have printed. Manchester, a centre for additive manufacturing (planned). | 90 | not marked |
| 11 | **Did it do what we expected?**<br>Decide whether a change has delivered what it promised. | 75 | week 12 |
| 12 | **Who does what, by when?**<br>Commit to a roadmap that the firm's people and cash can carry. | 75 | week 13 |

The length, the parts and the audience follow the public description of the Made Smarter Leading Digital Transformation programme in North West England. The week plan, the questions and the firms in the cases are this course's own, and no organisation has endorsed them. Site visits are planned: each takes place only if a host agrees.

<!-- programme:end -->
"""

# %% [markdown]
"""
## 8. Your progress

Run this cell whenever you like. It reads your own saved notebooks.
"""

# %%
from course.workbook import progress

progress()

# %% [markdown]
"""
## Go on

Open a week's folder on the left with a double click, then the notebook in it. Keep a cup of tea and your last management accounts at hand.
"""
