# Trying a survey before people are asked.
trial-title = Try it
trial-preview-is = Walk through the questionnaire as a respondent sees it, jump to any page, and read beside it what was asked and why. A preview counts for nothing: no interview, no place in a quota, nothing in the data.
trial-preview-open = Open the preview

# The preview.
preview-title = Preview
preview-counts-nothing = It counts for nothing.
preview-back-trial = Back to trying
preview-back-questionnaire = Back to the questionnaire
preview-why = What was asked and why
preview-begin-again = Begin again
preview-jump-is = The name of a page leads there, with what was answered so far; what is asked on it is decided by its conditions.
preview-jump = Go to the page { $page }
preview-here = here
preview-ended = Ended: { $disposition }
preview-flags = Quality rules that would flag or reject it: { $rules }. In a preview they never reject.
preview-gate = At the gate
preview-gate-free = A place is free
preview-gate-full = Quota full
preview-gate-set = Set
preview-nothing = Nothing is asked on this page
preview-nothing-do = With the answers so far its conditions do not hold. What they read stands under “What was asked and why”; go to another page from there.
preview-questions = Questions and texts: { $count }
preview-filters = Choices with a condition: { $count }
preview-text = text
preview-answer = Answer:
preview-order = Order drawn: { $order }
preview-if = if
preview-holds = → holds
preview-holds-not = → does not hold
preview-missing = missing
preview-fate-asked = asked
preview-fate-not-asked = not asked
preview-fate-empty = nothing to offer
preview-fate-itself = answered itself
preview-fate-waits = waits for an answer on this page
preview-fate-not-yet = not yet
preview-step-gate = Gate: a place in every quota table
preview-step-ended = ended the interview
preview-step-granted = place granted
preview-step-passed = passed by
preview-step-not-yet = not yet

# The launch gate.
gate-title = Launch gate
gate-is = Robots look for what nobody would ever see: questions that are never asked, choices offered to everybody or nobody, ends and quota cells that cannot be reached. Texts and targets are checked too. It takes a second or two and writes no interview.
gate-none = It has not been run on this version yet.
gate-run = Run the gate
gate-run-again = Run it again
gate-run-and-open = Run the gate and open
gate-open = Open the survey
gate-opening = This version has not passed the launch gate and has never been open. Run the gate here and open the survey, or open it anyway with a reason.
gate-passed = Passed.
gate-not-passed = Not passed.
gate-robots = { $count ->
    [one] { $count } robot
   *[other] { $count } robots
}
gate-state-passed = ✓ Fine
gate-state-warned = ! Warnings
gate-state-failed = ✗ Found
gate-warning = Warning:{ " " }
gate-about-problems = The file has no problems.
gate-about-ways = Robots find their way, and some are complete ({ $count } sent).
gate-about-questions = Every question is asked of somebody ({ $count }).
gate-about-filters = Every condition of a choice or an item holds for somebody and not for somebody else ({ $count }).
gate-about-ends = Every end is met: screen-outs, refusals and others ({ $count }).
gate-about-cells = Every quota cell takes somebody in and, when full, turns somebody away ({ $count }).
gate-about-languages = Every text is there in every language ({ $count } texts).
gate-about-targets = The targets of the quota tables go together ({ $count ->
    [one] { $count } plan
   *[other] { $count } plans
}).
gate-found-problem = { "" }
gate-found-stuck = is a page where a robot found no answers that are taken:
gate-found-no-complete = No robot was complete.
gate-found-not-asked = is never asked.
gate-found-never-offered = is never offered.
gate-found-always-offered = is always offered, its condition never fails.
gate-found-not-met = is never met.
gate-found-cell-never-met = takes nobody in: nobody falls in this cell.
gate-found-quota-full-never-met = turns nobody away: its quota-full end is never met.
gate-found-no-cell = is no cell of the plan, but people fall in it and are turned away as quota full.
gate-found-no-text = has no text in:
gate-found-sum = has targets that do not sum to n:
gate-found-infeasible = cannot be filled together; reachable and wanted, and the cells that starve:
gate-anyway = Open anyway
gate-why = Reason
gate-why-hint = It stands in the ledger with your name.
gate-why-missing = Give a reason of 5 to 500 characters.
gate-anyway-button = Open without the gate

