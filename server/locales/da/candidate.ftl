# Siderne, som en kandidat ser, og ord, som mailene deler med dem.

language-name = dansk
language = { $code ->
    [sv] svensk
    [en] engelsk
    [da] dansk
   *[other] { $code }
}
date = { $day }. { $month } { $year }
date-time = { $date } kl. { $hour }.{ $minute }
month = { $number ->
    [1] januar
    [2] februar
    [3] marts
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] august
    [9] september
    [10] oktober
    [11] november
   *[12] december
}
greeting = Hej { $name }!
greeting-nameless = Hej!

page-languages = Sprog
page-contact = Har du spørgsmål? Kontakt { $controller }: { $contact }
page-validity = { $months ->
    [one] Gælder i { $months } måned
   *[other] Gælder i { $months } måneder
}
page-confirmed = Færdig
page-attention = Bemærk

answer-title = Må vi beholde dine oplysninger?
answer-reason-validity = Du har givet samtykke til, at { $controller } gemmer dine oplysninger. Samtykket gælder til og med { $date }, og derfor spørger vi dig igen.
answer-reason-validity-first = Du har givet samtykke til, at { $controller } gemmer dine oplysninger. Et af dine samtykker gælder til og med { $date }, og derfor spørger vi dig igen.
answer-reason-changed = Du har givet samtykke til, at { $controller } gemmer dine oplysninger. Vi har ændret teksten siden da, og derfor er vi nødt til at spørge dig igen.
answer-reason-again = Vi hos { $controller } har dine oplysninger gemt og vil gerne vide, om vi må blive ved med at have dem.
answer-reason-registered = { $controller } har registreret dig som kandidat, men du har ikke givet samtykke til det endnu. Derfor spørger vi dig nu.
answer-source = Oplysningerne kommer fra: { $source }
answer-deadline = Svar senest den { $date }.
answer-deadline-unknown = Svar inden for 30 dage fra vores mail.
answer-deadline-consequence = Har vi ikke fået svar til den tid, sletter vi alt, hvad vi har om dig.
answer-text-changed = Teksten blev ændret, mens du læste. Læs den nye tekst herunder, og svar så. Dit tidligere svar er ikke gemt.
answer-already = Du svarede ja den { $date }. Vil du ændre det, kan du svare igen.
answer-changes-title = Det er ændret
answer-changes-intro = Sådan adskiller teksten sig fra den, du gav samtykke til den { $date }.
answer-inserted = nyt:
answer-inserted-end = slut på nyt
answer-deleted = fjernet:
answer-deleted-end = slut på fjernet
answer-choices = Hvad siger du ja til?
answer-required = Dette er nødvendigt, for at du kan sige ja.
answer-given-until = Du har allerede sagt ja til det her. Det gælder til og med { $date }.
answer-empty-takes-back = Et felt, du lader stå tomt, betyder nej: har du sagt ja til det før, trækkes det tilbage.
answer-error-nothing = Sæt kryds ved det, du siger ja til. Vil du ikke sige ja til noget, så vælg nej længere nede.
answer-error-required = Sæt kryds ved det, der er nødvendigt, for at du kan sige ja, eller vælg nej længere nede.
answer-renew = Ja, jeg giver samtykke
answer-decline-title = Vil du hellere lade være?
answer-decline-text = Sig nej, så sletter vi alt, hvad vi har om dig. Vi spørger en gang til, før vi gør det.
answer-decline = Nej, slet mine oplysninger

confirm-title = Skal vi slette dine oplysninger?
confirm-text = Vi sletter alt, hvad { $controller } har gemt om dig. Det kan ikke fortrydes. Vil du være med igen, skal du tilmelde dig på ny.
confirm-mail = Du får en sidste mail, der viser, at det er gjort.
confirm-erase = Ja, slet alt om mig
confirm-back = Nej, gå tilbage

thanks-title = Tak, dit svar er gemt
thanks-text = Du har givet samtykke til, at { $controller } bruger dine oplysninger til dette:
thanks-until = Gælder til og med { $date }
thanks-ended = Det her har du ikke sagt ja til igen, så det gælder ikke længere:
thanks-change = Du kan når som helst se, ændre eller trække det tilbage, du har svaret.
thanks-me = Åbn min side
thanks-receipt-title = Din kvittering
thanks-receipt-text = Kvitteringen er signeret og er dit eget bevis på, hvad du gav samtykke til. Vi sender den også på mail.
thanks-receipt-download = Hent kvitteringen
thanks-receipt-show = Vis kvitteringen

