# The staff console. $count selects the plural form, $number is the same number written for people.

## Frame
console-skip = Skip to the content
console-none = none
console-cancel = Cancel
console-nav-label = Main menu
console-nav-overview = Overview
console-nav-candidates = Candidates
console-nav-texts = Texts
console-nav-tasks = To do
console-nav-erasures = Erasures
console-nav-settings = Settings
console-nav-demo = Back to the demo
console-sign-out = Sign out
console-role-admin = Admin
console-role-recruiter = Recruiter
console-role-auditor = Auditor
console-language-sv = Swedish
console-language-en = English
console-language-da = Danish
console-languages-label = Languages
console-today = today
console-in-days = { $count ->
    [one] tomorrow
   *[other] in { $number } days
}
console-days-ago = { $count ->
    [one] yesterday
   *[other] { $number } days ago
}
console-form-errors = { $count ->
    [one] One thing needs correcting:
   *[other] { $number } things need correcting:
}
console-confirm-count = Type { $count } to confirm

## Status
console-status-all = All
console-status-awaiting = Awaiting answer
console-status-valid = Valid
console-status-expiring = Expiring
console-status-expired = Expired
console-status-invalidated = Invalidated
console-status-refused = Refused
console-status-held = On hold
console-renewal-queued = Queued
console-renewal-asked = Asked
console-renewal-bounced = Bounced
console-renewal-answered = Answered

## Overview
console-candidates-total = { $count ->
    [0] No candidates yet
    [one] 1 candidate
   *[other] { $number } candidates
}
console-first-title = Start with the consent text
console-first-text = Before anyone can consent you need to publish a text. There is a proposal to start from.
console-first-link = Go to the texts
console-chart-title = The next 30 days
console-chart-text = Anyone who has not answered by their last day is erased.
console-chart-none = Nothing happens in the next 30 days.
console-chart-deadlines = Last day to answer
console-chart-expiring = Consent ends
console-chart-label = { $count ->
    [0] Bar chart: nobody has their last day to answer in the next 30 days
    [one] Bar chart: one candidate has their last day to answer in the next 30 days
   *[other] Bar chart: { $number } candidates have their last day to answer in the next 30 days
}
console-chart-table = Show as a table
console-chart-day = Day
console-needs-title = Waiting for you
console-needs-none-title = Nothing is waiting
console-needs-none-text = Bounced addresses and other things that need a person show up here.

## Candidates
console-candidates-title = Candidates
console-candidates-none-title = Your candidates gather here
console-candidates-none-text = They appear when someone consents on your career page. If you met someone another way, you can register them yourself.
console-candidates-no-match-title = No match
console-candidates-no-match-text = No candidate fits the search and the filters.
console-search = Search
console-filter-more = More filters
console-filter-status = Status
console-filter-version = Text version
console-filter-any-version = Any version
console-filter-after = Consented from
console-filter-before = Consented before
console-filter-apply = Filter
console-filter-clear = Remove all filters
console-column-select = Select
console-column-candidate = Candidate
console-column-status = Status
console-column-consent = Last consent
console-column-deadline = Last day to answer
console-column-renewal = Renewal
console-select-candidate = Select { $name }
console-consent-version = version { $version }, { $language }
console-page-rows = { $count ->
    [one] 1 row
   *[other] { $number } rows
}
console-page-next = Next page
console-page-first = To the first page
console-bulk-label = With the selected
console-bulk-all = { $count ->
    [one] The one that fits the filter
   *[other] All { $number } that fit the filter
}
console-bulk-renew = Ask for renewal …
console-bulk-erase = Erase …

## Register and correct
console-register-link = Register candidate
console-register-title = Register candidate
console-register-notice-title = The person gets a mail at once
console-register-notice = It says what you have stored and where it comes from (Article 14 GDPR) and asks for consent. Without an answer within 30 days the data is erased.
console-register-submit = Register and send the mail
console-edit-title = Correct details
console-edit-lead = What changes, and by whom, shows in the candidate’s history.
console-edit-submit = Save
console-field-name = Name
console-field-email = E-mail address
console-field-phone = Phone
console-field-language = Language
console-field-language-hint = Mails and pages are shown in this language.
console-field-external-id = Id in your own system
console-field-external-id-hint = Optional. Helps you find the person in your recruitment system.
console-field-source = Where from
console-field-source-hint = Where you got the details, in words the person will read: “Met at the job fair in Umeå on 14 November”.

