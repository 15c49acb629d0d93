# Words of the respondent's pages, beside those of the questionnaire.
next = Next
back = Back
submit = Submit
progress = Progress
progress-done = { $percent } % done
contact = Contact
optional = optional
please-choose = Please choose
please-specify = Please specify
please-specify-for = Please specify: { $choice }
rank-place = { $place ->
    [1] 1st
    [2] 2nd
    [3] 3rd
   *[other] { $place }th
 } place
at-most-characters = At most { $max } characters
decimals-hint = { $decimals ->
    [one] Up to one decimal
   *[other] Up to { $decimals } decimals
 }

summary-errors = { $count ->
    [one] One answer needs your attention
   *[other] { $count } answers need your attention
 }
summary-warnings = { $count ->
    [one] Please check one answer
   *[other] Please check { $count } answers
 }
summary-warnings-do = If it is right as it stands, press “{ $next }” again.

fault-required-choose = Choose an answer.
fault-required-tick = Choose at least one answer.
fault-required-number = Type a number.
fault-required-text = Write an answer.
fault-required-rank = Choose an answer for each place.
fault-items = { $count ->
    [one] Choose an answer in the row that has none.
   *[other] Choose an answer in each of the { $count } rows that have none.
 }
fault-item = Choose an answer in this row.
fault-not-offered = This answer is not offered. Choose one of those shown.
fault-twice = Two different answers arrived. Choose one.
fault-not-a-number = Use digits only, for example { $example }.
fault-whole-number = Type a whole number, without decimals.
fault-decimals = { $decimals ->
    [one] Use one decimal at most.
   *[other] Use { $decimals } decimals at most.
 }
fault-out-of-range = Type a number from { $low } to { $high }.
fault-too-few = { $count ->
    [one] Choose at least one answer.
   *[other] Choose at least { $count } answers.
 }
fault-too-many = { $count ->
    [one] Choose one answer at most: untick the others.
   *[other] Choose { $count } answers at most: untick the others.
 }
fault-too-few-ranks = { $count ->
    [one] Choose an answer for the first place.
   *[other] Choose an answer for each of the first { $count } places.
 }
fault-too-many-ranks = Fill { $count } places at most.
fault-exclusive = “{ $choice }” does not go with other answers. Untick it, or untick the others.
fault-other-text = Write what you mean by “{ $choice }”.
fault-too-long = Shorten the text to { $max } characters at most. It has { $typed } now.
fault-rank-gap = Fill the places from the first, without a gap.
fault-rank-twice = This answer stands at another place already. Choose a different one.

ending-complete = Thank you
ending-screened-out = Thank you
ending-quota-full = Thank you
ending-refused = Thank you
ending-complete-text = Your answers have been submitted.
ending-screened-out-text = This study is looking for a different profile. We hope to see you next time.
ending-quota-full-text = We already have enough interviews from people like you. We hope to see you next time.
ending-refused-text = You are not taking part. Nothing more is asked.
ending-close = You can close this page now.

welcome-back = Welcome back
welcome-back-text = You stopped part-way. All that you answered is kept, and you can go on where you left off.
go-on = Go on
expired = This interview can no longer be continued
expired-text = It was interrupted for too long. What you answered is kept as it was. Thank you for your time.
paused = The survey is taking a break
paused-text = Nothing can be answered at the moment. All that you have answered is kept. Please open this link again later.
closed = The survey is over
closed-text = No more answers are taken. What you have answered is kept. Thank you for your interest.
rush = Please wait and try again
rush-text = We could not take your page just now. Nothing that you typed is lost: wait a few seconds and send it again.
send-again = Send again

sign-wait = One moment, please: this step needs the network.
sign-wait-offline = This step needs the network, and there is none just now. Everything you answered is kept on this phone. It goes on by itself; Next tries at once.
sign-kept = No network just now. Your answers are kept on this phone and will be sent.
sign-sent = All your answers have been sent.
sign-not-kept = This browser keeps nothing for later. Please stay on this page until your answers have been sent.

pick-exactly = Choose { $count }.
pick-up-to = Choose up to { $count }.
pick-at-least = Choose at least { $count }.
pick-between = Choose { $least } to { $most }.
pick-chosen = { $count } of { $most } chosen
pick-chosen-of-least = { $count } chosen, of at least { $least }
pick-over = { $count } chosen: untick { $over }
number-range = From { $low } to { $high }
open-typed = { $typed } of at most { $max } characters

rank-hint = Tap the answers in your order. Move them with the arrows or by dragging.
rank-taken = { $count } of { $most } places taken
rank-at = { $choice }: place { $place }
rank-gone = { $choice } has no place now
rank-up = Move “{ $choice }” up
rank-down = Move “{ $choice }” down
rank-drag = Drag “{ $choice }”

list-search = Search
list-search-hint = Part of a name, or the first letters of its pinyin
list-found = { $count } found
list-back = All groups
list-close = Close

step-at = { $at } of { $count }
step-previous = Previous
step-next = Next one
