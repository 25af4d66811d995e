# Sidorna som en kandidat ser, och ord som mejlen delar med dem.

language-name = svenska
language = { $code ->
    [sv] svenska
    [en] engelska
    [da] danska
   *[other] { $code }
}
date = { $day } { $month } { $year }
date-time = { $date } kl. { $hour }.{ $minute }
month = { $number ->
    [1] januari
    [2] februari
    [3] mars
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] augusti
    [9] september
    [10] oktober
    [11] november
   *[12] december
}
greeting = Hej { $name }!
greeting-nameless = Hej!

page-languages = Språk
page-contact = Har du frågor? Kontakta { $controller }: { $contact }
page-validity = { $months ->
    [one] Gäller i { $months } månad
   *[other] Gäller i { $months } månader
}
page-confirmed = Klart
page-attention = Obs

answer-title = Får vi behålla dina uppgifter?
answer-reason-validity = Du har samtyckt till att { $controller } sparar dina uppgifter. Samtycket gäller till och med { $date }, och därför frågar vi dig igen.
answer-reason-validity-first = Du har samtyckt till att { $controller } sparar dina uppgifter. Ett av dina samtycken gäller till och med { $date }, och därför frågar vi dig igen.
answer-reason-changed = Du har samtyckt till att { $controller } sparar dina uppgifter. Vi har ändrat texten sedan dess, och därför behöver vi fråga dig igen.
answer-reason-again = Vi på { $controller } har dina uppgifter sparade och vill veta om vi får ha dem kvar.
answer-reason-registered = { $controller } har registrerat dig som kandidat, men du har inte samtyckt till det än. Därför frågar vi dig nu.
answer-source = Uppgifterna kommer från: { $source }
answer-deadline = Svara senast den { $date }.
answer-deadline-unknown = Svara inom 30 dagar från vårt mejl.
answer-deadline-consequence = Har vi inget svar då raderar vi allt vi har om dig.
answer-text-changed = Texten ändrades medan du läste. Läs den nya texten här nedanför och svara sedan. Ditt tidigare svar är inte sparat.
answer-already = Du svarade ja den { $date }. Vill du ändra dig kan du svara igen.
answer-changes-title = Det här har ändrats
answer-changes-intro = Så här skiljer sig texten från den du samtyckte till den { $date }.
answer-inserted = nytt:
answer-inserted-end = slut på nytt
answer-deleted = borttaget:
answer-deleted-end = slut på borttaget
answer-choices = Vad säger du ja till?
answer-required = Det här behövs för att du ska kunna säga ja.
answer-given-until = Du har redan sagt ja till det här. Det gäller till och med { $date }.
answer-empty-takes-back = En ruta du lämnar tom betyder nej: har du sagt ja till det förut tas det tillbaka.
answer-error-nothing = Kryssa för det du säger ja till. Vill du inte säga ja till något väljer du nej längre ner.
answer-error-required = Kryssa för det som behövs för att du ska kunna säga ja, eller välj nej längre ner.
answer-renew = Ja, jag samtycker
answer-decline-title = Vill du inte?
answer-decline-text = Säg nej, så raderar vi allt vi har om dig. Vi frågar en gång till innan vi gör det.
answer-decline = Nej, radera mina uppgifter

confirm-title = Ska vi radera dina uppgifter?
confirm-text = Vi raderar allt som { $controller } har sparat om dig. Det går inte att ångra. Vill du vara med igen får du anmäla dig på nytt.
confirm-mail = Du får ett sista mejl som visar att det är gjort.
confirm-erase = Ja, radera allt om mig
confirm-back = Nej, gå tillbaka

thanks-title = Tack, nu är ditt svar sparat
thanks-text = Du har samtyckt till att { $controller } använder dina uppgifter till det här:
thanks-until = Gäller till och med { $date }
thanks-ended = Det här har du inte sagt ja till igen, så det gäller inte längre:
thanks-change = Du kan när som helst se, ändra eller ta tillbaka det du har svarat.
thanks-me = Öppna min sida
thanks-receipt-title = Ditt kvitto
thanks-receipt-text = Kvittot är signerat och är ditt eget bevis på vad du samtyckte till. Vi skickar det också med mejl.
thanks-receipt-download = Ladda ner kvittot
thanks-receipt-show = Visa kvittot

erased-title = Dina uppgifter är raderade
erased-text = Vi har raderat allt som { $controller } hade sparat om dig.
erased-mail = Vi skickar ett sista mejl med ett intyg. Sedan raderar vi även din e-postadress.
erased-on = Den { $date } raderade vi allt som { $controller } hade sparat om dig.
erased-on-mail = Intyget finns i vårt sista mejl till dig.
erased-certificate-show = Visa intyget
erased-certificate-text = Intyget är signerat och innehåller inget som pekar ut dig.
over-title = Det går inte längre att svara här
over-answered = Du svarade ja den { $date }. På din egen sida ser du vad som gäller, och där kan du ändra dig när du vill.
over-unanswered = Tiden att svara har gått ut, eller så gäller frågan inte längre.