erased-title = Dine oplysninger er slettet
erased-text = Vi har slettet alt, hvad { $controller } havde gemt om dig.
erased-mail = Vi sender en sidste mail med et bevis. Derefter sletter vi også din e-mailadresse.
erased-on = Den { $date } slettede vi alt, hvad { $controller } havde gemt om dig.
erased-on-mail = Beviset er i vores sidste mail til dig.
erased-certificate-show = Vis beviset
erased-certificate-text = Beviset er signeret og indeholder intet, der peger på dig.
over-title = Det er ikke længere muligt at svare her
over-answered = Du svarede ja den { $date }. På din egen side ser du, hvad der gælder, og der kan du ombestemme dig når som helst.
over-unanswered = Tiden til at svare er udløbet, eller også gælder spørgsmålet ikke længere.

gone-title = Linket virker ikke
gone-text = Det kan være gammelt, eller også kom hele adressen ikke med. Prøv at åbne linket i mailen igen.
gone-help = Virker det stadig ikke, har vi ikke længere det, linket gjaldt. Er du i tvivl, kan du kontakte den virksomhed, der skrev til dig.

problem-form-title = Noget i formularen gik galt
problem-form-text = Vi kunne ikke læse dit svar, så intet er gemt. Gå tilbage, genindlæs siden, og prøv igen.
problem-many-title = Vent et øjeblik
problem-many-text = Der har været mange forsøg på kort tid. Vent et minut, og prøv igen.
problem-server-title = Noget gik galt hos os
problem-server-text = Dit svar er ikke gemt. Prøv igen om lidt. Linket i mailen virker stadig.

me-page-title = Dine oplysninger
me-title = Dine oplysninger hos { $controller }
me-intro = Her er alt, hvad vi har gemt om dig. Du kan rette det, hente det og trække det tilbage, du har givet samtykke til.
me-corrected = Ændringen er gemt.
me-withdrawn = Du har trukket samtykket tilbage.
me-name-missing = Skriv dit navn.
me-not-understood = Navnet eller telefonnummeret er for langt eller indeholder tegn, der ikke kan gemmes.
me-waiting = Vi venter på dit svar
me-waiting-link = Læs og svar
me-fields = Det har vi
me-field-name = Navn
me-field-email = E-mailadresse
me-field-phone = Telefon
me-field-external-id = Vores sagsnummer
me-field-source = Kilde
me-field-language = Sprog
me-field-registered = Gemt siden
me-field-empty = intet
me-correct = Ret oplysningerne
me-correct-email = Vil du skifte e-mailadresse? Kontakt os.
me-correct-save = Gem ændringen
me-purposes = Det har du svaret
me-purposes-none = Du har ikke svaret på noget endnu.
me-state-valid = Du har sagt ja. Gælder til og med { $date }.
me-state-expired = Dit ja gjaldt til og med { $date }.
me-state-withdrawn = Du har trukket dit ja tilbage.
me-state-refused = Du har ikke sagt ja til dette.
me-state-invalidated = Dit ja gælder en ældre tekst og er ikke længere nok.
me-withdraw = Træk samtykket tilbage
me-withdraw-last = Dette er dit eneste samtykke. Trækker du det tilbage, sletter vi alt, hvad vi har om dig, og det kan ikke fortrydes.
me-withdraw-last-button = Træk tilbage og slet alt
me-history = Hvad der er sket
me-history-empty = Intet endnu.
me-event-given = Du gav samtykke
me-event-renewed = Du fornyede dit samtykke
me-event-refused = Du svarede nej
me-event-withdrawn = Du trak dit samtykke tilbage
me-event-requested = Vi spurgte dig
me-event-expired = Samtykket udløb
me-event-invalidated = Samtykket ophørte, fordi teksten blev ændret
me-event-recorded = Vi noterede et samtykke, som du gav på anden måde
me-event-text = Tekst version { $version } på { $language }
me-event-receipt = Hent kvitteringen
me-event-receipt-of = Hent kvitteringen fra { $date }
me-event-json-ld = Kvitteringen til andre systemer (JSON-LD)
me-event-json-ld-of = Kvitteringen til andre systemer (JSON-LD), fra { $date }
me-download-title = Tag oplysningerne med dig
me-download-text = Du kan hente alt i en fil (JSON), som også andre systemer kan læse.
me-download = Hent mine oplysninger
me-erase-title = Slet alt
me-erase-text = Du trækker alle samtykker tilbage, og vi sletter alt, hvad vi har om dig. Vi spørger en gang til, før vi gør det.
me-erase = Slet alt om mig

kept-title = Dit svar er noteret
kept-text = { $controller } må ikke slette dine oplysninger endnu, fordi loven eller en tvist kræver, at de gemmes. De bruges ikke til andet og slettes, så snart det er forbi.
kept-mail = Du får ikke flere henvendelser. Vi skriver til dig én gang, når alt er slettet.

# Ordene i selve kvitteringen.
receipt-withdrawal = Linket i vores mails, eller { $contact }. Når som helst og uden betaling.
receipt-retention = Vi gemmer oplysningerne, så længe et samtykke gælder, og spørger igen, før det udløber. Siger du nej, trækker du alt tilbage eller svarer du ikke inden for { $days } dage, sletter vi dem.
