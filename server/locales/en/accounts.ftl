# Staff and their accounts: getting in, one's own account, who works here, API keys.

## Signing in
accounts-sign-in-title = Sign in
accounts-sign-in-button = Sign in
accounts-sign-in-wrong = The e-mail address or the password is not right.
accounts-email = E-mail address
accounts-password = Password
accounts-continue = Continue
accounts-forgot-link = Forgotten the password, or no account yet?
accounts-back-to-sign-in = Back to signing in
accounts-wait = { $count ->
    [one] Too many attempts. Try again in one second.
   *[other] Too many attempts. Try again in { $count } seconds.
}
accounts-factor-title = Show that it is you
accounts-factor-text-code = One more step: a code from your authenticator app.
accounts-factor-text-passkey = One more step: your passkey.
accounts-factor-reset-code = Before you choose a new password: a code from your authenticator app.
accounts-factor-reset-passkey = Before you choose a new password: your passkey.
accounts-factor-code = Code
accounts-factor-code-hint = Six digits from the app, or one of your recovery codes.
accounts-factor-recovery-code = Recovery code
accounts-factor-recovery-code-hint = Only if you do not have your passkey at hand.
accounts-factor-wrong = The code is not right, or has been used. Wait for the next one.
accounts-factor-choose = Choose where to sign in, then type a new code.
accounts-factor-tenant = Where to
accounts-factor-lost = Lost both app and recovery codes? Ask another admin to reset your account.
accounts-forgot-title = Get a link
accounts-forgot-text = Enter your e-mail address. If you have an account, we send a link to choose a new password; your second factor stays the same. If you were invited and never started, we send the invitation again.
accounts-forgot-send = Send link
accounts-forgot-sent-title = Check your inbox
accounts-forgot-sent-text = If the address belongs to an account, a link is on its way.
accounts-forgot-sent-hint = No mail? Look in the spam folder and check the address.
accounts-link-first-title = Sign in to { $tenant }
accounts-link-first-text = One more press and you are in. The button is there so that programs which scan e-mail do not use up your link.
accounts-link-first-button = Sign in
accounts-link-invitation-title = Your account at { $tenant }
accounts-link-invitation-text = You choose a password and a second factor. It takes a few minutes; have your phone at hand.
accounts-link-invitation-button = Set up my account
accounts-link-reset-title = A new password at { $tenant }
accounts-link-reset-text = First we ask for your second factor. Then you choose a new password, and all your sessions end.
accounts-link-reset-button = Continue
accounts-link-invalid-title = The link no longer works
accounts-link-invalid-text = It has been used already, has become too old, or your account is set up by now.

## Setting up
accounts-unfinished = Finish setting up your account
accounts-unfinished-text = You are in by a link that works once. Choose a password and a second factor, so that you can come back.
accounts-unfinished-button = Set up my account
accounts-setup-step = Step { $number } of { $of }
accounts-setup-password-title = Choose a password
accounts-setup-password-text = For { $email } at { $tenant }.
accounts-new-password = New password
accounts-new-password-hint = At least 12 characters. A sentence nobody else would think of is good; there are no other rules.
accounts-new-password-again = The same again
accounts-setup-code-title = Connect an authenticator app
accounts-setup-code-text = Open an authenticator app on your phone and scan the picture. From then on, the app shows a code that you type when you sign in.
accounts-setup-code-picture = QR code for the authenticator app
accounts-setup-code-type = No camera? Type this in the app:
accounts-setup-code = Code from the app
accounts-setup-code-hint = The six digits it shows now.
accounts-setup-codes-title = Your recovery codes
accounts-setup-codes-text = Each lets you in once if you lose your phone. They are shown only now: print them or put them in your password manager.
accounts-setup-codes-done = I have saved them

## One's own account
accounts-account-title = My account
accounts-account-person = About you
accounts-name = Name
accounts-role = Role
accounts-save = Save
accounts-current-password = Your password now
accounts-confirm-recovery-code-hint = One of those you have saved; it works once.
accounts-confirm-passkey-hint = Leave it empty to use your passkey.
accounts-password-text = When you change it, all your other sessions end.
accounts-password-change = Change password
accounts-factors = Signs in with
accounts-code = One-time codes
accounts-code-on = App connected
accounts-code-off = No app
accounts-code-change = Connect another app
accounts-code-add = Connect an app
accounts-code-title = Connect another app
accounts-code-text = The new app takes the place of the old one as soon as its code is right.
accounts-recovery-codes = Recovery codes
accounts-recovery-codes-left = { $count ->
    [0] None left
    [one] One left
   *[other] { $number } left
}
accounts-recovery-codes-new = New recovery codes
accounts-recovery-codes-new-text = The old ones stop working.
accounts-recovery-codes-make = Make ten new codes
accounts-passkeys = Passkeys
accounts-passkeys-text = A passkey lives in your computer, phone or security key. It cannot be phished: it only works on this server’s own pages.
accounts-passkeys-impossible = Passkeys need this server to be reached by a name instead of an address.
accounts-passkey-instead = Or a passkey instead
accounts-passkey-add = Add a passkey
accounts-passkey-name = What to call the passkey
accounts-passkey-name-hint = Such as: my laptop.
accounts-passkey-make = Make a passkey
accounts-passkey-use = Use a passkey instead
accounts-passkey-remove = Remove
accounts-passkey-failed = That did not work. Try again, or use the code from your app.
accounts-passkey-wrong = The passkey was not accepted. Try again, or use the code from your app.
accounts-sessions = Where you are signed in
accounts-sessions-text = A session ends after 12 hours, or after 2 hours without use.
accounts-session-unknown = Unknown browser
accounts-session-this = This one
accounts-session-created = Signed in
accounts-session-seen = Last used
accounts-session-ends = Ends at the latest
accounts-session-end = End
accounts-sessions-end = { $count ->
    [one] End the other session
   *[other] End the { $number } other sessions
}

