# The desk: the frame of its pages.
desk-surveys = Surveys
desk-sign-out = Sign out
desk-skip = Skip to the content
desk-navigation = Pages
desk-people = People
desk-audit = Audit
desk-account = Account
desk-quotas = Quotas
desk-sample = Sample
desk-review = Review
desk-trial = Try it
desk-roles = Roles
desk-fieldwork = Fieldwork
desk-data = Data
desk-questionnaire = Questionnaire
desk-codebook = Codebook
desk-why-missing = Say why.
desk-why-long = At most 500 characters.
desk-faults = { $count ->
    [one] There is something to put right.
   *[other] There are { $count } things to put right.
}

# Roles.
role-manager = Manager
role-analyst = Analyst
role-author = Author

# Signing in.
sign-in-title = Sign in
sign-in-name = Name
sign-in-password = Password
sign-in-button = Sign in
sign-in-forgotten = Forgotten your password? Ask whoever runs the server for a new link (canvass people reset NAME).
sign-in-name-missing = Enter your name.
sign-in-password-missing = Enter your password.
sign-in-too-long = This is too long.
sign-in-wrong = The name and the password do not belong together. Check both and try again.
sign-in-slow-down = Too many tries. Wait a minute and try again.

# The first password.
first-password-title = Choose your password
first-password-welcome = Choose your name and password. Your roles: { $roles }.
first-password-again-for = Choose a new password for { $name }.
first-password-name = Name
first-password-name-hint = What colleagues will see beside the changes you make.
first-password-password = Password
first-password-password-hint = At least 10 characters. A few words are easier to remember than signs.
first-password-repeat = Password, once more
first-password-button = Set the password and sign in
first-password-name-missing = Choose a name.
first-password-name-long = At most 60 characters.
first-password-name-odd = Use letters, digits, spaces and .-_@ only.
first-password-name-taken = Somebody has this name already. Choose another one.
first-password-length = Between 10 and 200 characters.
first-password-differ = The two passwords differ. Type both again.
first-password-gone-title = This link has been used or is too old
first-password-gone = Each link works once, for a day. Ask whoever runs the server for a new one (canvass people reset NAME).

# The list of surveys.
surveys-title = Surveys
surveys-none = There is no survey yet. Add one with canvass add FILE.
surveys-version = version { $version }
surveys-state-open = Open
surveys-state-paused = Paused
surveys-state-closed = Closed
surveys-open = Open
surveys-pause = Pause
surveys-close = Close
surveys-change-state = Change the state of { $survey }
surveys-link = Link for respondents
surveys-link-open = Open the questionnaire as a respondent
surveys-no-interviews = No interviews yet.
surveys-paused = The survey is paused: respondents are asked to come back later.
surveys-closed = The survey is closed: respondents are told so, and their answers stay.

# How interviews stand or ended.
disposition-started = In progress
disposition-complete = Complete
disposition-refused = Refused
disposition-screened_out = Screen-out
disposition-quota_full = Quota full
disposition-broken_off = Break-off
disposition-rejected = Rejected
disposition-started-is = Begun, not ended, and not idle for longer than places are held. No final disposition yet.
disposition-complete-is = Reached the end, passed the quality rules and counts. AAPOR 1.1, complete.
disposition-refused-is = Gave no consent. AAPOR 2.11, refusal.
disposition-screened_out-is = Did not qualify. The code names the rule of the questionnaire. AAPOR 4.1, screened out of the sample.
disposition-quota_full-is = Qualified, but a quota cell had no place left. The code names the first full cell. AAPOR 4.8, quota filled.
disposition-broken_off-is = Stopped part-way and was idle for longer than places are held. May come back. AAPOR 2.12, break-off with too little answered.
disposition-rejected-is = Reached the end, then was taken out for quality. The code names the rules broken. AAPOR has no code of its own for what is taken out for quality; 2.3, other, is the nearest.

