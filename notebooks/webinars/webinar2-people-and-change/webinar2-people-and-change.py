# A notebook as text; `ldt build` keeps it and the notebook beside it the same.

# %% [markdown]
"""
# Will our people come with us?

**Webinar 2 · 60 minutes with the live part · not marked.** By the end you have a short pulse to ask. Afterwards you make a training plan, and a plan for the first 90 days of a change.

| Part | Minutes | What happens |
| :--- | ---: | :--- |
| before, on your own | 45 | everything down to “Live” |
| live, led by your tutor | 15 | your own pulse, compared with others |
| afterwards, at your firm | 25 more | your people, your first 90 days, your decision |

**You will decide** what to ask and to show people 30, 60 and 90 days into a change.

**Have to hand** the change that you have in mind, and the names of the people whom it touches first.

As in the workshops, you change only what comes after `answer =`. Run a cell with **Shift+Enter**. Run the next cell first, each time you open this page. The cards count points for yourself alone; nobody records them.
"""

# %%
from course.cases import ribble_training as ribble
from course.checks import check
from course.checks.sessions import webinar2
from course.display import training as show
from course.workbook import decide, remember

# Your answers. All are blank to begin with; the exercises fill them.
guess = barrier = with_everybody = exposed = cost = quick_win = decision = ...
own_pulse = own_matrix = own_90_days = ...
caption = "Ribble's cell: ten people's answers (simulated)."

# %% [markdown]
"""
## Predict

Ribble Precision, the made-up firm of the workshops, has put in its robot cell. Ten people work around it. They are asked, again and again, how far they agree: *I want it to work.* **What will their average answer be after 60 days, from 1 (not at all) to 5 (fully)?** Guess; nobody marks it. You will see it again beside the result.
"""

# %%
answer = ...  # ← your guess, from 1 to 5
guess = answer

# %% [markdown]
"""
## Five things, in turn

People change one by one. **ADKAR** names five things that a person needs, in turn: awareness, desire, knowledge, ability and reinforcement ([Prosci's model](https://www.prosci.com/methodology/adkar)). A **pulse** is a sheet with one statement for each, asked again and again. These statements are our own:

| Element | Statement, from 1 (not at all) to 5 (fully) |
| :--- | :--- |
| awareness | I can say why we are doing this. |
| desire | I want it to work, for reasons of my own. |
| knowledge | I know what I am to do differently. |
| ability | I can do it on an ordinary day, without help. |
| reinforcement | When I do it, somebody notices. |

The **barrier point** is the first element with a score of 3 or less. Help has to begin there.
"""

# %% [markdown]
"""
## The case: Ribble's pulse

*Ribble Precision is a made-up firm, and all its figures are simulated.*

The same ten people got a sheet on days 30, 60 and 90. No sheet has a name on it. Each has a code word that only its writer knows, so that sheets of one person can be laid side by side. After day 30, Ribble's director went round and asked what people feared to lose. After day 60 came lessons at the machine.
"""

# %%
show.pulse_picture(ribble.PULSES, caption)

# %%
show.pulse_table(ribble.PULSES, caption)

# %%
show.barriers_table(ribble.PULSES, "How many people are stuck, and where (simulated)")

# %% [markdown]
"""
The second table counts people, one by one. By day 90, four of the five averages are above 3. Yet five of the nine people who answered are still stuck at one of those four. Averages hide people; count both.

## 1. Where are people stuck?

**Task.** Look at day 30. Which element is the barrier point of the group? Write one of `"awareness"`, `"desire"`, `"knowledge"`, `"ability"` and `"reinforcement"`, with the quotation marks.

<details><summary>Hint</summary>

Nudge: the five come in turn.

Method: read the column of day 30 from the top. Stop at the first score of 3 or less.
</details>
"""

# %%
answer = ...  # ← your choice, in quotation marks
barrier = answer

# %%
check(webinar2.BARRIER, barrier)

# %% [markdown]
"""
## 2. Who no longer answers?

On day 60, desire has risen to 4.0. But only six of the ten have answered. By their code words, the four who did not had given 1.5 on average on day 30.

**Task.** Write a formula for the average of all ten, with each silent person as they last answered. Names: `now` (4.0, the average of those who answered), `answered` (6), `before` (1.5, the silent ones' last average), `silent` (4).

<details><summary>Hint</summary>

Nudge: two groups of different size. Does each person count once?

Method: average times people, for each group; add; divide by all the people. Put brackets round the sum.
</details>
"""

# %%
def with_everybody(now, answered, before, silent):
    answer = ...  # ← your formula
    return answer

# %%
check(webinar2.SILENT, with_everybody, guess=guess)

