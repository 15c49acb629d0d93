# Variables: what analysts add to the variables of a survey.
desk-variables = Variables
desk-problems = { $count ->
    [one] 1 thing in the text is wrong. What it is about is left out.
   *[other] { $count } things in the text are wrong. What they are about is left out.
}
desk-problem-line = Line { $line }:
desk-text-by = by { $who }
desk-texts = { $count ->
    [one] 1 text so far
   *[other] { $count } texts so far
}
variables-is = Filters, derived variables and the codes of open answers. They stand beside those of the questionnaire in tables, claims, reports and data files; interviews know nothing of them.
variables-none = Nothing has been added yet.
variables-name = Name
variables-name-hint = Letters, digits and _, beginning with a letter, such as young_women.
variables-name-malformed = Begin with an English letter; go on with letters, digits and _, 64 at most.
variables-name-taken = A question, a column, a page or a word of conditions has this name already. Choose another.
variables-label = Label
variables-label-missing = Write a label.
variables-name-or-text = This name is taken by a variable that has an error, or nothing can be added to the text below as it is written. Choose another name, or mend the text: each variable begins at the left margin.
variables-kind = Kind
variables-kind-filter = Filter
variables-kind-number = Number
variables-kind-codes = Codes
variables-kind-union = Several codes
variables-kind-coded = Coded answers
variables-rule = How it comes about
variables-save = Save a filter
variables-save-this = Save this condition as a filter
variables-save-is = Tables and data files can then be limited to these cases by its name; in a banner it makes two columns, yes and no.
variables-text = All variables as text
variables-text-hint = As under derive: in a questionnaire file. A variable reads questions, derived variables and those above it. Who takes a line out removes the variable; older texts stay.
variables-text-label = Text
variables-example = How variables are written
variables-put = Keep
variables-faulty = Nothing was kept. Mend what is said above and try again.
variables-stale = Somebody changed the variables since you opened this page. Your text is still here: copy it, open the page anew and put it together with theirs.
variables-done-put = Kept. Tables and data files have the variables as they stand now.
variables-done-same = Nothing has changed.
variables-done-saved = Saved. Tables and data files can be limited to it.
audit-deed-variables = Variables changed
data-among = Saved filter
data-among-none = All cases
data-among-wrong = There is no saved filter of this name any more. Choose another one.
