# Data files.
data-title = Data
data-contents = On this page
data-new = A new file
data-completes = { $count ->
    [one] There is 1 complete by now.
   *[other] There are { $count } completes by now.
}
data-file = The file
data-format = Format
data-format-csv = CSV
data-format-csv-is = Text for any program, R and Python among them. Codes or labels; one row for each interview.
data-format-xlsx = Excel (.xlsx)
data-format-xlsx-is = Sheets with codes, with labels and with the codebook. A sheet has 1,048,575 interviews at most; more go on in a second one.
data-format-sav = SPSS (.sav)
data-format-sav-is = Variable and value labels, measure levels, missing values, multiple-response sets. SPSS has room for 255 bytes of a variable’s label (85 Chinese characters) and 120 of a value’s (40): a longer one ends in “…”. A text of more than 32,767 bytes goes on in a second variable.
data-format-zsav = SPSS, compressed (.zsav)
data-format-zsav-is = The same, far smaller; for SPSS 21 and later, and PSPP.
data-format-r = R
data-format-r-is = The SPSS file with a script that reads it into factors with labels, in one zip.
data-format-stata = Stata
data-format-stata-is = The SPSS file with a script that reads it into Stata 16 or later, in one zip.
data-format-parquet = Parquet
data-format-parquet-is = Columns for pandas, DuckDB and Arrow: small and quick. A question with several answers is one list; why a cell is blank stands in a column beside it.
data-format-jsonl = JSON Lines
data-format-jsonl-is = One JSON object for each interview, for programs.
data-format-triple-s = triple-s 3.0
data-format-triple-s-is = The survey trade's own exchange format for Askia, Q, Quantum and others: a description in XML and the data, in one zip.
data-format-wrong = Choose a format.
data-lang = Language of labels
data-lang-wrong = Choose a language of this questionnaire.
data-plain = For CSV and JSON Lines
data-labels = Labels instead of codes (a multi stays 0 and 1)
data-excel = CSV for Excel: Chinese opens rightly, typed text and labels cannot become a formula
data-semicolon = CSV with semicolons, as Excel in half of Europe wants it; for Excel numbers have a decimal comma too
data-weight = Weight
data-weight-none = None
data-interviews = Which interviews
data-rows = How they ended
data-rows-wrong = Choose at least one.
data-filter = Only those of which this holds
data-filter-hint = In the language of conditions: age >= 30 and modes has 1. Empty for all.
data-filter-wrong = This is no condition on this questionnaire.
data-from = Ended from
data-to = Ended to
data-zone = Whole days in the survey’s time zone, { $zone }.
data-day-wrong = Enter a day, such as 2026-01-12.
data-days-crossed = The last day is before the first.
data-news = Only what is new or changed since the last file of this name
data-news-nameless = Give the export its name below: what is new is counted from its last file.
data-rehearsal = Interviews of
data-rehearsal-no = the field
data-rehearsal-yes = rehearsals
data-which-columns = Which columns
data-groups = Beside those about the interview (number, disposition, times, cells, source, version)
data-columns-wrong = Choose at least one group.
data-group-answers = Answers
data-group-answers-is = One column for a question; for a multi one for each choice, for a grid one for each row.
data-group-texts = Texts of “other”
data-group-texts-is = What was typed beside a choice.
data-group-orders = Orders shown
data-group-orders-is = The order in which shuffled choices and rows were shown.
data-group-derived = Derived variables
data-group-derived-is = Computed from answers, each by the formula of its own version.
data-group-paradata = Paradata
data-group-paradata-is = Active seconds by page, times that Back was pressed, pages posted, class of device.
data-only = Only some questions
data-only-is = Nothing ticked: all of them.
data-variables-wrong = One of these questions is not in the questionnaire.
data-name = Keep under a name
data-name-hint = To make it again with one button. A name that is there already gets this new meaning. Empty: it is made once.
data-name-long = At most 80 characters.
data-button = Make the file