# %% [markdown]
"""
## What to ask and to show

| Day | Ask | Show |
| ---: | :--- | :--- |
| 30 | the pulse; and “what do you fear to lose?” | one thing mended that somebody asked for |
| 60 | the pulse; and “who has stopped answering, and why?” | somebody from the team doing it, not a manager |
| 90 | the pulse; and “what would make you go back to the old way?” | the figure that the change was for, good or bad |

Keep to the days even when the news is poor. If nobody acts on a pulse, why should anybody answer the next one? With fewer than five answers, talk instead; a person could be recognised.
"""

# %% [markdown]
"""
## From skills to a plan

Ability takes time with somebody who can do it. A **skills matrix** is a table of people and skills that says how well each person does each job. Here 0 is not at all, 1 begun, 2 with help, 3 alone, and 4 well enough to teach it. Whoever has 3 or 4 is called able. A skill that only one person has is a **single point of failure**. (On a narrow screen the table moves sideways.)
"""

# %%
show.matrix_table(ribble.CELL_TEAM, "Around Ribble's robot cell: level of each person (simulated)")

# %% [markdown]
"""
## 3. What if Hana is away?

**Task.** In two months, Hana will be away for three weeks. Until then she and Kofi can still teach. Which skill should worry Ribble most? Write `"gripper"` (change it), `"new part"` (teach the cell one), `"lathe"` (set it up) or `"load"` (load and start the cell), with the quotation marks.

<details><summary>Hint</summary>

Nudge: which skills does only Hana do alone?

Method: of those, look for the row without a 4. Who could teach it?
</details>
"""

# %%
answer = ...  # ← your choice, in quotation marks
exposed = answer

# %%
check(webinar2.EXPOSED, exposed)

# %% [markdown]
"""
## Explore: a training plan

This tool turns the matrix into a plan: who learns what, from whom, and by when. It follows four rules.

* Nobody teaches what they do not know: a teacher has a 4.
* Where a teacher is free, seconds come first: the plan begins with the skill that is short of most people.
* One new skill at a time for each person, and one learner at a time for each teacher, unless you allow more.
* Somebody at level 2 needs a month, somebody below that two months (assumed: one lesson a week, and practice).

What cannot be done is said, with the reason.
"""

# %% [markdown]
"""
The plan starts with Ribble's wish: **three** able people for each skill, for work, holidays and illness.

1. In which month does it end? Who teaches most of it, and what if that person is away?
2. Let a teacher take two learners at once. How much sooner does it end? What might suffer?
3. Ask for two able people, the least that leaves no skill on one person. What stays open even then, and why?
"""

# %%
show.training_explorer(ribble.CELL_TEAM, wanted=ribble.WANTED)

# %% [markdown]
"""
<details><summary>Answers to compare with yours</summary>

1. In month 4. Hana teaches for 4 of its 8 months of lessons, Kofi for 3. With Hana away, only “Set up the lathe” and “Measure the first piece” can be taught.
2. In month 2, two months sooner. But in month 1 Hana and Kofi each have two learners, beside their own work.
3. “Change the gripper”: nobody in the team can teach it.
</details>
"""

# %% [markdown]
"""
## 4. What does the plan cost?

Leave the sliders where they started: three able people for each skill. The lessons of that plan take 8 months in all, added up. A lesson takes 12 hours in each of its months. An hour of an operator costs Ribble £22.

**Task.** Write a formula for what the plan costs in people's time, in **pounds**. Names: `months` (8, all lessons together), `hours` (12, in each month of a lesson), `rate` (£22).

<details><summary>Hint</summary>

Nudge: who is in the room during a lesson?

Method: months times hours gives hours for one person. Then think of the other, and of the rate.
</details>
"""

# %%
def cost(months, hours, rate):
    answer = ...  # ← your formula, in £
    return answer

# %%
check(webinar2.COST, cost)

# %% [markdown]
"""
## Eight steps, in our words

John Kotter watched firms try to change, and named eight errors that undo a change. Each of his [eight steps](https://kotterinc.com/research-and-perspectives/8-steps-accelerating-change-ebook) turns one of them round (*Leading Change*, 1996). In plain words:

| Step | What it means in a small firm |
| :--- | :--- |
| 1. Make it urgent | Show the order you lost, or the job you could not staff. |
| 2. Gather a few who lead | Two or three whom others listen to; not all of them managers. |
| 3. Say where it leads | One picture of an ordinary day in a year's time. |
| 4. Get many to join | Ask for help with a small part, by name. |
| 5. Clear the way | Take away one rule, form or target that stands against it. |
| 6. Win something early | See below. |
| 7. Keep going | Use that win to mend the next thing. Do not call it done. |
| 8. Make it how we work | Put it into training, pay, and who gets promoted. |
"""