# Rehearsals.
rehearsal-title = Rehearsal
rehearsal-is = Robots walk through the survey and post pages as people do. They fill a shadow of the quotas with counters of its own; no real place is taken, and they stand in no real data. While a rehearsal runs, respondents come first.
rehearsal-length = How many robots
rehearsal-length-number = A number
rehearsal-length-full = Until every cell is full
rehearsal-robots = Number of robots
rehearsal-robots-wrong = A whole number from 1 to 100000.
rehearsal-speed = How fast
rehearsal-pace-fast = As fast as they go
rehearsal-pace-set = So many a second
rehearsal-pace = Robots a second
rehearsal-pace-wrong = A number from 0.1 to 1000.
rehearsal-seed = Seed
rehearsal-seed-hint = The same seed sends the same robots with the same answers.
rehearsal-seed-wrong = A whole number, 0 or more.
rehearsal-plan = Answers come from
rehearsal-plan-none = the questionnaire alone
rehearsal-plan-reference = the reference plan of this survey
rehearsal-plan-own = a plan of my own, below
rehearsal-plan-own-open = A plan of my own (*.sim.yaml)
rehearsal-plan-text = The plan
rehearsal-plan-file = Or choose a file
rehearsal-plan-empty = Paste a plan, or choose a file.
rehearsal-plan-wrong = This plan does not fit the questionnaire. Line and column stand before each problem.
rehearsal-no-quotas = This survey has no quotas to fill. Choose a number.
rehearsal-under-way = A rehearsal of this survey is under way. Wait for it, or stop it.
rehearsal-start = Start the rehearsal
rehearsal-stop = Stop
rehearsal-refresh = Refresh
rehearsal-so-far = { $sent } robots sent, { $completes } complete.
rehearsal-so-far-of = { $sent } of { $robots } robots sent, { $completes } complete.
rehearsal-cells = { $full } of { $total } cells full.
rehearsal-stuck = { $count ->
    [one] { $count } robot
   *[other] { $count } robots
} found no way on:
rehearsal-results = What rehearsals have come to
rehearsal-board = The board of the shadow field
rehearsal-data = Its data
rehearsal-wipe = Wipe rehearsals
rehearsal-wipe-is = { $count ->
    [one] { $count } test interview
   *[other] { $count } test interviews
} of this survey will be deleted and the shadow of its quotas emptied. Real interviews, quotas and data are not touched.
rehearsal-wipe-button = Wipe them
rehearsal-wipe-not = Keep them
rehearsal-wipe-under-way = A rehearsal is under way. Stop it first, then wipe.
rehearsal-before = Earlier rehearsals
rehearsal-when = When
rehearsal-who = Who
rehearsal-how = How
rehearsal-state = State
rehearsal-came-to = Came to
rehearsal-by-seed = seed { $seed }
rehearsal-at-pace = { $pace } a second
rehearsal-by-plan = by a plan
rehearsal-state-waiting = Waiting.
rehearsal-state-running = Running.
rehearsal-state-stopping = Stopping: the robots inside go first.
rehearsal-state-done = Done.
rehearsal-state-stopped = Stopped.
rehearsal-state-failed = Failed.
rehearsal-why-dry = Robot after robot, and no cell fills any more: look at targets and conditions.
rehearsal-why-restart = The server was started anew. What the robots did stays; start another rehearsal to go on.
rehearsal-why-version = Another version of the questionnaire was published meanwhile.
rehearsal-why-plan = The plan does not fit the questionnaire any more.
rehearsal-why-trouble = Something went wrong on our side. The server's log says more.