## One candidate
console-candidate-answer-by = Last day to answer
console-candidate-about = Details
console-candidate-created = Stored since
console-purposes-title = Consents to
console-purposes-none = Nothing yet.
console-valid-until = valid until
console-history-title = History
console-history-none-title = Nothing has happened yet
console-history-none-text = Every mail and every answer shows up here.
console-looks-title = Who has looked
console-looks-text = Every view and change is kept and can be audited.
console-proof-download = Download the proof
console-hold-title = On hold: no erasure, no mail
console-hold-by = Decided by { $who }.
console-hold-until = Until
console-restricted-title = Processing is restricted
console-restricted-text = The data is kept but not used (Article 18 GDPR). Since

## What can be done with a candidate
console-actions-title = Actions
console-action-ask = Ask for renewal
console-ask-text = A mail goes out at once. Without an answer within 30 days the data is erased.
console-ask-submit = Send the mail
console-action-edit = Correct details
console-action-record = Record consent on paper or spoken
console-record-text = It is recorded as exactly that, with your name. The person gets no receipt, because only someone who answers for themselves can have one.
console-record-how = How was it given?
console-record-paper = On paper
console-record-paper-hint = Keep the original.
console-record-spoken = Spoken
console-record-spoken-hint = Describe the conversation in the note.
console-record-purposes = What did the person say yes to?
console-record-language = Language the text was read in
console-record-date = Given on
console-record-note = Note
console-record-note-hint = When, where and how. An auditor should understand without asking you.
console-record-submit = Record
console-action-hold = Hold from erasure
console-hold-text = A hold stops both erasure and mail, for example during a dispute.
console-hold-reason = Reason
console-hold-reason-hint = Shown to auditors and in the person’s own data extract.
console-hold-reason-lost = Set before a restore from a backup, which lost its reason
console-hold-until-field = Up to and including
console-hold-submit = Hold
console-hold-release = Release the hold
console-action-restrict = Restrict processing
console-restrict-text = When the person has asked for it (Article 18 GDPR). The data stays, but no mail is sent and nothing is erased.
console-restrict-submit = Restrict
console-restrict-lift = Lift the restriction
console-action-erase = Erase …

## History
console-event-given = Consented
console-event-renewed = Renewed their consent
console-event-refused = Said no
console-event-withdrawn = Withdrew their consent
console-event-requested = Was asked
console-event-expired = The consent ended
console-event-invalidated = The consent ended with a new text
console-origin-widget = On the career page.
console-origin-link = Through the link in the mail.
console-origin-paper = On paper.
console-origin-spoken = Spoken.
console-identity-unverified = The address is not confirmed.
console-identity-email = The address is confirmed.
console-identity-staff = Staff vouch for who it is.
console-given-on = Given on
console-recorded-by = Recorded by { $who }.
console-box-ticked = ticked
console-box-unticked = not ticked
console-shown-summary = Exactly what was shown: version { $version } in { $language }
console-shown-version = Version
console-shown-language = Language
console-shown-served = Shown
console-shown-answered = Answered
console-shown-page = On the page
console-shown-sha256 = SHA-256
console-shown-widget = Widget version
console-receipt-download = Download the receipt
console-mail-kind-request = Mail: asking for consent
console-mail-kind-reminder = Mail: reminder
console-mail-kind-confirmation = Mail: confirm the address
console-mail-kind-receipt = Mail: receipt
console-mail-kind-farewell = Mail: the data is erased
console-note-registered = Registered
console-note-imported = Imported
console-note-corrected = Details corrected
console-note-held = Put on hold
console-note-released = Hold released
console-note-restricted = Processing restricted
console-note-lifted = Restriction lifted
console-note-confirmed = Confirmed their address
console-note-by = By { $who }.

## Erase one candidate
console-erase-title = Erase { $name }
console-erase-goes = What goes
console-erase-sum = Sum
console-erase-stays = What stays
console-erase-stays-text = An erasure certificate with a random id, the time and the reason, without name, address or answers. The address is kept for five days at most, for one last mail saying that everything is erased.
console-erase-blocked = Cannot be erased now
console-erase-warning = This cannot be undone
console-erase-warning-text = The data is removed from queues and indexes too, and is erased again if a backup is restored.
console-erase-submit = Erase for good

