# The pages a candidate sees, and words the mails share with them.

language-name = English
language = { $code ->
    [sv] Swedish
    [en] English
    [da] Danish
   *[other] { $code }
}
date = { $day } { $month } { $year }
date-time = { $date } at { $hour }:{ $minute }
month = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
greeting = Hello { $name },
greeting-nameless = Hello,

page-languages = Language
page-contact = Any questions? Contact { $controller }: { $contact }
page-validity = { $months ->
    [one] Valid for { $months } month
   *[other] Valid for { $months } months
}
page-confirmed = Done
page-attention = Please note

answer-title = May we keep your details?
answer-reason-validity = You have consented to { $controller } keeping your details. Your consent is valid until { $date }, so we are asking you again.
answer-reason-validity-first = You have consented to { $controller } keeping your details. One of your consents is valid until { $date }, so we are asking you again.
answer-reason-changed = You have consented to { $controller } keeping your details. We have changed the text since then, so we need to ask you again.
answer-reason-again = We at { $controller } have your details on file and would like to know whether we may go on keeping them.
answer-reason-registered = { $controller } has registered you as a candidate, but you have not consented to that yet. So we are asking you now.
answer-source = Your details come from: { $source }
answer-deadline = Please answer by { $date }.
answer-deadline-unknown = Please answer within 30 days of our e-mail.
answer-deadline-consequence = If we have no answer by then, we erase everything we have about you.
answer-text-changed = The text changed while you were reading. Please read the new text below and then answer. Your earlier answer has not been saved.
answer-already = You answered yes on { $date }. If you want to change that, you can answer again.
answer-changes-title = What has changed
answer-changes-intro = This is how the text differs from the one you consented to on { $date }.
answer-inserted = new:
answer-inserted-end = end of new
answer-deleted = removed:
answer-deleted-end = end of removed
answer-choices = What do you say yes to?
answer-required = This is needed for you to be able to say yes.
answer-given-until = You have already said yes to this. It is valid until { $date }.
answer-empty-takes-back = A box you leave empty means no: if you said yes to it before, that is taken back.
answer-error-nothing = Tick what you say yes to. If you do not want to say yes to anything, choose no further down.
answer-error-required = Tick what is needed for you to be able to say yes, or choose no further down.
answer-renew = Yes, I consent
answer-decline-title = Would you rather not?
answer-decline-text = Say no, and we erase everything we have about you. We ask once more before we do.
answer-decline = No, erase my details

confirm-title = Shall we erase your details?
confirm-text = We erase everything { $controller } has kept about you. This cannot be undone. If you want to be considered again, you will have to register anew.
confirm-mail = You will get one last e-mail that shows it has been done.
confirm-erase = Yes, erase everything about me
confirm-back = No, go back

thanks-title = Thank you, your answer is saved
thanks-text = You have consented to { $controller } using your details for this:
thanks-until = Valid until { $date }
thanks-ended = You have not said yes to this again, so it no longer applies:
thanks-change = You can see, change or withdraw what you have answered at any time.
thanks-me = Open my page
thanks-receipt-title = Your receipt
thanks-receipt-text = The receipt is signed, and is your own proof of what you consented to. We send it by e-mail as well.
thanks-receipt-download = Download the receipt
thanks-receipt-show = Show the receipt

erased-title = Your details have been erased
erased-text = We have erased everything { $controller } had kept about you.
erased-mail = We are sending one last e-mail with a certificate. After that we erase your e-mail address too.
erased-on = On { $date } we erased everything { $controller } had kept about you.
erased-on-mail = The certificate is in our last e-mail to you.
erased-certificate-show = Show the certificate
erased-certificate-text = The certificate is signed and holds nothing that points to you.
over-title = It is no longer possible to answer here
over-answered = You answered yes on { $date }. Your own page shows what applies, and you can change your mind there at any time.
over-unanswered = The time to answer has run out, or the question no longer applies.

gone-title = This link does not work
gone-text = It may be old, or part of the address may be missing. Try opening the link in the e-mail again.
gone-help = If it still does not work, we no longer have what the link was for. If you wonder about anything, please contact the company that e-mailed you.

problem-form-title = Something in the form went wrong
problem-form-text = We could not read your answer, so nothing has been saved. Go back, reload the page and try again.
problem-many-title = Please wait a moment
problem-many-text = There have been many attempts in a short time. Wait a minute and try again.
problem-server-title = Something went wrong on our side
problem-server-text = Your answer has not been saved. Please try again in a while. The link in the e-mail still works.

me-page-title = Your details
me-title = Your details at { $controller }
me-intro = Here is everything we keep about you. You can correct it, download it and withdraw what you have consented to.
me-corrected = Your change has been saved.
me-withdrawn = You have withdrawn your consent.
me-name-missing = Please write your name.
me-not-understood = The name or the phone number is too long or holds characters that cannot be kept.
me-waiting = We are waiting for your answer
me-waiting-link = Read and answer
me-fields = What we have
me-field-name = Name
me-field-email = E-mail address
me-field-phone = Phone
me-field-external-id = Our reference number
me-field-source = Source
me-field-language = Language
me-field-registered = Kept since
me-field-empty = none
me-correct = Correct your details
me-correct-email = Would you like to change your e-mail address? Please contact us.
me-correct-save = Save the change
me-purposes = What you have answered
me-purposes-none = You have not answered anything yet.
me-state-valid = You have said yes. Valid until { $date }.
me-state-expired = Your yes was valid until { $date }.
me-state-withdrawn = You have withdrawn your yes.
me-state-refused = You have not said yes to this.
me-state-invalidated = Your yes is to an older text and no longer enough.
me-withdraw = Withdraw this consent
me-withdraw-last = This is your only consent. If you withdraw it, we erase everything we have about you, and that cannot be undone.
me-withdraw-last-button = Withdraw and erase everything
me-history = What has happened
me-history-empty = Nothing yet.
me-event-given = You consented
me-event-renewed = You renewed your consent
me-event-refused = You answered no
me-event-withdrawn = You withdrew your consent
me-event-requested = We asked you
me-event-expired = Your consent ran out
me-event-invalidated = Your consent ended because the text changed
me-event-recorded = We noted a consent that you gave in another way
me-event-text = Text version { $version } in { $language }
me-event-receipt = Download the receipt
me-event-receipt-of = Download the receipt of { $date }
me-event-json-ld = The receipt for other systems (JSON-LD)
me-event-json-ld-of = The receipt for other systems (JSON-LD), of { $date }
me-download-title = Take your details with you
me-download-text = You can download everything in a file (JSON) that other systems can read too.
me-download = Download my details
me-erase-title = Erase everything
me-erase-text = You withdraw every consent and we erase everything we have about you. We ask once more before we do.
me-erase = Erase everything about me

kept-title = Your answer is recorded
kept-text = { $controller } may not erase your details yet, because the law or a dispute requires that they are kept. They are used for nothing else, and are erased as soon as that ends.
kept-mail = You will get no more requests. We write to you once, when everything is erased.

# The words in the receipt itself.
receipt-withdrawal = The link in our e-mails, or { $contact }. At any time and free of charge.
receipt-retention = We keep the data while a consent is valid and ask again before it ends. If you say no, withdraw everything or do not answer within { $days } days, we erase it.