# Blanks.
data-blanks = What an empty cell means
data-columns = One row per interview, one column per answer. Empty: not asked. −9: asked and left unanswered. Columns ending in _order hold the order shown.
data-blank-not-asked = Not asked
data-blank-not-asked-is = The question, the row or the choice was not put to this person: empty in CSV and Excel, system-missing in SPSS, null in Parquet and JSON. It is not in the base.
data-blank-not-answered = Asked and not answered
data-blank-not-answered-is = Left blank where that was allowed: −9 in CSV and triple-s, a user-missing value in SPSS, null with its reason beside it in Parquet. −8 is an answer erased since, as what identifies a person.
data-blank-not-ticked = Not ticked
data-blank-not-ticked-is = A choice of a multi that was offered and not chosen: 0. A choice that was not offered is empty.

# Kept exports and files.
data-saved = Kept exports
data-run = Make the file now
data-change = Change
data-forget = Forget
data-done-forgotten = The name is forgotten; its files stay for their time.
data-files = Files
data-files-are = The latest 20. A file is kept for a day, and until somebody in it withdraws; it can be made again from the same snapshot.
data-run-number = File { $run }
data-counts = { $cases ->
    [one] 1 interview, { $size }
   *[other] { $cases } interviews, { $size }
}
data-snapshot-of = Snapshot { $snapshot }
data-seen = { $seen } of { $total } interviews looked at
data-fetch = Download
data-again = Make again
data-state-waiting = Waits its turn. This page looks again by itself.
data-state-running = Being made. This page looks again by itself.
data-state-done = Ready.
data-state-changed = Ready, but no longer the same as before: somebody withdrew or was made anonymous since, its weights were replaced, or answers were coded anew.
data-state-gone = The file is no longer kept. Make it again: the same snapshot gives the same bytes, unless somebody withdrew, its weights were replaced, or answers were coded anew.
data-state-failed = It could not be made. Try again; if that fails, ask whoever runs the server.
data-state-failed-disk = It could not be made: the server’s disk is full. Tell whoever runs the server.
data-with-labels = labels
data-only-news = only what is new
data-weighted = weight { $weight }

# One file.
data-fact-file = File
data-fact-cases = Interviews
data-fact-bytes = Bytes
data-fact-sha256 = SHA-256
data-fact-name = Kept as
data-fact-wanted = Holds
data-fact-snapshot = Snapshot: change number
data-fact-since = Only changes after
data-fact-taken = Snapshot taken
data-fact-version = Newest version then
data-fact-who = Ordered by
data-fact-ended = Made
data-fact-gone = Deleted
data-manifest = Manifest (JSON)
data-back = All files and a new one

# Papers.
data-papers = Papers
data-codebook = Codebook
data-codebook-is = Variables, codes and texts in every language, with who is asked.
data-versions = Versions
data-versions-is = What changed from version to version, and what that does to columns and bases.
data-questionnaire = Questionnaire
data-questionnaire-is = Every question in one language, with routing, checks and quotas.
data-weights = Weights
data-weights-is = Weights, worked out from margins or from a file, for tables and data files.

# Versions.
desk-versions = Versions
versions-title = Versions of the questionnaire
versions-are = A data file has the columns of all versions, and a column “version”. Labels are those of the newest version. A question that became another kind has two sets of columns; the older end in their version.
versions-published = Published
versions-counts = { $completes } complete of { $interviews } interviews
versions-since = What changed since { $version }
versions-same = Nothing that columns or bases rest on.
versions-what = What
versions-said = Change
versions-effect = What it does to columns and bases
change-added = New
change-removed = Removed
change-moved = Moved
change-kind = Another kind
change-text = Wording
change-codes-added = New codes
change-codes-retired = Codes retired
change-codes-labelled = Labels
change-codes-offered = Offered to others
change-codes-missing = Refusals
change-codes-text = Texts beside codes
change-base = Base
change-required = Required
change-personal = Personal
change-range = Limits
change-order = Order shown
change-rule = Formula
change-table = Quota table
change-quality = Quality rule
change-ends = Ends