gone-title = Länken fungerar inte
gone-text = Den kan vara gammal, eller så kom inte hela adressen med. Prova att öppna länken i mejlet igen.
gone-help = Fungerar det ändå inte har vi inte kvar det som länken gällde. Undrar du över något kan du kontakta företaget som mejlade dig.

problem-form-title = Något i formuläret blev fel
problem-form-text = Vi kunde inte läsa ditt svar, så inget är sparat. Gå tillbaka, ladda om sidan och försök igen.
problem-many-title = Vänta en stund
problem-many-text = Det har kommit många försök på kort tid. Vänta en minut och försök igen.
problem-server-title = Något gick fel hos oss
problem-server-text = Ditt svar är inte sparat. Försök igen om en stund. Länken i mejlet fungerar fortfarande.

me-page-title = Dina uppgifter
me-title = Dina uppgifter hos { $controller }
me-intro = Här ser du allt vi har sparat om dig. Du kan rätta det, ladda ner det och ta tillbaka det du har samtyckt till.
me-corrected = Ändringen är sparad.
me-withdrawn = Du har tagit tillbaka samtycket.
me-name-missing = Skriv ditt namn.
me-not-understood = Namnet eller telefonnumret är för långt eller innehåller tecken som inte går att spara.
me-waiting = Vi väntar på ditt svar
me-waiting-link = Läs och svara
me-fields = Det här har vi
me-field-name = Namn
me-field-email = E-postadress
me-field-phone = Telefon
me-field-external-id = Vårt ärendenummer
me-field-source = Källa
me-field-language = Språk
me-field-registered = Sparat sedan
me-field-empty = inget
me-correct = Rätta uppgifterna
me-correct-email = Vill du byta e-postadress? Kontakta oss.
me-correct-save = Spara ändringen
me-purposes = Det här har du svarat
me-purposes-none = Du har inte svarat på något än.
me-state-valid = Du har sagt ja. Gäller till och med { $date }.
me-state-expired = Ditt ja gällde till och med { $date }.
me-state-withdrawn = Du har tagit tillbaka ditt ja.
me-state-refused = Du har inte sagt ja till det här.
me-state-invalidated = Ditt ja gäller en äldre text och räcker inte längre.
me-withdraw = Ta tillbaka samtycket
me-withdraw-last = Det här är ditt enda samtycke. Tar du tillbaka det raderar vi allt vi har om dig, och det går inte att ångra.
me-withdraw-last-button = Ta tillbaka och radera allt
me-history = Vad som har hänt
me-history-empty = Inget än.
me-event-given = Du samtyckte
me-event-renewed = Du förnyade ditt samtycke
me-event-refused = Du svarade nej
me-event-withdrawn = Du tog tillbaka ditt samtycke
me-event-requested = Vi frågade dig
me-event-expired = Samtycket slutade gälla
me-event-invalidated = Samtycket slutade gälla eftersom texten ändrades
me-event-recorded = Vi antecknade ett samtycke som du gav på annat sätt
me-event-text = Textens version { $version }, på { $language }
me-event-receipt = Ladda ner kvittot
me-event-receipt-of = Ladda ner kvittot från { $date }
me-event-json-ld = Kvittot för andra system (JSON-LD)
me-event-json-ld-of = Kvittot för andra system (JSON-LD), från { $date }
me-download-title = Ta med dig uppgifterna
me-download-text = Du kan ladda ner allt i en fil (JSON) som också andra system kan läsa.
me-download = Ladda ner mina uppgifter
me-erase-title = Radera allt
me-erase-text = Du tar tillbaka alla samtycken och vi raderar allt vi har om dig. Vi frågar en gång till innan vi gör det.
me-erase = Radera allt om mig

kept-title = Ditt svar är antecknat
kept-text = { $controller } får inte radera dina uppgifter än, eftersom lagen eller en tvist kräver att de sparas. De används inte till något annat, och raderas så snart det är över.
kept-mail = Du får inga fler förfrågningar. Vi skriver till dig en gång, när allt är raderat.

# Orden som står i själva kvittot.
receipt-withdrawal = Länken i våra mejl, eller { $contact }. När som helst och utan kostnad.
receipt-retention = Vi sparar uppgifterna så länge ett samtycke gäller och frågar igen innan det går ut. Säger du nej, tar tillbaka allt eller inte svarar inom { $days } dagar raderar vi dem.
