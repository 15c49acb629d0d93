# Quotas and the field.
quotas-title = Quotas and field
quotas-contents = On this page
quotas-done-saved = Saved. The change and its reason stand in the ledger.
quotas-done-state = The field has changed. The reason stands in the ledger.
quotas-done-entry = Done.
quotas-done-field = Saved.

# Targets.
quotas-targets = Targets
quotas-target = Target
quotas-plan-is = Plan in force: { $plan }.
quotas-targets-is = Type new targets over the old ones. Nothing is saved before you have seen what the change does. A target below its completes closes the cell and throws nobody out.
quotas-complete = { $count } complete
quotas-held = +{ $count } in progress
quotas-buffered = buffer { $count }
quotas-preview = Preview the change
quotas-target-wrong = A whole number from 0 to 1,000,000.
quotas-unchanged = Everything stands so already. Change something first.
quotas-change-wrong = This form is not known. Open the page again.

# A block from a spreadsheet.
quotas-block = Paste targets from a spreadsheet
quotas-table = Table
quotas-table-wrong = Choose a table.
quotas-block-table = { $table }: { $rows } × { $columns }
quotas-block-label = The copied block
quotas-block-hint = Rows and columns as in the table above, copied as they are: between tabs, with or without names at the edges. Named rows and columns may come in any order. Sums called “Total” are left out.
quotas-block-wrong = The block cannot be read. See below it.
quotas-block-at = Row { $row }, column { $column }: { $what }
quotas-block-at-row = Row { $row }: { $what }
quotas-block-nothing = Nothing was pasted.
quotas-block-blank = The number is missing.
quotas-block-number = “{ $text }” is no whole number from 0 to 1,000,000.
quotas-block-name = “{ $text }” is no name in this table.
quotas-block-twice = “{ $text }” stands there twice.
quotas-block-rows = { $found ->
    [one] One row
   *[other] { $found } rows
} of numbers instead of { $wanted }.
quotas-block-columns = { $found ->
    [one] One column
   *[other] { $found } columns
} of numbers instead of { $wanted }.

# Buffer, pause, plan.
quotas-cells = Buffer, pause, plan
quotas-buffer = Buffer
quotas-buffer-is = So many completes are admitted beyond the target of each cell, for those that will be rejected later.
quotas-buffer-wrong = A whole number from 0 to 1,000.
quotas-pause = Pause one cell
quotas-pause-is = A paused cell admits nobody; who is inside goes on. Its target stays.
quotas-pause-button = Pause…
quotas-cell-wrong = Choose a cell.
quotas-resume = Go on…
quotas-resume-one = Go on with { $cell }…
quotas-plan = Plan
quotas-plan-hint = Everybody who is inside or complete is counted anew in the cells of the other plan, by the answers already given.
quotas-plan-label = Plan in force
quotas-plan-one = { $plan }: { $count } completes
quotas-plan-one-in-force = { $plan }: { $count } completes (in force)
quotas-plan-wrong = Choose a plan of this questionnaire.

# The preview.
quotas-preview-title = Before it is saved
quotas-preview-cells = Cells that will be different
quotas-stale = Somebody changed the quotas since you looked. Nothing was saved. This is what your change would do now.
quotas-moves-none = No cell opens and no cell closes.
quotas-moves-open = { $opening ->
    [one] One cell opens, none closes.
   *[other] { $opening } cells open, none closes.
}
quotas-moves-close = { $closing ->
    [one] One cell closes, none opens.
   *[other] { $closing } cells close, none opens.
} Inside: { $completes } complete, { $reserved } in progress. Nobody is thrown out.
quotas-moves-both = { $closing ->
    [one] One cell closes
   *[other] { $closing } cells close
} and { $opening ->
    [one] one opens.
   *[other] { $opening } open.
} Inside those that close: { $completes } complete, { $reserved } in progress. Nobody is thrown out.
quotas-plan-moves = All places move to the cells of the plan { $plan }. The numbers below are what they hold afterwards; “→” shows what becomes of cells that both plans have.
quotas-total = Targets of “{ $table }” in all: { $total }
quotas-afterwards = Afterwards
quotas-closes = Closes.
quotas-opens = Opens.
quotas-cell-open = { $open ->
    [one] One place open.
   *[other] { $open } places open.
}
quotas-cell-full = Full.
quotas-cell-held = Open; all places are held by interviews in progress ({ $held }).
quotas-cell-over = Full, { $over } more than wanted.
quotas-cell-paused = Paused.
quotas-why = Why?
quotas-why-hint = For the ledger, where colleagues and clients read it later.
quotas-why-settings = Why? (may be left out)
quotas-save = Save the change
quotas-back = Back, save nothing

# The field.
quotas-field = The field
quotas-state = The field is
quotas-state-open = Open: interviews begin and go on
quotas-state-paused = Paused: for the moment none begins and none goes on
quotas-state-closed = Closed: the field is over
quotas-state-wrong = Choose open, paused or closed.
quotas-state-save = Change the state
quotas-held-after = The entry is held: the soft launch has its { $count ->
    [one] one complete
   *[other] { $count } completes
}. Nobody new begins; who is inside goes on.
quotas-held-by-hand = The entry is held. Nobody new begins; who is inside goes on.
quotas-go-on = Go on
quotas-hold-now = Hold the entry now
quotas-settings = Dates, soft launch, once
quotas-clock = It is { $now } in the survey's time zone ({ $zone }).
quotas-file = The questionnaire file plans the field from { $start } to { $end }. These dates do nothing by themselves.
quotas-file-take = Take them into the form
quotas-file-taken = The dates of the questionnaire file, { $start } to { $end }, stand in the form below. They hold once you save.
quotas-zone = Time zone
quotas-zone-hint = Dates below and times at the desk are meant in it, such as Asia/Shanghai.
quotas-zone-wrong = There is no such time zone. Write it like Asia/Shanghai or Europe/Berlin.
quotas-opens-at = Opens by itself at
quotas-closes-at = Closes by itself at
quotas-date-wrong = Give date and time, or leave it empty.
quotas-date-past = This moment has passed. Give a later one, or leave it empty.
quotas-closes-early = It closes before it opens. Give a later moment.
quotas-opens-gate = This version has not been through the launch gate. Run it first (Try it), then set the date.
quotas-hold-after = Soft launch: hold the entry after so many completes
quotas-hold-after-hint = Empty for no soft launch. Who is inside goes on; nobody new begins until a manager goes on.
quotas-hold-wrong = A whole number from 1 on, or nothing.
quotas-hold-reached = There are as many completes already. Give more, or nothing.
quotas-once = How often may somebody be complete?
quotas-once-any = As often as they like
quotas-once-person = Once as a person of a source
quotas-once-device = Once as a person, and once from a device
quotas-once-wrong = Choose one of the three.
quotas-field-save = Save

# One interview.
quotas-find = Why was somebody turned away?
quotas-find-number = Number of the interview
quotas-find-button = Open the interview
