# Words that every kind of page shares.
site-name = Canvass
language = Language
error-title-prefix = Error: { $title }

error-signed-out = Please sign in
error-signed-out-do = Sign in, then open this page again.
error-forbidden = You may not do this
error-forbidden-do = Ask a manager to do it, or to give you the role for it.
error-not-found = Nothing here
error-not-found-do = There is nothing at this address. Check that the link is whole, or ask whoever sent it to you.
error-not-allowed = This cannot be done here
error-not-allowed-do = This address does not take such a request. Open it again from the link.
error-malformed = That could not be read
error-malformed-do = What arrived is no form of ours. Go back in your browser and send the page again.
error-too-large = That is too large
error-too-large-do = Go back in your browser, shorten the text that you typed and send the page again.
error-invalid = That does not work yet
error-invalid-do = Go back in your browser and change it.
error-busy = Please wait and try again
error-busy-do = There is a rush just now. Wait a few seconds, then send the page again.
error-internal = Something went wrong on our side
error-internal-do = Try again in a minute. What you sent before is kept.
error-offline = No connection
error-offline-do = Check the network and try again.
