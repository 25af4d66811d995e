# Actions on many candidates. $count chooses the plural, $number is the same written for people.

batches-title = Bulk actions
batches-lead = What was done to many candidates at once, and what is under way.
batches-none-title = Nothing yet
batches-none-text = Select candidates in the list to ask or erase many at once, or import a file.
batches-column-what = What
batches-column-state = State
batches-column-who = Started by
batches-column-when = When
batch-state-draft = Not started
batch-state-waiting = Waits for a second admin
batch-state-done = Done
batch-state-cancelled = Stopped
batch-title-ask = { $count ->
    [one] Ask 1 candidate to renew their consent
   *[other] Ask { $number } candidates to renew their consent
}
batch-title-erase = { $count ->
    [one] Erase 1 candidate
   *[other] Erase { $number } candidates
}
batch-title-import = { $count ->
    [one] Import 1 candidate
   *[other] Import { $number } candidates
}
batch-nobody-title = Nobody to do it with
batch-nobody-text = Nobody was selected, or all who were are left alone. Go back and select at least one candidate.
batch-ask-text = Each gets a mail in their own language with a link to a page where they answer. Anyone who has not answered 30 days after the mail was accepted is erased.
batch-erase-warning = This cannot be undone
batch-erase-text = Everything that can be tied to these people goes. Each gets one last mail saying that it is done. A certificate without personal data stays for each erasure.
batch-confirm-ask = { $count ->
    [one] Send 1 mail
   *[other] Send { $number } mails
}
batch-confirm-erase = { $count ->
    [one] Erase 1 candidate
   *[other] Erase { $number } candidates
}
batch-wrong-count = That is not the number of candidates on the list. Nothing was done. Type { $count } to go on.
batch-who = Who it is about
batch-more = { $count ->
    [one] … and 1 more
   *[other] … and { $number } more
}
batch-download = Download the whole list
batch-frozen = The list is fixed now. Nobody is added to it, and whoever may no longer be touched when it runs is left alone.
batch-kept = It is kept for an hour if you do not start it.
batch-left-alone = Selected, but left alone
batch-skipped = Left alone meanwhile
batch-waiting-title = Waits for a second admin
batch-waiting-text = { $who } wants to erase more than may be erased in a day by one person. Another admin must look at the list and approve it within 7 days.
batch-look = Look at the list
batch-approve = { $count ->
    [one] Approve and erase 1 candidate
   *[other] Approve and erase { $number } candidates
}
batch-cancel-waiting = Do not do it
batch-progress = { $handled } of { $total }
batch-running-text = This goes on if you leave the page. The numbers here are renewed every few seconds.
batch-look-again = Renew the numbers now
batch-cancel-running = Stop
batch-cancelled-title = Stopped
batch-cancelled-text = { $count ->
    [0] Nobody was left.
    [one] 1 candidate was not touched. What was done before stays done.
   *[other] { $number } candidates were not touched. What was done before stays done.
}
batch-done-ask = { $count ->
    [one] 1 candidate is being asked.
   *[other] { $number } candidates are being asked.
}
batch-done-erase = { $count ->
    [one] 1 candidate was erased.
   *[other] { $number } candidates were erased.
}
batch-done-import = { $count ->
    [one] 1 line was dealt with.
   *[other] { $number } lines were dealt with.
}
batch-outcome-done = { $count ->
    [one] 1 was dealt with.
   *[other] { $number } were dealt with.
}
batch-outcome-held = { $count ->
    [one] 1 is under a hold.
   *[other] { $number } are under a hold.
}
batch-outcome-restricted = { $count ->
    [one] For 1 the processing is restricted.
   *[other] For { $number } the processing is restricted.
}
batch-outcome-open = { $count ->
    [one] 1 is being asked already.
   *[other] { $number } are being asked already.
}
batch-outcome-gone = { $count ->
    [one] 1 had been erased already.
   *[other] { $number } had been erased already.
}
batch-outcome-changed = { $count ->
    [one] 1 has consented anew since the list was made.
   *[other] { $number } have consented anew since the list was made.
}
batch-outcome-created = { $count ->
    [one] 1 candidate was added and is being asked.
   *[other] { $number } candidates were added and are being asked.
}
batch-outcome-updated = { $count ->
    [one] 1 candidate was corrected.
   *[other] { $number } candidates were corrected.
}
batch-outcome-unchanged = { $count ->
    [one] 1 candidate was as in the file already.
   *[other] { $number } candidates were as in the file already.
}
batch-facts = About this
batch-total = On the list
batch-started-by = Started by
batch-started = Started
batch-approved-by = Approved by
batch-ended = Ended
batch-link = Bulk actions
look-candidate-asked = Asked for renewal
