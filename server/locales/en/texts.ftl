# The text editor, the disclosure lint and versions.

console-lint-title = What the law wants said
console-lint-missing = { $count ->
    [0] Nothing missing
    [one] 1 missing
   *[other] { $number } missing
}
console-lint-found = { $count ->
    [one] 1 found
   *[other] { $number } found
}
console-lint-not-applicable = { $count ->
    [one] 1 not applicable
   *[other] { $number } not applicable
}
console-lint-cannot-judge = { $count ->
    [one] 1 for people to judge
   *[other] { $number } for people to judge
}
console-lint-insert = Insert
console-lint-insert-label = Insert: { $sentence }
console-lint-state-reason = Why does it not apply?
console-lint-state-reason-hint = Stored with the version and read by auditors.
console-lint-state-quote = Does the text say it in other words? Quote them
console-lint-state-quote-hint = At least four words, exactly as they stand in the text.
console-lint-quote-not-found = These words do not stand in the text.
console-lint-under = under “{ $heading }”
console-lint-stated = You state: { $reason }
console-lint-reason-consent = What is asked for rests on consent; the text invokes no legitimate interests.
console-lint-reason-form = Guaranteed by the form: no box is ever ticked in advance, and silence is never taken for a yes.
console-lint-reason-clearness = The form sets the text apart. Whether it is clear and easy to read, somebody has to judge.
console-lint-reason-language = The lint reads Swedish, Danish and English only.
console-lint-eyes = Found by words. Whether it is complete and true, somebody who knows has to judge.
console-lint-limits-title = What the lint cannot judge
console-lint-limits = It looks for words, sentence by sentence. It cannot tell whether what a sentence says is true, whether all recipients and purposes are named, whether the wording is easy to understand, or whether candidates really have a free choice.

console-lint-recital = Recital { $number }

console-lint-item-13-1-a = Who is responsible, and how to reach them
console-lint-item-13-1-b = How to reach the data protection officer
console-lint-item-13-1-c = Purposes and legal basis
console-lint-item-13-1-d = Legitimate interests
console-lint-item-13-1-e = Who receives the data
console-lint-item-13-1-f = Transfers outside the EU and the EEA
console-lint-item-13-2-a = For how long
console-lint-item-13-2-b = The candidate’s rights
console-lint-item-13-2-c = Consent can be withdrawn at any time
console-lint-item-13-2-d = Where to complain
console-lint-item-13-2-e = Whether it is voluntary, and what follows from a no
console-lint-item-13-2-f = Automated decisions
console-lint-item-7-2 = Set apart and in plain language
console-lint-item-7-3 = Withdrawing is as easy as giving
console-lint-item-7-4 = Freely given
console-lint-item-r32 = An active yes
console-lint-item-r42 = Who asks, and what for
console-lint-item-r43 = One box for each purpose

console-lint-part-controller = that this company is the controller
console-lint-part-contact = how to reach the controller
console-lint-part-officer = how to reach the data protection officer
console-lint-part-purpose = what the data is used for
console-lint-part-legal-basis = the legal basis
console-lint-part-interest = which interest it is
console-lint-part-objection = the right to object
console-lint-part-recipients = who receives the data
console-lint-part-transfers = whether data leaves the EU and the EEA
console-lint-part-period = for how long
console-lint-part-access = the right to see the data
console-lint-part-rectification = the right to have it corrected
console-lint-part-erasure = the right to have it erased
console-lint-part-restriction = the right to have its use restricted
console-lint-part-portability = the right to take it elsewhere
console-lint-part-withdrawal = that consent can be withdrawn at any time
console-lint-part-lawfulness = that what was done before stays lawful
console-lint-part-complaint = the right to complain to the authority
console-lint-part-voluntary = that it is voluntary
console-lint-part-consequence = what follows from a no
console-lint-part-automation = whether decisions are automated
console-lint-part-way-to-withdraw = how to withdraw
console-lint-part-no-detriment = that a no has no disadvantages

