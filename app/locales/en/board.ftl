# The board.
board-show = Show cells in
board-counts = Counts
board-percent = Per cent
board-meaning = What it means
board-open = open
board-buffer = buffer
board-over = Over by { "{count}" }
board-behind = Behind by { "{count}" }
board-paused = Paused
board-warnings = The quota plan cannot be filled as it stands
board-quartiles = half between { "{lower}" } and { "{upper}" }
board-held = The entry is held: nobody new begins, and who is inside goes on.
board-rehearsal-title = Fieldwork: rehearsal
board-rehearsal = This is the rehearsal: robots fill a shadow of the field. Nothing here counts.
board-rehearsal-back = To the real field

# The funnel. Codes: AAPOR Standard Definitions, 10th edition, 2023, surveys over the internet.
board-funnel = From begun to complete
board-funnel-is = Each row takes its interviews out of those left before it: the bar shows who is left, and paler who went here. Screen-outs are told by the code of the rule, quota full by the first full cell, break-offs by the page, rejections by the rule. Who broke several rules counts for each of them, so that rules may add up to more. AAPOR: Final disposition codes of the AAPOR Standard Definitions (10th edition, 2023) for surveys over the internet, to which each disposition comes nearest. An open link has no list of people, so that response rates cannot be computed from them.
board-aapor = AAPOR
board-begun = Begun
board-begun-is = Everybody whose first page arrived. Who only opens the link is not counted.
aapor-started = –
aapor-complete = 1.1
aapor-refused = 2.11
aapor-screened_out = 4.1
aapor-quota_full = 4.8
aapor-broken_off = 2.12
aapor-rejected = 2.3

# Completes over time.
board-by-day = Completes by day
board-by-day-is = By the day on which they ended, in the survey's time zone; the last 90 days at most. Interviews rejected since are left out.
board-by-hour = Completes by hour
board-by-hour-is = The 48 hours until now, in the survey's time zone; once the field is closed, until its last complete.
board-chart-is = A bar for each, from { "{first}" } to { "{last}" }.
board-most = Most: { "{count}" }, { "{when}" }.
board-no-completes = No completes yet.
board-as-table = As a table
board-when = When

# Pages, devices, languages, sources.
board-drop-off = Drop-off by page
board-drop-off-is = Reached: interviews that came to this page or to a later one. Break-off: those that stopped on it and were idle for longer than places are held. Share: break-offs of those who reached it. The longest bar is the page that loses most.
board-drop-off-none = Nobody has begun yet.
board-page = Page
board-reached = Reached
board-here = There now
board-devices = Devices
board-devices-is = By what the browser says of itself when the interview begins.
board-languages = Languages
board-languages-is = The language in which the interview stands or ended.
board-sources = Sources
board-sources-is = As the link says. Cap: completes wanted from a source at most.
board-cap = Cap
board-device = Device
board-language = Language
board-source = Source
device-phone = Phone
device-tablet = Tablet
device-computer = Computer
device-other = Other
device-unknown = Not known
source-none = Without a source

# The outlook.
board-outlook = Forecast
board-outlook-is = If the field stays open, people go on coming as they came and nobody changes a target: the moment that is as likely too early as too late, and the span in which it lies with eight chances in ten. Made anew every minute from arrivals at the gate hour by hour, from who they are, and from how many of them complete. Invitations: people who open the link; where there is a list, people on it, by how many of them have begun.
board-outlook-cells = Every cell that is not full
board-cell = Cell
board-wanted = Wanted
board-finish = Full
board-between = With eight chances in ten
board-invitations = Invitations to the cell
board-invitations-anybody = Invitations to anybody
outlook-full = Every cell is full.
outlook-at = The last cell is expected to be full on { $when }, with eight chances in ten between { $from } and { $to }.
outlook-at-open = The last cell is expected to be full on { $when }; with nine chances in ten not before { $from }, and perhaps not within ninety days.
outlook-beyond = More likely than not the plan will not be full within ninety days.
outlook-too-little = There is too little to go by: a forecast takes two hours of open field and 20 people at the gate.
outlook-paused = There is no saying when the plan will be full: a cell is paused.
outlook-blocked = There is no saying when the plan will be full: a cell can only be reached through full or paused cells of another table.
outlook-invitations = About { $count } more invitations for { $cell } at the present incidence (or { $anybody } to anybody).
outlook-open-end = later than in ninety days
outlook-cell-beyond = not within ninety days
outlook-cell-too-little = too little to go by
outlook-cell-blocked = blocked by another table

# Tables that cannot both be filled.
conflict-totals = “{ $table }” wants { $wanted } more completes, and “{ $other }” admits { $short } fewer: the totals of the tables disagree.
conflict-cells = “{ $table }” will be { $short ->
    [one] one complete
   *[other] { $short } completes
} short. { $starved } can only be filled together with { $blocking }: too few places.
conflict-all-paused = “{ $table }” will be { $short ->
    [one] one complete
   *[other] { $short } completes
} short. { $starved } can only be filled together with paused cells: { $cells }.
conflict-paused = { " " }Paused: { $cells }.
conflict-comma = { ", " }
conflict-more = and { $count } more

# What has been changed.
ledger-entry = Entry
ledger-hold_after = Soft launch: hold after
ledger-opens_at = Opens at
ledger-closes_at = Closes at
ledger-time_zone = Time zone
ledger-once = How often one may answer
ledger-minimum_seconds = Least active time, in seconds
ledger-honeypot = Hidden field
ledger-proof_of_work = Proof of work
ledger-retention_days = Days until identifying fields are erased
ledger-buffer = Buffer of cell
ledger-pause = Pause of cell
ledger-source = Source
ledger-key = Key of source
ledger-invitations = Invitations taken in
ledger-refuse = No place in
ledger-restore = Counted again in
ledger-recount = Counted anew in
ledger-accept = Interview accepted
ledger-withdraw = Interview withdrawn
ledger-retention = Identifying fields erased
ledger-wipe = Rehearsal wiped
