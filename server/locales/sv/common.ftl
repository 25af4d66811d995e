months = { $number ->
    [one] 1 månad
   *[other] { $number } månader
}
data-name = namn
data-email = e-postadress
data-phone = telefonnummer
data-external-id = referensnummer
at-most = högst { $time }