console-lint-conflict-implied = takes something else than a yes for consent
console-lint-conflict-pre-ticked = speaks of ticked boxes
console-lint-conflict-terms = mixes consent with accepting terms
console-lint-conflict-irrevocable = says that consent cannot be withdrawn
console-lint-conflict-required-purpose = must be answered with yes, so it is not freely given
console-lint-conflict-bundled-purposes = asks for several purposes in one box

console-drift-title = Are the languages in step?
console-drift-none = No sign that the languages say different things.
console-drift-dropped = { $language } was there in the version before and is missing now.
console-drift-behind = { $language } is unchanged, while { $changed } changed.
console-drift-box-behind = The box { $key } is unchanged in { $language }, while it changed in { $changed }.
console-drift-box-unexplained = The box { $key } has no explanation in { $language }, but in other languages.
console-drift-rule-changed = The box { $key } has another validity, or is required now, and its words are the old ones.
console-drift-shape = { $language } has another number of headings or paragraphs than { $first }.
console-drift-figures = { $language } holds other figures than { $first }: { $here } against { $there }.
console-drift-no-figures = none

console-draft-live = The preview and the findings follow what you type. Nothing is saved until you save.
console-draft-preview-submit = Show in the preview
console-draft-placeholder-unknown = Unknown placeholder: { $names }. There are: { $known }.
console-draft-placeholder-hole = { $names } is empty: fill it in under Settings, or take it out of the text.
console-draft-placeholder-empty = empty: fill it in under Settings
console-draft-remove-language = Empty the heading and the text to take this language out.
console-draft-statements = What you state
console-preview-title = Preview: { $title }
console-preview-widths = Width of the preview
console-preview-phone = Phone
console-preview-desktop = Desktop
console-preview-frame = The consent form as candidates meet it
console-preview-nothing-sent = This is a preview: nothing is sent and nothing is recorded.
console-preview-nothing = This language has no text yet.
console-preview-broken = The text cannot be shown until this is mended: { $problem }

console-publish-lint-blocked = Something is missing that candidates must be told
console-publish-lint-language = In { $language }
console-publish-lint-mend = Mend it in the editor
console-publish-statements = By publishing you state
console-publish-now = What happens now
console-publish-asked = { $count ->
    [0] Nobody’s consent ends, so nobody is asked.
    [one] The consent of 1 candidate ends at once, and the candidate is asked.
   *[other] The consents of { $number } candidates end at once, and each is asked.
}
console-publish-kept = { $count ->
    [one] 1 of them is on hold or restricted and is asked only when that ends.
   *[other] { $number } of them are on hold or restricted and are asked only when that ends.
}
console-publish-open = { $count ->
    [one] 1 of them has been asked already and gets no second mail; the page shows the new text.
   *[other] { $number } of them have been asked already and get no second mail; the page shows the new text.
}
console-publish-pace = The mails start within seconds, { $batch } at a time, as fast as your mail server takes them.
console-publish-reminders = Those who do not answer are reminded after { $days } days.
console-publish-no-reminders = Nobody is reminded: the settings name no days for it.
console-publish-deadline = Whoever’s mail is accepted today has until { $deadline } to answer. Those who have not answered are erased the day after.
console-publish-limit = At most { $limit } are erased in a day without two admins approving it.
console-publish-drift = Look at the languages once more

console-compare-title = Compare two versions
console-compare-from = Earlier
console-compare-to = Later
console-compare-show = Compare
console-compare-state = { $version } ({ $state })
console-diff-rules-title = Boxes
console-diff-rule-added = The box { $key } is new.
console-diff-rule-removed = The box { $key } is gone.
console-diff-rule-validity = The box { $key }: valid for { $from } months before, { $to } now.
console-diff-rule-required = The box { $key } must now be answered with yes.
console-diff-rule-optional = The box { $key } is now optional.
console-diff-summary = { $inserted } words added, { $deleted } removed
console-diff-lacks = Version { $version } has no text in this language.
console-versions-holders-link = { $count ->
    [one] 1 candidate
   *[other] { $number } candidates
}