# %% [markdown]
"""
## 5. Which is a quick win?

A quick win passes four tests: it is **soon** (30 days); people **notice** it in their own day; nobody can **dispute** it; and it belongs to **this change**. Ribble has four ideas (simulated):

| Word | Idea |
| :--- | :--- |
| screen | A screen in the canteen shows, each morning, how many pieces the cell made overnight. |
| fault | By day 30 the alarm that stops the cell at every tea break is gone; the operators had asked for it. |
| cell | By day 90 a second robot cell is ordered. |
| training | By day 30 everybody has sat through a two-hour talk about robots. |

**Task.** Which one is a quick win? Write its word, with the quotation marks.

<details><summary>Hint</summary>

Nudge: whose day is better a month from now?

Method: hold each idea against all four tests.
</details>
"""

# %%
answer = ...  # ← your choice, in quotation marks
quick_win = answer

# %%
check(webinar2.QUICK_WIN, quick_win)

# %% [markdown]
"""
## Live: your own pulse (15 minutes)

Your tutor leads. On your own? Take a colleague, or think it through.

1. **Fill in (5 minutes).** Each for their own change: the form below.
2. **Compare (6 minutes).** Where is the first low element in each firm? What have you bought for a later one?
3. **Ask (4 minutes).** How will you ask, so that people dare to answer? Who would not?

If there is time: which of your skills would stop the firm if one person won the lottery?
"""

# %% [markdown]
"""
### Your pulse

If you have asked already, put your averages here. If not, answer as you believe your people would, and ask them within two weeks. Replace **each** set of three dots. Words go between quotation marks, numbers are bare: `3.4`. It is kept in `my-firm.json`.

| Name | What to write |
| :--- | :--- |
| `change` | the change that you ask about |
| `day` | which day of the change it is; 0 if you have not asked yet |
| `asked` | how many people you asked, or will ask |
| `answered` | how many answered, or how many you expect |
| the other five | the average score of each, 1 to 5 |
"""

# %%
answer = dict(
    change=...,  # words, in " "
    day=...,
    asked=...,
    answered=...,
    awareness=...,  # 1 to 5
    desire=...,  # 1 to 5
    knowledge=...,  # 1 to 5
    ability=...,  # 1 to 5
    reinforcement=...,  # 1 to 5
)
own_pulse = remember("webinar2", answer)

# %%
check(webinar2.OWN_PULSE, own_pulse)

# %% [markdown]
"""
## Afterwards, at your firm

### Your people

Type your own matrix between the two sets of three quotation marks, in place of the dots. The first line names the people; each further line is a skill, with one level from 0 to 4 for each of them. Commas stand between. You can paste it from a spreadsheet, too. It looks like this:

```
skill, Ann, Bob, Cy
set up the press, 4, 2, 0
read the new screen, 3, 0, 1
```

It is about named people: fill it in with them, and show it to nobody else. It is kept in `my-firm.json`, in your own space. The cell after it makes a plan for **two** able people for each skill.
"""

# %%
answer = """
...
"""  # ← people in line 1, then a skill a line
own_matrix = answer
remembered = remember("webinar2", dict(skills=answer))

# %%
show.own_plan(own_matrix, wanted=2)

# %% [markdown]
"""
### Your first 90 days

Plan one quick win, and what people will see on days 30, 60 and 90. What they see should be a thing, a figure or a person, not a slide. A few words between quotation marks will do for each; only `win_day` is a number.

| Name | What to write |
| :--- | :--- |
| `win` | your quick win |
| `win_day` | the day by which people notice it, 1 to 90 |
| `noticed_by` | who will notice it |
| `proof` | how you will know that it worked |
| `owner` | who brings it about |
| `by_day_30`, `by_day_60`, `by_day_90` | what people see by then |
"""

# %%
answer = dict(
    win=...,  # words, in " "
    win_day=...,  # a number
    noticed_by=...,  # words, in " "
    proof=...,  # words, in " "
    owner=...,  # words, in " "
    by_day_30=...,  # words, in " "
    by_day_60=...,  # words, in " "
    by_day_90=...,  # words, in " "
)
own_90_days = remember("webinar2", answer)

# %%
check(webinar2.OWN_PLAN, own_90_days)

# %% [markdown]
"""
### Your decision

One sentence, between straight double quotation marks: what will you ask your people, and what will you show them first?
"""

# %%
answer = ...  # ← your sentence, between quotation marks " "
decision = decide("webinar2", answer)

# %% [markdown]
"""
## Key points

* Help where the first low element is. A course does not mend a lack of desire.
* Watch who has stopped answering before you enjoy a better average.
* No skill on one person: plan who learns what, from whom, and by when. Pay for teachers' time as well.
* A quick win is soon, noticed, beyond dispute, and part of the change.
* Ask on days 30, 60 and 90, and act each time.

**Monday morning:** ask one person who is against your change what they fear to lose. Write down their words, not yours.
"""
