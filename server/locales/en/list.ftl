# The list of candidates and the overview. $number is $count written for people.

list-search-label = Search by name, e-mail or your own id
list-text = Consent text
list-any-text = Any text
list-purpose = Consents to
list-any-purpose = Anything
list-source = Where from
list-any-source = Anywhere
list-source-web = Career page
list-source-staff = Registered by staff
list-source-import = Imported
list-renewal = Renewal
list-any-renewal = Any state
list-renewal-none = Not asked
list-within = Last day within (days)
list-deadline-after = Last day from
list-deadline-before = Last day before
list-active = Filtered by
list-q = Search
list-remove = Remove the filter { $name }
list-sort = Sort by
list-sort-newest = Newest
list-sort-name = Name
list-sort-consent = Last consent
list-sort-deadline = Last day to answer
list-page-previous = Previous page
list-unfinished = The search has gone through many candidates without filling the page. The next page goes on from here.
list-unfinished-next = Search on
list-all-more = { $count ->
    [0] All that fit the filter; how many shows in the next step
   *[other] All that fit the filter, more than { $number }
}
list-matching = { $count ->
    [0] None fit
    [one] 1 fits
   *[other] { $number } fit
}
list-matching-more = { $count ->
    [0] Not counted: too many to go through
   *[other] More than { $number } fit
}
list-counted = Counted { $at }.
list-saved = Saved filters
list-saved-none = None yet. Choose filters, and keep them here under a name for everybody at your company.
list-saved-text = Everybody at your company sees these. Words you search for are not kept: they may be somebody’s name.
list-save-name = Name for these filters
list-save = Keep these filters
list-saved-remove = Remove { $name }
list-saved-again = The filter could not be kept

overview-asked = Asked
overview-bounced = Bounced
overview-silent = Silent
overview-by-status = Consents
overview-by-renewal = Requests under way
overview-silent-hint = reminded, still no answer
overview-funnel = What came of the last { $days } days’ requests
overview-funnel-hint = Those who answered at once are counted in every step.
overview-funnel-none = No request has been sent in that time.
overview-funnel-step = Step
overview-funnel-count = Candidates
overview-funnel-share = Share
overview-funnel-sent = Requests
overview-funnel-accepted = Accepted by the mail server
overview-funnel-viewed = Opened the page
overview-funnel-answered = Answered
overview-counted = Counted { $at }. With this many candidates the figures are counted now and then, not for every view.

timeline-older = Older
timeline-newer = To the newest
look-receipt = Downloaded the receipt
looks-older = { $count ->
    [one] and 1 more in the audit log
   *[other] and { $number } more in the audit log
}
timeline-mail-accepted = Taken by the mail server
timeline-mail-bounced = Came back
timeline-mail-bounced-sometime = Came back.
timeline-mail-failed = Given up
timeline-mail-failed-sometime = Could not be sent.
timeline-mail-cancelled = Taken back before it was sent.
timeline-mail-queued = { $count ->
    [0] Waiting to be sent.
    [one] Waiting to be sent, tried once.
   *[other] Waiting to be sent, tried { $number } times.
}
timeline-note-address = Address corrected
timeline-note-viewed = Opened the page to answer
timeline-note-reminders-stopped = Asked for no more reminders
