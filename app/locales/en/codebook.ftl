# The codebook and its files.
codebook-files = Files of the codebook
codebook-file-xlsx = Excel
codebook-file-json = JSON
codebook-file-ddi = DDI (XML for archives)
codebook-print = Print it from the browser: menus are left out.
codebook-many = There are { $count } completes, so they are not counted unasked.
codebook-with-counts = With counts
codebook-counted = { $count ->
    [one] Counted over 1 complete, as it stands now.
   *[other] Counted over { $count } completes, as they stand now.
}
codebook-completes = Completes
codebook-values = With a value
codebook-range = { " " }({ $min } to { $max }, mean { $mean })
codebook-paradata = How the interview went
codebook-blanks = Why a cell is blank
codebook-blank = Reason
codebook-csv-empty = empty
codebook-meaning = What it means