## Staff
accounts-access = Access
accounts-staff-title = Staff
accounts-staff-text = Who gets in here, and what they may do.
accounts-seen = Last seen
accounts-since = Here since
accounts-not-set-up = Invited
accounts-by-password = Password
accounts-by-code = code
accounts-by-passkey = passkey
accounts-invite-title = Invite somebody
accounts-invite-text = They get a mail with a link that works once, for 7 days.
accounts-invite-language = Language
accounts-invite-send = Send invitation
accounts-invite-again = Send invitation again
accounts-invite-again-text = The invitation has not been answered yet. A new link ends the old one.
accounts-role-admin-hint = Everything: texts, settings, staff, keys.
accounts-role-recruiter-hint = Candidates: register, ask, hold, erase.
accounts-role-auditor-hint = Sees everything, changes nothing.
accounts-role-keys = { $count ->
    [one] This person has made one API key. If it may do more than the new role, it stops working.
   *[other] This person has made { $number } API keys. Those that may do more than the new role stop working.
}
accounts-role-change = Change role
accounts-reset-title = Lost password and second factor?
accounts-reset-text = Both are taken away, all sessions end, and a new invitation is sent. Make sure that it is really this person who asks.
accounts-reset-button = Reset account
accounts-remove-title = Remove from staff
accounts-remove-text = All sessions and links end at once. What this person has done stays in the audit log, under this name.
accounts-remove-keys = { $count ->
    [0] There are no API keys made by this person.
    [one] One API key made by this person stops working at once.
   *[other] { $number } API keys made by this person stop working at once.
}
accounts-remove-button = Remove { $name }
accounts-actor-nobody = Somebody who was not let in
accounts-actor-operator = The operator

## API keys
accounts-keys-title = API keys
accounts-keys-text = For programs that call the API. A key may do what its role may.
accounts-keys-none = No keys
accounts-keys-none-text = Make one when a program needs to reach Samtycke.
accounts-key-name = What it is for
accounts-key-name-hint = Such as: the recruitment system.
accounts-key-created = Created
accounts-key-used = Last used
accounts-key-revoke = Revoke
accounts-key-new = New key
accounts-key-make = Make key
accounts-key-made = The key is made
accounts-key-made-text = Copy it now. It is not shown again, and nobody can look it up.

## After an action
flash-password-changed = The password is changed. All your other sessions have ended.
flash-code-changed = The app is connected.
flash-passkey-added = The passkey is ready to be used.
flash-passkey-removed = The passkey is removed.
flash-session-ended = The session has ended.
flash-sessions-ended = All other sessions have ended.
flash-invited = The invitation is on its way.
flash-role-changed = { $count ->
    [0] The role is changed.
    [one] The role is changed, and one API key that may do more is revoked.
   *[other] The role is changed, and { $count } API keys that may do more are revoked.
}
flash-account-reset = The account is reset. A new invitation is on its way.
flash-removed = { $count ->
    [0] Removed. All sessions have ended.
    [one] Removed. All sessions have ended, and one API key is revoked.
   *[other] Removed. All sessions have ended, and { $count } API keys are revoked.
}
flash-key-revoked = The key no longer works.

## The company's own identity provider
accounts-company = Company account
accounts-company-account = You sign in with your company account. Its password is your company's business.
accounts-company-factor = It asks for the second step as well.
accounts-company-button = Sign in with a company account
accounts-company-again = Sign in at { $tenant } with your company account
accounts-company-instead = You can also come in with your company account. Then you need no password here.
accounts-company-none = No company account is connected for that address. Sign in with your password, or ask your administrator.
accounts-company-over = That sign-in took too long, or began in another browser. Please try again.
accounts-company-denied = Your company's sign-in did not let you through. Try again, or ask your administrator.
accounts-company-provider = Your company's sign-in does not answer as it should. Try again in a while, or ask your administrator.
accounts-company-no-address = Your company's sign-in has not confirmed an e-mail address that counts here. Ask your administrator.
accounts-company-unknown = You are not invited here yet. Ask your administrator to invite the address of your company account.
accounts-company-another = Somebody else has used that address at your company's sign-in. Your administrator can reset your account here.
accounts-company-onward-title = To your company's sign-in
accounts-company-onward-text = You sign in on the page of { $tenant } and come back here.
accounts-company-choose-title = Where do you want to sign in?
