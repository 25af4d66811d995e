flash-filter-kept = The filter is saved.
flash-saved = Saved.
flash-registered = Registered. The request for consent is on its way.
flash-asked = { $count ->
    [one] One candidate will be asked.
   *[other] { $count } candidates will be asked.
}
flash-erased = { $count ->
    [one] One candidate has been erased.
   *[other] { $count } candidates have been erased.
}
flash-recorded = The consent has been recorded.
flash-held = The hold is set.
flash-released = The hold is lifted.
flash-restricted = Processing is restricted.
flash-lifted = The restriction is lifted.
flash-published = Published. Candidates are shown this version from now on.
flash-discarded = The draft is gone.
flash-approved = Your approval is recorded.
need-bounced = { $count ->
    [one] One address bounced; the 30 days are stopped until it is corrected.
   *[other] { $count } addresses bounced; their 30 days are stopped until they are corrected.
}
need-holds = { $count ->
    [one] One hold ends within 14 days.
   *[other] { $count } holds end within 14 days.
}
need-sweep = { $count ->
    [one] An erasure waits for two admins' approval: one candidate.
   *[other] An erasure waits for two admins' approval: { $number } candidates.
}
need-waiting = { $count ->
    [one] One erasure waits for another admin's approval.
   *[other] { $count } erasures wait for another admin's approval.
}
goes-events = Consent events
goes-mails = Mails
goes-terms = Search entries
goes-webhooks = Messages to your own systems
goes-candidate = Name, address and other details
erase-blocked = A hold or a restriction keeps this candidate. Lift it first.
look-candidate-viewed = Viewed the page
look-candidate-proof = Downloaded the proof
look-candidate-registered = Registered
look-candidate-corrected = Corrected the details
look-candidate-held = Put on hold
look-candidate-released = Released the hold
look-candidate-restricted = Restricted the processing
look-candidate-unrestricted = Lifted the restriction
look-candidate-erased = Erased
look-consent-recorded = Recorded a consent
look-other = Changed something
source-web = The career page
source-staff = Registered by staff
source-import = Imported
actor-key = An API key
