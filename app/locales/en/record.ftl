# The page of one interview.
record-title = Interview { $number }
record-disposition = Disposition
record-began = Begun
record-last = Last answer
record-ended = Ended
record-active = Active time
record-minutes = { $minutes } min
record-page = Page
record-language = Language
record-version = Version
record-plan = Quota plan
record-device = Device
record-source = Source
record-pid = Id at the source
record-zone = Times are in the survey's time zone, { $zone }.
record-test = A robot of a rehearsal. It counts for nothing.
record-source-cell = Source { $source }
record-gate = At the gate
record-gate-is = the interview came to the gate and was admitted. So the cells stood just before:
record-gate-refused = Why was this person turned away?
record-gate-refused-is = the interview came to the gate and was turned away. So the cells stood just before; a place in every one of them was needed:
record-then = Then
record-places = { $count ->
    [one] One place left
   *[other] { $count } places left
}
record-no-limit = No limit
record-full = No place: full
record-full-held = { $count ->
    [one] No place: one held by an interview in progress
   *[other] No place: { $count } held by interviews in progress
}
record-no-cell = There is no such cell
record-ledger = Ledger
record-ledger-none = The interview took no place and nobody changed it.
record-refused = Turned away; fell in { $cell }
record-held = Held
record-counted = Counted
record-itself = the interview
