months = { $number ->
    [one] 1 month
   *[other] { $number } months
}
data-name = name
data-email = e-mail address
data-phone = phone number
data-external-id = reference number
at-most = at most { $time }
