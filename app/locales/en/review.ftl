# What stands in every form of an interview and nobody sees.
interview-aside = Leave this empty

# The review.
review-title = Review
review-none = No finished interview is flagged.
review-none-so = No flagged interview is like this.
review-counted = { $all } finished interviews are flagged or rejected; { $open } of them nobody has looked at yet.
review-all = All
review-by-rule = Flagged by
review-by-disposition = Disposition
review-by-seen = Looked at
review-show = Show
review-older = Older ones
review-seen-open = Not looked at
review-seen-accepted = Accepted
review-seen-rejected = Rejected by hand
review-interview = Interview { $number }
review-minutes = { $minutes } min
review-source = from { $source }
review-open = Open { $number }
review-quality = Quality
review-unflagged = No rule and no check flags it.
review-verdict = Accept or reject
review-why = Reason
review-why-hint = Stands in the ledger beside your name.
review-accept = Accept those ticked
review-reject = Reject those ticked
review-accept-one = Accept
review-reject-one = Reject
review-verdict-is = Accepting lets a complete stand, and brings a rejected one back if every quota cell has a place. Rejecting frees its places; the source reads it in its reconciliation file.
review-choose-some = Tick at least one interview.
review-choose-verdict = Press accept or reject.
review-done-accept = Accepted.
review-done-reject = Rejected; the places are free again.
review-done-checked = The checks have run.
review-done-guards = Set.
review-partly = Not everything could be done; done: { $count }. What was not:
review-full = cannot come back: no place in { $cells }. Raise the target, or reject somebody else first.
review-unfinished = cannot come back: the questionnaire ended it before everything was answered.
review-missing = is no finished interview of this survey.
review-more = and { $count } more
review-erased = (erased)
review-no-answer = no answer

# Rules that are not the questionnaire's.
review-rule-honeypot = Hidden field filled
review-rule-no-proof = No proof of work
review-rule-minimum-time = Below the least time
review-rule-desk = Rejected by hand
review-rule-near-duplicate = Nearly the same answers
review-rule-near-text = Nearly the same words
review-rule-independent = Answers that do not hang together
review-rule-even-times = Even page times
review-rule-usual-times = Usual page times
review-rule-burst = Burst of arrivals
review-rule-near-duplicate-is = Agrees with another interview on far more questions than the popularity of the answers gives.
review-rule-near-text-is = An open answer of some length is nearly that of another interview.
review-rule-independent-is = Each answer is as frequent as it should be, but they do not go together as other people's do.
review-rule-even-times-is = Took about as long on a page of one question as on one of ten.
review-rule-usual-times-is = Took the usual time of each page, again and again, where people hurry here and linger there.
review-rule-burst-is = Began among many more interviews than came around that time. A mailing does that, too.

# What rules rest on.
review-fact-all = { $seconds } s in all; the middle of the newest completes is { $median } s
review-fact-page = { $seconds } s on “{ $page }”; the middle of the newest completes is { $median } s
review-fact-trap = “{ $row }”: { $right } was right, { $given } was given ({ $question })
review-fact-run = “{ $answer }” on { $length } of { $rows } rows in succession ({ $question })
review-fact-junk = “{ $text }” ({ $question })
review-fact-answer = { $answer } ({ $question })
review-fact-count = { $ticked } of { $offered } choices ticked ({ $question })
review-fact-honeypot = A field of the form that no person sees or reaches was filled.
review-fact-no-proof = The browser brought no proof of work. Without scripts none can.
review-fact-device = The same device also sent
review-fact-device-gone = Another complete came from the same device; it is no longer there.

# What checks found.
review-found-near-duplicate = { $measure } % of { $base } answers are the same as the nearest interview's; chance gives { $expected } %, and { $threshold } % is flagged.
review-found-near-text = { $measure } % of all runs of letters are shared; { $threshold } % is flagged.
review-found-independent = Log-likelihood ratio of dependent to independent answers { $measure } over { $base } pairs; people come to { $expected }, and below { $threshold } is flagged.
review-found-even-times = Spread of its { $base } page times { $measure }; that of the field is { $expected }, and { $threshold } or less is flagged.
review-found-usual-times = Spread around the usual times of its { $base } pages { $measure }; that of the field is { $expected }, and { $threshold } or less is flagged.
review-found-burst = { $measure } interviews began within { $base } min; { $expected } would be usual then, and from { $threshold } on is flagged.
review-found-by-source = Most came by { $source }.
review-found-others = Others:
review-found-here = Here:
review-found-there = Nearest:

# Times.
review-timings = Times by page
review-page = Page
review-seconds = Seconds
review-usual = Usual
review-against = Against usual
review-in-all = In all
review-share = { $share } %
review-hurried = { $share } % – under a third

# Checks over all.
review-checks = Checks over all finished interviews
review-checks-are = Some things no interview shows by itself. These checks compare all complete and rejected interviews (the newest 20,000); they flag, and never reject. What they find replaces what they found before.
review-check = Check
review-check-flags = Flagged
review-check-means = Meaning
review-checked-at = Found at { $time }.
review-run = Run the checks

# Guards.
review-guards = Guards
review-guards-are = These flag like rules of the questionnaire, and count with them towards rejection. With the quality rules off they do nothing.
review-honeypot = A hidden field that only fillers of forms find
review-guard-1 = On
review-guard-0 = Off
review-guard-choose = Choose on or off.
review-minimum = Least active time, in seconds
review-minimum-hint = Whoever takes less is flagged. Empty for no such rule.
review-minimum-wrong = A whole number from 1 to 7200, or nothing.
review-proof = Proof of work: a small sum for the browser
review-proof-is = Whoever comes without is flagged and never stopped: browsers without scripts, and those that reach this server by plain http. Only surveys that ask for it load the script (7 kB).
review-guards-why = Reason (may stay empty)
review-guards-set = Set
