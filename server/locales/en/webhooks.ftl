# Webhooks.
hook-title = Webhooks
hook-text = Your own systems are told what happens, as Standard Webhooks describes: signed, and tried again for three days. Messages hold ids, types and times, no personal data.
hook-none-title = No webhooks
hook-none-text = Add the address of a system that should be told when a consent is given, renewed or withdrawn.
hook-new = New webhook
hook-add = Add
hook-url = Address
hook-url-hint = Begins with https:// and can be reached from the internet.
hook-events = What it is told
hook-event-consent-given = Consent given
hook-event-consent-renewed = Consent renewed
hook-event-consent-refused = Consent refused
hook-event-consent-withdrawn = Consent withdrawn
hook-event-consent-invalidated = Consent no longer stands, the text changed
hook-event-renewal-requested = Request sent, the 30 days run
hook-event-renewal-bounced = Request bounced
hook-event-candidate-erased = Candidate erased
hook-event-webhook-test = Test
hook-column-url = Address
hook-column-state = Status
hook-column-last = Last tried
hook-column-event = Message
hook-column-queued = Happened
hook-column-answer = Answer
hook-state-active = Active
hook-state-failing = Failing
hook-state-disabled = Disabled
hook-state-queued = Waiting
hook-state-delivered = Delivered
hook-state-failed = Failed
hook-endpoint-title = Webhook
hook-test = Send a test
hook-failing = Messages do not arrive
hook-failing-text = A message was given up after three days of trying. New ones are still tried. Failing since
hook-overlap = The old secret signs as well until
hook-log = Messages
hook-log-text = The last 30 days. A message’s content goes when it has been delivered or given up.
hook-log-none = Nothing has been sent yet.
hook-next = Next attempt
hook-attempts = { $count ->
    [0] not tried yet
    [one] one attempt
   *[other] { $number } attempts
}
hook-error-timeout = No answer in time
hook-error-connection = Could not connect
hook-error-address = The address leads into a private network
hook-error-status = Refused
hook-error-gone = Gone: the receiver wants no more
hook-error-disabled = The webhook was disabled
hook-change = Change
hook-more = Secret and end
hook-rotate = Make a new secret
hook-rotate-text = For 24 hours messages are signed with the old one as well, so that the receiver can change over.
hook-disable = Disable
hook-disable-text = { $count ->
    [0] Nothing more is sent. No message waits.
    [one] Nothing more is sent. The one message that waits is dropped.
   *[other] Nothing more is sent. The { $number } messages that wait are dropped.
}
hook-enable = Enable
hook-enable-text = What happens from now on is sent again.
hook-remove = Remove
hook-remove-text = { $count ->
    [0] The webhook and its log of messages go for good. No message waits.
    [one] The webhook and its log of messages go for good. The one message that waits is dropped.
   *[other] The webhook and its log of messages go for good. The { $number } messages that wait are dropped.
}
hook-secret-title = The secret
hook-secret-text = The receiver needs it to tell that a message comes from here. It is shown only now.
hook-secret = Secret
hook-secret-hint = Select all, copy, and keep it where secrets are kept.
hook-secret-done = I have kept it
hook-task = { $count ->
    [one] A webhook fails: messages do not arrive.
   *[other] { $number } webhooks fail: messages do not arrive.
}
hook-task-text = A message was given up after three days of trying. Look at the receiver, then send a test.
