# Tables: questions by a banner.
desk-tables = Tables
tables-form = What is shown
tables-hint = What is chosen stands in the address, so that a table can be sent as a link. Print it from the browser: menus are left out.
tables-unasked = Choose the questions that are to be counted, and by which columns.
tables-trouble = This cannot be counted.
tables-stub = Questions
tables-all = All questions
tables-chosen = { $count ->
    [0] Choose questions
    [one] Choose questions (1 is shown)
   *[other] Choose questions ({ $count } are shown)
}
tables-stub-unknown = “{ $name }” is no question or variable that can be counted.
tables-by = Banner: the columns, side by side
tables-by-label = Columns { $number }
tables-within-label = Each of them split by
tables-none = –
tables-by-unknown = “{ $name }” is no question or variable of this survey.
tables-by-codes = “{ $name }” cannot be columns: it has numbers, items, places or text, not codes.
tables-by-many = These make { $columns } columns side by side; { $most } are the most. Leave some out.
tables-by-wide = At most { $most } banners stand side by side, each of at most { $deepest } variables. The others are left out.
tables-show = What stands in the tables
tables-column = Column %
tables-row = Row %
tables-n = n
tables-weighted = Weighted n
tables-mean = Means, medians, scores
tables-letters = Letters of significance
tables-chi = Chi-square of each banner
tables-order = Order effects
tables-more = Nets, levels, small bases, rehearsal
tables-nets = Nets
tables-nets-hint = One a line: codes, then a label if you like. “1-3: Often” is for every table that has such codes, “freq=1-3: Often” for the question freq alone.
tables-net = Net: { $label }
tables-net-wrong = “{ $name }” is no net. Write codes and ranges with commas between them, then a colon and a label.
tables-net-unknown = “{ $name }” is none of the questions in these tables.
tables-net-many = At most { $most } nets are counted, each of at most { $ranges } codes and ranges. The others are left out.
tables-sort = Order of the answers
tables-level = Levels of the letters
tables-level-95-90 = 95 % capital, 90 % small
tables-level-99-95 = 99 % capital, 95 % small
tables-level-95 = 95 % only
tables-level-wrong = Choose one of the levels.
tables-adjust = Many comparisons
tables-adjust-none = Each for itself
tables-adjust-bonferroni = Bonferroni
tables-adjust-fdr = False discovery rate
tables-adjust-wrong = Choose one of the adjustments.
tables-untested = No test below n
tables-untested-wrong = Give a whole number, such as 30.
tables-small = Mark below n
tables-small-wrong = Give a whole number, such as 75.
tables-xlsx = As a workbook
tables-csv = As CSV
tables-contents = Contents
tables-rest = { $count ->
    [one] 1 more question makes too many cells for a page; the workbook has it.
   *[other] { $count } more questions make too many cells for a page; the workbook has them.
}
tables-total = Total
tables-base = Base, n
tables-base-weighted = Weighted base
tables-base-effective = Effective base
tables-known = n of this figure
tables-top-two = Top two
tables-bottom-two = Bottom two
tables-ranked-first = Ranked first: { $choice }
tables-top-three = Among the first three: { $choice }
tables-chi-pearson = { $block }: chi-square { $statistic }, df { $df }, p { $p }
tables-chi-rao-scott = { $block }: Rao–Scott F { $statistic }, df { $df } and { $under }, p { $p }
tables-chi-none = { $block }: no chi-square. { $why }
tables-untested-empty = Nobody is there to compare.
tables-untested-same = Everybody is in one row or in one column.
tables-untested-small = The base is too small.
tables-untested-cells = Empty cells leave nobody to tell the difference by.
tables-untested-large = The table has too many cells for weighted data.
tables-untested-overlap = The columns are the same people.
tables-letters-two = A letter says that the share or mean is higher than that of the column with this letter in the same banner: capital at { $strong } %, small at { $weak } %. z test of shares, Welch’s t test of means, on effective bases; { $adjusted }.
tables-letters-one = A letter says that the share or mean is higher than that of the column with this letter in the same banner, at { $strong } %. z test of shares, Welch’s t test of means, on effective bases; { $adjusted }.
tables-adjusted-none = no allowance for many comparisons
tables-adjusted-bonferroni = adjusted by Bonferroni within each row and banner
tables-adjusted-fdr = adjusted for the false discovery rate within each row and banner (Benjamini and Hochberg)
tables-small-bases = * fewer than { $small }: read with care. ** fewer than { $untested }: not compared.
tables-order-of = What standing first in the list did; of { $count } who answered
tables-order-first = Shown first
tables-order-later = Shown later
tables-order-lift = Lift of standing first
tables-share = %
tables-points = points
tables-from = 95 % from
tables-to = 95 % to
tables-order-note = Share of those who chose it (or ranked it first) among those to whom it was shown first, and among those to whom it was shown later. Interval by Newcombe, p by the z test; of many choices, one in twenty is beyond chance by chance.
tables-order-nobody = Nobody has answered whose order is known, or the same choice stood first for all.
tables-order-pinned = A choice is pinned to the first place, so no other ever stands there.
tables-order-hidden = Some choices are shown to some people only, and it is not kept to whom; which stood first is not known.
