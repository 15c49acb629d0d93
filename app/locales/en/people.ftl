# Roles.
role-owner = Owner
role-owner-is = gives roles, and may do what all the others may
role-manager-is = runs the field
role-analyst-is = reads the data
role-author-is = writes questionnaires

# Signing in with a second factor.
sign-in-code-title = Code from your phone
sign-in-code = Code
sign-in-code-hint = Six digits, from the app on your phone. They change every half minute.
sign-in-code-wrong = This code is wrong, or it was used before. Wait for the next one on your phone.
sign-in-code-lost = Phone lost? An owner can switch your second factor off (People), or whoever runs the server (canvass people second-factor-off NAME).
sign-in-code-back = Begin again with name and password

# One's own account.
account-title = Your account
account-password = Password
account-current = Password now
account-current-wrong = This is not your password. Check it and try again.
account-new = New password
account-new-hint = At least 10 characters. A few words are easier to remember than signs.
account-repeat = New password, once more
account-password-button = Change the password
account-done-password = The password is changed. Wherever else you were signed in, you no longer are.
account-done-factor-on = The second factor is on. From now on signing in takes a code as well.
account-done-factor-off = The second factor is off. The password alone signs you in.
account-everywhere = Sign out everywhere
account-everywhere-is = Ends every session of yours, on every machine, this one included.
account-everywhere-button = Sign out everywhere
account-factor = Second factor
account-factor-is-on = On: signing in takes your password and a code from your phone.
account-factor-is-off = Off: whoever knows your password can sign in.
account-factor-prepare = Set up a second factor
account-factor-add = Add Canvass to the app on your phone
account-factor-scan = Scan this with an app for one-time codes (such as FreeOTP, Aegis, 2FAS, Google or Microsoft Authenticator).
account-factor-picture = QR code with your secret
account-factor-type = Or type this secret into the app:
account-factor-link = Or open it on this device
account-factor-confirm = Confirm with a first code
account-factor-on = Switch on
account-factor-off = Switch off
account-factor-ends-others = Other sessions of yours end, for they began without a code.
account-factor-code-wrong = This code does not fit. Check that the phone shows the right time and type the code that it shows now.

# People of the house.
people-title = People
people-here = Who works here
people-gone = Who has left
people-name = Name
people-name-hint = To sign in with. The person may choose another one with the link.
people-roles-of-house = Roles for all surveys
people-roles-hint = Leave all empty for somebody who shall see single surveys only; give those roles on the survey's own page.
people-roles-set = Set these roles
people-surveys = Roles for single surveys
people-surveys-is = Given and taken on the page of each survey, under Roles.
people-sign-in = Signing in
people-none = –
people-has-password = password chosen
people-no-password = no password yet
people-has-factor = second factor
people-add = Add a person
people-add-button = Add, and make a link
people-back = ← All people
people-link = One-time link for { $name }
people-link-is = Shown once, here. It works once, for a day; with it a password is chosen. Send it by a way that only this person reads.
people-link-new = Make a one-time link
people-link-new-is = For somebody who forgot the password. Earlier links end; the second factor stays.
people-end-sessions = Sign out everywhere
people-end-sessions-is = Ends every session of this person.
people-factor-off = Switch the second factor off
people-factor-off-is = For somebody whose phone is lost. Be sure that it is really the person who asks.
people-leave = Leaving
people-left = Has left
people-left-is = Ends sessions and links; nobody signs in by this name any more. What was done stays in the audit log.
people-left-at = Has left since
people-come-back = Works here again
people-come-back-is = In the same roles, with the same password.
people-done-roles = The roles are set.
people-done-sessions = All sessions of this person have ended.
people-done-factor = The second factor is off.
people-done-left = This person can no longer sign in.
people-done-back = This person can sign in again.
people-last-owner = Nothing was changed: this is the last owner of the house. Make somebody else an owner first.

# Roles in one survey.
roles-title = Roles and respondents' data
roles-here = Who may do what here
roles-is = Whoever has no role here does not see that the survey exists. An owner may do everything.
roles-of-house = By a role for all surveys
roles-of-survey = Roles in this survey
roles-of = Roles of { $name }
roles-none-takes = With no box ticked the person loses access to this survey.
roles-give = Give somebody a role
roles-give-button = Give these roles
roles-person = Person
roles-done-roles = The roles are set.
roles-done-retention = The time is set.

# Respondents' data.
roles-retention = Respondents' data
roles-retention-is = So many days after the end of an interview (or after its last page, where it has none) the server erases what identifies the respondent: the source's id (pid), the device, what the link carried, the entry in a list of invitations, and the answers to questions marked personal. The interview keeps counting.
roles-personal = Questions marked personal: { $questions }.
roles-personal-none = No question of this questionnaire is marked personal.
roles-days = Days until it is erased
roles-days-hint = Empty: never. What is erased cannot be brought back.
roles-days-wrong = Type a number of days from 1 to 36500, or leave it empty.
roles-why = Why (for the audit log)
roles-retention-set = Set
roles-erased = What was erased
roles-erased-none = Nothing has been erased yet.
roles-erased-interviews = Interviews
roles-erased-pids = Ids (pid)
roles-erased-devices = Devices
roles-erased-variables = Values from links
roles-erased-answers = Personal answers
roles-erased-invitations = Invitations
roles-withdrawn = { $count ->
    [0] No respondent has withdrawn.
    [one] One respondent has withdrawn; the interview is erased.
   *[other] { $count } respondents have withdrawn; their interviews are erased.
}

# The audit log.
audit-title = Audit
audit-is = Who did what at the desk. Nothing here can be changed or deleted.
audit-search = Search
audit-text = Text
audit-who = Person
audit-survey = Survey
audit-deed = What
audit-deed-any = Everything
audit-from = From
audit-until = To
audit-day-wrong = Type a day as year-month-day, such as 2026-01-31.
audit-when = When
audit-subject = About
audit-change = Change
audit-why = Why
audit-none = Nothing found.
audit-older = Older
audit-csv = Download what was found as CSV, for Excel
audit-deed-sign_in = Signed in
audit-deed-sign_in_failed = Failed to sign in
audit-deed-code_failed = Gave a wrong code
audit-deed-sign_out = Signed out
audit-deed-sign_out_everywhere = Signed out everywhere
audit-deed-password = Password set
audit-deed-name = Name changed
audit-deed-person = Person added
audit-deed-roles = Roles
audit-deed-link = One-time link made
audit-deed-left = Has left
audit-deed-back = Works here again
audit-deed-second_factor_on = Second factor on
audit-deed-second_factor_off = Second factor off
audit-deed-download = Downloaded
audit-deed-upload = Uploaded

# Withdrawing from an interview.
withdraw-offer = Withdraw my answers
withdraw-title = Withdraw your answers?
withdraw-is = All that you answered here will be erased, finished or not. Nobody will be able to read it any more.
withdraw-for-ever = This cannot be undone.
withdraw-button = Erase my answers
withdraw-back = Keep my answers
withdrawn-title = Your answers are erased
withdrawn-is = Nothing that you answered in this interview is kept. Thank you for your time all the same.

# The questionnaire on paper.
paper-personal = What is typed identifies a person, and is erased after a time