## Texts
console-texts-title = Consent texts
console-texts-lead = What candidates read before they answer. A published version never changes.
console-texts-none-title = No text yet
console-texts-none-text = Create a text; it begins as a ready proposal for you to adapt.
console-text-current = Version { $version } is shown now
console-text-unpublished = Nothing published yet
console-text-has-draft = Has a draft
console-text-holders = { $count ->
    [0] Nobody has consented to it
    [one] 1 candidate has consented to it
   *[other] { $number } candidates have consented to it
}
console-text-new = New text
console-text-name = Name
console-text-name-hint = For you only, such as “Future jobs”.
console-text-create = Create
console-text-lead = All versions, newest first.
console-draft-continue = Continue with the draft
console-draft-start = New draft
console-versions-title = Versions
console-version = Version { $version }
console-state-draft = Draft
console-state-current = Shown now
console-state-superseded = Superseded
console-change-editorial = Editorial change
console-change-material = Material change
console-column-version = Version
console-column-state = State
console-column-change = Change
console-column-published = Published
console-column-holders = Consents
console-column-open = Compare
console-compare-with = Compare with version { $version }
console-published-by = Published by { $who },
console-version-fixed-title = Immutable
console-version-fixed-text = Every consent refers to the fingerprint of exactly the text that was shown.
console-version-unhashed = Computed when the text is published.
console-preview-label = As the candidate sees it
console-purpose-validity = { $count ->
    [one] valid for 1 month
   *[other] valid for { $number } months
}
console-purpose-optional = optional
console-purpose-required = must be answered with yes
console-diff-title = Version { $from } compared with { $to }
console-diff-inserted = added
console-diff-deleted = removed
console-diff-none-title = No difference in this language
console-diff-none-text = Have a look at the other languages.
console-diff-purpose = The box { $key }

## Draft
console-draft-title = Draft of version { $version }
console-draft-publish = Go to publishing
console-draft-missing = Still missing: { $languages }.
console-draft-field-title = Heading
console-draft-field-body = Text
console-draft-field-body-hint = Markdown: an empty line starts a paragraph, ## makes a heading, - makes a list.
console-draft-save = Save and show
console-draft-placeholders = Placeholders
console-draft-placeholders-hint = Replaced with the value from the settings and frozen when the text is published.
console-draft-purposes = Boxes
console-draft-purposes-hint = One box for each thing consented to. None is ticked in advance. Clear the key to remove a box.
console-draft-purpose-add = Add a box
console-purpose-new = New box
console-purpose-key = The box { $key }
console-purpose-field-key = Key
console-purpose-field-label = Words beside the box
console-purpose-field-description = Explanation
console-purpose-field-validity-months = Valid for months
console-purpose-field-required = Is a yes required?
console-draft-discard = Discard the draft
console-draft-discard-text = The draft goes in every language. Published versions are not affected.
console-draft-discard-submit = Discard the draft
console-publish-title = Publish version { $version }
console-publish-back = Back to the draft
console-publish-lead = From now on every new candidate sees it, and it can no longer be changed.
console-publish-blocked = Cannot be published yet
console-publish-first = This is the first version, so nobody needs to be asked again.
console-publish-change = What kind of change is it?
console-publish-editorial = A misspelling or a clearer sentence. Consents already given stand.
console-publish-material = { $count ->
    [0] The meaning is different. Earlier consents end; right now there is nobody to ask again.
    [one] The meaning is different. The consent of 1 candidate ends, who gets a mail. Without an answer within 30 days the person is erased.
   *[other] The meaning is different. The consents of { $number } candidates end, and each gets a mail. Those who do not answer within 30 days are erased.
}
console-publish-explanation = What has changed, and why?
console-publish-explanation-hint = Shown to those who are asked again and in the list of versions.
console-publish-confirm = For a material change: type { $count } to confirm how many are asked
console-publish-confirm-hint = Leave empty for an editorial change.
console-publish-choose = Choose whether the change is editorial or material.
console-publish-wrong-count = That is not how many are asked. Nothing was published. Type { $count } to go on.
console-publish-submit = Publish

