# The mails to candidates and staff. Subjects stay neutral and short.

mail-personal-link = The link is personal, so please do not forward it.
mail-footer = This e-mail is from { $controller }. Any questions? Contact us: { $contact }
mail-days-left = { $days ->
    [0] today is the last day
    [one] { $days } day left
   *[other] { $days } days left
}

mail-request-subject = May { $controller } keep your details?
mail-request-validity = You have consented to { $controller } keeping your details. Your consent is valid until { $date }, so we are asking you again.
mail-request-validity-first = You have consented to { $controller } keeping your details. One of your consents is valid until { $date }, so we are asking you again.
mail-request-changed = You have consented to { $controller } keeping your details. We have now changed what the text you agreed to says, so we need to ask you again. We show you exactly what is new.
mail-request-again = { $controller } has your details on file. We would like to know whether we may go on keeping them.
mail-request-registered = { $controller } has registered you as a candidate. You have not consented to that yet. So here we tell you what we keep, and ask whether we may go on keeping it.
mail-request-ask = Please read the text and answer yes or no. It takes a couple of minutes and you need no account.
mail-request-deadline = We need your answer within 30 days from today. If you say no, or we get no answer, we erase your details. You will get one last e-mail when that is done.
mail-request-button = Review and answer

mail-about-data = What we have
mail-about-source = Where it came from
mail-about-purposes = What we want it for
mail-about-basis = Legal basis
mail-about-basis-text = Until you answer, we keep the details only to be able to ask you. We do so on the basis of our legitimate interest in asking (Article 6(1)(f) of the GDPR). After that, we keep them only if you consent (Article 6(1)(a)).
mail-about-retention = For how long
mail-about-retention-text = Until you answer, at most 30 days. If you say yes: { $retention }.
mail-about-recipients = Who receives it
mail-about-recipients-text = The people who recruit for us. Outside { $controller } only: { $recipients }.
mail-about-rights = Your rights
mail-about-rights-text = You can see the details, have them corrected or erased, ask us to restrict how we use them, get them in a file and object to our having them. You can always withdraw a consent. No decisions about you are made automatically. You can complain to { $authority }.
mail-about-contact = Data controller
mail-about-contact-text = { $controller }, { $contact }

mail-reminder-subject = Reminder: may { $controller } keep your details?
mail-reminder-unanswered = We have asked whether { $controller } may keep your details, but you have not answered yet.
mail-reminder-deadline = Please answer by { $date } ({ $left }). If we have no answer by then, we erase your details.

mail-confirmation-subject = Your consent to { $controller }
mail-confirmation-given = Thank you! On { $date } you consented to { $controller } using your details for this:
mail-confirmation-item = { $label } (valid until { $until })
mail-confirmation-change = On your own page you can see what we keep, correct it, change your mind or withdraw your consent. You can do that at any time.
mail-confirmation-button = Open my page
mail-confirmation-receipt = Your receipt is attached. It is your own proof of what you consented to, so you may want to keep it. Anyone you show it to can check it here: { $verify }
mail-confirmation-not-you = Was it not you? Open the page and erase the details there.

mail-farewell-subject = Your details at { $controller } have been erased
mail-farewell-declined = You answered no when we asked whether we might keep your details. So we have erased everything we had about you.
mail-farewell-withdrawn = You withdrew your consent. So we have erased everything we had about you.
mail-farewell-unanswered = We asked whether we might keep your details, but got no answer within 30 days. So we have erased everything we had about you.
mail-farewell-requested = You asked us to erase your details. We have now erased everything we had about you.
mail-farewell-company = { $controller } has decided not to keep your details. So we have erased everything we had about you.
mail-farewell-certificate = This was done on { $date }. A certificate is attached. It shows when and why it happened and holds nothing that points to you.
mail-farewell-last = This is the last e-mail from us. Your e-mail address will be erased too, as soon as this message has been delivered.
mail-farewell-footer = This e-mail is from { $controller }. Contact: { $contact }

mail-invitation-subject = Your account in Samtycke at { $tenant }
mail-invitation-text = You are invited to work in Samtycke at { $tenant }. It is where candidates’ consents are looked after.
mail-invitation-factors = Use the button to set up your account. You choose a password and how you show that it is you: with a one-time code on your phone or a key in your computer.
mail-invitation-button = Set up my account
mail-invitation-valid = { $days ->
    [one] The link works once, within { $days } day.
   *[other] The link works once, within { $days } days.
}
mail-invitation-not-you = Were you not expecting an invitation? Then you need not do anything.

mail-reset-subject = A new password in Samtycke
mail-reset-text = Use the button to choose a new password at { $tenant }. You also need your one-time code, your key or a recovery code.
mail-reset-button = Choose a new password
mail-reset-valid = { $minutes ->
    [one] The link works once, within { $minutes } minute.
   *[other] The link works once, within { $minutes } minutes.
}
mail-reset-not-you = Did you not ask for a new password? Then you need not do anything: the old one stays valid.
mail-staff-footer = This e-mail is from Samtycke at { $tenant }.
