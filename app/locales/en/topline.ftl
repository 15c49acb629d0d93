# The topline: every question one way.
desk-topline = Topline
topline-counted = { $count ->
    [one] 1 complete is counted.
   *[other] { $count } completes are counted.
}
topline-weightless = { " " }{ $count ->
    [one] 1 has no weight and is left out.
   *[other] { $count } have no weight and are left out.
}
topline-nobody = There is nobody to count yet.
topline-nobody-left = The condition, or the weights, leave nobody to count. Change them and try again.
topline-filter-unanswerable = This cannot be worked out for tables: longstring needs the order in which the rows were shown. Use the column flags, or a data file with this condition.
topline-intervals = intervals at 95 %
topline-snapshot = after { $number } changes
topline-sort = Order of the answers
topline-sort-file = As in the questionnaire
topline-sort-size = Largest first
topline-rehearsal = The test interviews of the rehearsal instead
topline-show = Show
topline-print = Print it from the browser: menus are left out.
topline-base = { $who }, n = { $count }
topline-effective = , effective base { $count }
topline-computed = Computed from answers
topline-answer = Answer
topline-share = %
topline-first = Ranked first, %
topline-interval = 95 % interval
topline-n = n
topline-mean = Mean
topline-deviation = Standard deviation
topline-median = Median
topline-known = Who gave a number
topline-top-two = Top two, %
topline-bottom-two = Bottom two, %
topline-score = Promoters less detractors, points
topline-top-three = Among the first three, %: { $choice }
topline-mean-place = Mean place: { $choice }
topline-origin = Where these numbers come from
topline-formula = Condition
topline-newest = Newest version of the questionnaire
topline-snapshot-number = Snapshot (changes of the survey so far)
topline-question = Question
topline-unweighted = Who answered, unweighted