## Erasures
console-erasures-lead = Every erasure leaves a certificate without personal data.
console-erasures-none-title = Nothing erased yet
console-erasures-none-text = When someone declines, does not answer in time or asks for it, the erasure shows up here.
console-column-erased = Erased
console-column-reason = Reason
console-column-erasure-id = Id
console-certificate-paper = Certificate (PDF)
console-certificate = Signed (JWS)
console-reason-unanswered = Did not answer within 30 days
console-reason-declined = Declined
console-reason-withdrawn = Withdrew everything
console-reason-requested = Asked for it themselves
console-reason-staff = Erased by staff
console-sweep-title = Automatic erasure has stopped
console-sweep-text = { $count } candidates would be erased today. The limit is { $limit } a day, so that a mistake cannot grow large.
console-sweep-since = Stopped
console-sweep-approved-none = Nobody has approved yet.
console-sweep-approved = Approved by { $who }.
console-sweep-approve = Approve the erasure
console-sweep-another = Another admin has to approve as well.
console-sweep-invite = Invite somebody if there is only one.
console-sweep-two = Two different admins have to approve.

## To do
console-tasks-none-text = Bounced addresses and holds that end soon show up here.
console-tasks-bounced = { $count ->
    [one] 1 address bounced
   *[other] { $number } addresses bounced
}
console-tasks-decisions = Decisions that wait
console-tasks-bounced-text = The 30 days stand still. Correct the address, or leave it if it is right: a new mail is sent.
console-tasks-new-address = Correct address
console-tasks-correct = Save and send again
console-tasks-holds = { $count ->
    [one] 1 hold ends soon
   *[other] { $number } holds end soon
}
console-tasks-holds-text = When a hold has ended the usual rules apply again.

## Settings
console-settings-company = The company
console-settings-controller = Controller
console-settings-controller-hint = The company’s name as it stands in the consent text.
console-settings-contact = Contact
console-settings-contact-hint = Where candidates turn about their data.
console-settings-authority = Supervisory authority
console-settings-authority-hint = Where candidates can complain. Leave empty for the standard words in each language.
console-settings-recipients = Recipients outside the company
console-settings-recipients-hint = Stands in the next published text and in every receipt. Leave empty for the standard words.
console-settings-address = Postal address
console-settings-address-hint = Stands in every receipt.
console-settings-storage = Where the data is stored
console-settings-storage-hint = Such as country and supplier. Stands in every receipt.
console-settings-jurisdiction = Which country’s law applies
console-settings-jurisdiction-hint = The code of a country in the EEA, such as SE or DK, or EU.
console-settings-timezone = Time zone
console-settings-timezone-hint = Such as Europe/Stockholm. Decides when a day ends.
console-settings-language = Language
console-settings-language-hint = For when a candidate’s language is not known.
console-settings-lead = Renew this many days before consent ends
console-settings-lead-hint = That is when the mail asking for renewal is sent.
console-settings-reminders = Reminder days
console-settings-reminders-hint = Days after the mail, separated by commas, such as 14, 27. All before day 30.
console-settings-save = Save settings
console-sites-title = Sites
console-sites-text = One for each place where the widget is shown.
console-site-snippet = Code to paste into the career page
console-site-snippet-hint = Select all and copy.
console-site-origins = Allowed origins
console-site-origins-hint = One on each line, such as https://jobs.example.com.
console-site-save = Save origins
console-site-name = Name
console-site-new = New site
console-site-create = Create
console-staff-title = Staff
console-column-role = Role
console-column-seen = Last signed in
console-keys-title = API keys
console-keys-text = Keys are made and revoked under Access.
console-keys-none = No keys.
console-column-key = Key
console-column-created = Created
console-column-used = Last used

## Errors
console-error-missing = There is no such page
console-error-missing-text = It may have been erased, or the address is not right.
console-error-forbidden = Your role may not do that
console-error-forbidden-text = Ask an admin for help, or sign in again.
console-error-conflict = Something changed meanwhile
console-error-conflict-text = Someone else made a change at the same time. Go back, reload the page and try again.
console-error-invalid = The details could not be read
console-error-invalid-text = Go back and try again.
console-error-busy = Too many attempts
console-error-busy-text = Wait a minute and try again.
console-error-server = Something went wrong on our side
console-error-server-text = Nothing has been saved. Try again in a while.
console-error-request = Request id
console-error-home = To the overview
