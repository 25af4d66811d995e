months = { $number ->
    [one] 1 måned
   *[other] { $number } måneder
}
data-name = navn
data-email = e-mailadresse
data-phone = telefonnummer
data-external-id = referencenummer
at-most = højst { $time }