# Fieldwork.
fieldwork-title = Fieldwork
fieldwork-refresh = Refresh
fieldwork-drawn = The page shows the field as it stood when it was opened.
fieldwork-fresh = Updated every second.
fieldwork-stale = Not up to date since { "{time}" }. Trying again.
fieldwork-completes = Completes
fieldwork-completes-is = Interviews that reached the end, passed the quality rules and count, of those wanted: the targets of the smallest quota table. Test interviews do not count.
fieldwork-in-progress = In progress
fieldwork-in-progress-is = Interviews begun, not ended, and not idle for longer than places are held.
fieldwork-incidence = Incidence rate
fieldwork-incidence-is = Completes ÷ (completes + screen-outs): how many of the people asked qualify.
fieldwork-completion = Completion rate
fieldwork-completion-is = Completes ÷ all interviews begun.
fieldwork-length = Length of interview
fieldwork-length-is = Median over completes of the active minutes, from the post of the first page on and from one post to the next, and the quartiles: half of the completes lie between them. Of a pause over ten minutes, ten minutes count and the rest is left out.
fieldwork-minutes = min
fieldwork-none = –
fieldwork-total = Total
fieldwork-full = Full
fieldwork-held = in progress
fieldwork-by = by
fieldwork-board-is = Each cell: completes / target (and its buffer), then the places held by interviews in progress, then what is open: neither complete nor held, buffer included. The bar shows the filled share, paler what is held. Per cent are of the target. ▲ Over: more completes than the target. ✓ Full. ■ Paused by hand: nobody is admitted. ▼ Behind: at the pace of its whole table it would have so many completes more, at least 3 and at least a tenth of its target.
fieldwork-disposition = Disposition
fieldwork-count = Interviews
fieldwork-share = Share
fieldwork-no-quota = This survey has no quotas.
fieldwork-quality = Quality rules
fieldwork-quality-on = On: as written in the questionnaire
fieldwork-quality-flag = Flag: rules flag and never reject
fieldwork-quality-off = Off: rules are not run
fieldwork-quality-save = Set
fieldwork-quality-flag-notice = Quality rules only flag. Nobody is rejected.
fieldwork-quality-off-notice = Quality rules are off. Every finished interview counts, good or bad.
fieldwork-quality-missing = Choose on, flag or off.
fieldwork-ledger = Recent changes
fieldwork-ledger-none = Nothing has been changed yet.
fieldwork-ledger-who = Who
fieldwork-ledger-system = Canvass
fieldwork-ledger-what = What

# Data.
data-title = Data
data-download = Download as CSV
data-rows = Rows
data-rows-complete = Completes only
data-rows-all = All interviews, however they stand or ended
data-labels = Values
data-labels-codes = Codes, as in the codebook
data-labels-in = Labels in “{ $lang }”
data-excel = For
data-excel-no = Statistics programs: UTF-8, nothing added
data-excel-yes = Excel: opens with Chinese text intact, safe against formulas in typed answers
data-button = Download
data-completes = { $count ->
    [one] One complete interview so far.
   *[other] { $count } complete interviews so far.
}
data-rows-wrong = Choose completes or all.
data-labels-wrong = Choose codes or a language of this questionnaire.
data-excel-wrong = Choose plain or Excel.
data-columns = One row per interview, one column per answer. Empty: not asked. −9: asked and left unanswered. Columns ending in _order hold the order shown.
data-tests = Test interviews are in no download but that of rehearsals.
data-papers = Papers
data-codebook-is = Variables, codes and texts in every language, with who is asked.
data-questionnaire-is = Every question in one language, with routing, checks and quotas.

# The questionnaire and the codebook on paper.
paper-language = Language
paper-version = Version { $version }
paper-asked-if = Asked if
paper-offered-if = Offered if
paper-choices = Choices
paper-code = Code
paper-variable = Variable
paper-base = Base
paper-rows = Rows
paper-from = Choices: those chosen at { $question }
paper-order-shuffle = Shown in random order
paper-order-rotate = Shown from a random place on
paper-order-flip = Reversed for half of the people
paper-pick = Pick { $min } to { $max }
paper-range = From { $min } to { $max }
paper-max-len = At most { $max } characters
paper-optional = May be left unanswered
paper-unit = Unit: { $unit }
paper-decimals = Decimals: { $count }
paper-excl = excludes the others
paper-other = with a text box
paper-pin-first = always first
paper-pin-last = always last
paper-missing = refusal
paper-trap = attention row: right answer { $code }
paper-check-error = Not accepted if
paper-check-warn = Asked once more if
paper-then = Afterwards
paper-reserve = Take a place in every quota table; if one has none: quota full
paper-derived = Computed variables
paper-derived-calc = Computed as
paper-derived-union = Codes of any of
paper-quotas = Quotas
paper-quota-plan = Plan “{ $plan }”: { $count } completes
paper-quota-active = (in force when added)
paper-quality = Quality rules
paper-rule-reject = Reject
paper-rule-flag = Flag
paper-reject-at = { $count } flags reject as well.
paper-ends = End pages
paper-if = if
paper-column = Column
paper-system = About the interview
paper-holds = Holds
column-code = one code
column-flag = 0 or 1
column-number = number
column-text = text
column-time = time (UTC)
column-list = list
column-order = order shown
kind-single = one code
kind-dropdown = one code, from a list
kind-scale = one code of a scale
kind-multi = several codes
kind-number = number
kind-grid = one code per row
kind-rank = ranking
kind-nps = 0 to 10
kind-open = text

# The ledger.
fieldwork-quality-applied = How they are applied to interviews that end from now on
ledger-publish = Questionnaire published
ledger-state = State
ledger-quality = Quality rules
ledger-plan = Quota plan
ledger-target = Target of cell
ledger-reserve = Place reserved in
ledger-lapse = Reservation lapsed in
ledger-return = Place returned in
ledger-count = Counted in
ledger-uncount = No longer counted in
quality-on = on
quality-flag = flag only
quality-off = off
ledger-entry-open = open
ledger-entry-held = held
ledger-is-0 = off
ledger-is-1 = on
ledger-no-limit = no limit
