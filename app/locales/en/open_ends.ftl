# Open ends: verbatims and their coding.
desk-open-ends = Open ends
openends-is = What respondents typed, of completes alone: at open questions and beside “other”. A coding gives it codes; they are a variable with several codes a case, in tables and in data files.
openends-rehearsal-instead = The test interviews of the rehearsal instead
openends-rehearsal = These are test interviews of the rehearsal.
openends-show = Show
openends-no-source = This questionnaire has no open question and no “other” with a text.
openends-beside = Beside “{ $choice }”.
openends-texts = { $count ->
    [one] 1 text
   *[other] { $count } texts
}
openends-empty = { $count ->
    [one] 1 question without a text
   *[other] { $count } questions without a text
}
openends-far = { $coded } coded, { $uncoded } not yet
openends-codes = { $count ->
    [0] no code yet
    [one] 1 code
   *[other] { $count } codes
}
openends-coders = coded by { $names }
openends-begin = Begin a coding
openends-begin-do = Begin
openends-var = Name of the variable
openends-var-hint = It names the columns, such as why_coded: English letters, digits and _.
openends-label = Label
openends-label-missing = Type a label in one language at least.
openends-label-long = This is too long: 200 characters at most.
openends-done-gone = The coding is deleted.
openends-done-marked = Coded.
openends-done-unchanged = Nothing has changed: it was so already.
openends-done-undone = Undone.
openends-done-undone-not = Nothing was undone: something else was done meanwhile. Look again.
openends-done-put = The code is saved.
openends-done-dropped = The code is deleted.
openends-done-renamed = Name and label are changed.
openends-done-settled = Settled.
openends-pages = Pages of this coding
openends-all = All open ends
openends-page-texts = Texts
openends-page-frame = Code frame
openends-page-agreement = Two coders
openends-undo-frame = Undo: code frame, { $at }
openends-undo-mark = { $count ->
    [one] Undo: coding of 1 text, { $at }
   *[other] Undo: coding of { $count } texts, { $at }
}
openends-undo-settle = { $count ->
    [one] Undo: settling of 1 text, { $at }
   *[other] Undo: settling of { $count } texts, { $at }
}
openends-you = { $name } (you)
openends-yours = You have coded { $coded } of { $count } texts; { $uncoded } are left.
openends-show-uncoded = Show those
openends-no-text = Nobody has typed anything here yet.
openends-none-found = No text is so. Change what is shown.
openends-found = { $count ->
    [one] 1 text is found
   *[other] { $count } texts are found
}, in { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}: the same words stand together.
openends-search = Search
openends-seen = Texts
openends-seen-all = All
openends-seen-uncoded = Not coded by you
openends-seen-coded = Coded by you
openends-by-code = With the code
openends-any-code = Any or none
openends-groups = In groups of texts that are alike
openends-in-group = Only texts of one group.
openends-leave-group = Show all
openends-code-this = Code alone
openends-code-one = Code alone: { $text }
openends-open = Open the group
openends-open-one = Open the group of: { $text }
openends-group-counts = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}, { $count ->
    [one] 1 text
   *[other] { $count } texts
}, { $coded } coded.
openends-more = And { $count } more.
openends-part = { $coded } of { $count } coded.
openends-suggested = Perhaps { $codes }, as
openends-pager = Pages of the list
openends-before = Before
openends-after = Next
openends-page = Page { $page } of { $pages }
openends-codes-legend = Codes
openends-frame-empty = The code frame is empty.
openends-every = { $count ->
    [one] The 1 text that is found, also on other pages
   *[other] All { $count } texts that are found, also on other pages
}
openends-give = Give these codes
openends-take = Take these codes away
openends-give-suggested = Give each what is suggested
openends-none-ticked = Tick a text, a group, or all that are found.
openends-no-code = Tick a code.
openends-back = Back to the list
openends-alike = Texts that are alike
openends-left = { $count ->
    [one] 1 text is left.
   *[other] { $count } texts are left.
}
openends-save-next = Save, and the next one
openends-save-suggested = Take what is suggested
openends-frame-is = Each code has a number for ever: a deleted one gives it to no other. A text may have several codes.
openends-own = a choice of the question
openends-net = Net
openends-net-is = A net groups codes, such as Price for “too dear” and “cheap”; leave it empty for none.
openends-save = Save
openends-save-one = Save { $label }
openends-drop = Delete
openends-drop-one = Delete { $label }
openends-add = A new code
openends-add-do = Add
openends-number = Number
openends-number-wrong = Type a whole number from 1 to 9999.
openends-number-taken = A code or a choice has this number, or had it. Choose another.
openends-gone = Deleted codes
openends-bring-back = Bring back
openends-bring-back-one = Bring back { $label }
openends-name = Name and label
openends-name-do = Save name and label
openends-out = A question of a newer version has this name: these codes are in no table and no file. Give the coding another name under “Code frame”.
openends-delete = Delete this coding
openends-delete-is = { $var } is gone from tables and data files, for all coders. This cannot be undone.
openends-delete-do = Delete the coding
openends-agreement-is = Two coders code the same texts, neither seeing the other’s codes. Where nothing is settled, the codes of whoever began first count.
openends-one-coder = So far one coder at most has coded here.
openends-no-both = The two have no text in common yet.
openends-first = First coder
openends-second = Second coder
openends-with-settled = Also what is settled
openends-agreement = Agreement
openends-code = Code
openends-both = Both
openends-interval = 95 % interval
openends-both-coded = Texts that both have coded
openends-same = With exactly the same codes
openends-overall = Cohen’s kappa over all codes
openends-no-kappa = none: no variance
openends-of-each = Agreement on each code
openends-kappa-is = Kappa is agreement beyond chance: 1 is full, 0 is chance. For each code: given or not; over all: every code that either gave, for every text.
openends-differences = Differences
openends-differ = { $count ->
    [0] The two agree on every text.
    [one] They differ in 1 row; { $settled } settled.
   *[other] They differ in { $count } rows; { $settled } settled.
}
openends-settled = Settled
openends-as = As { $name }
openends-own-codes = Other codes
openends-settle = Settle on these
audit-deed-coding = Coding begun
audit-deed-coding_frame = Code frame changed
audit-deed-coding_gone = Coding deleted
audit-deed-coding_name = Coding renamed
