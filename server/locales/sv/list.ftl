# Kandidatlistan och översikten. $number är $count skrivet för människor.

list-search-label = Sök på namn, e-post eller ert eget id
list-text = Samtyckestext
list-any-text = Alla texter
list-purpose = Samtycker till
list-any-purpose = Vad som helst
list-source = Varifrån
list-any-source = Var som helst
list-source-web = Karriärsidan
list-source-staff = Registrerad av personal
list-source-import = Importerad
list-renewal = Förnyelse
list-any-renewal = Alla lägen
list-renewal-none = Inte tillfrågad
list-within = Sista dag inom (dagar)
list-deadline-after = Sista dag från
list-deadline-before = Sista dag före
list-active = Filtrerat på
list-q = Sökning
list-remove = Ta bort filtret { $name }
list-sort = Sortera efter
list-sort-newest = Nyast
list-sort-name = Namn
list-sort-consent = Senaste samtycke
list-sort-deadline = Sista svarsdag
list-page-previous = Föregående sida
list-unfinished = Sökningen har gått igenom många kandidater utan att fylla sidan. Nästa sida fortsätter härifrån.
list-unfinished-next = Sök vidare
list-all-more = { $count ->
    [0] Alla som passar filtret; antalet visas i nästa steg
   *[other] Alla som passar filtret, fler än { $number }
}
list-matching = { $count ->
    [0] Ingen passar
    [one] 1 passar
   *[other] { $number } passar
}
list-matching-more = { $count ->
    [0] Inte räknat: för många att gå igenom
   *[other] Fler än { $number } passar
}
list-counted = Räknat { $at }.
list-saved = Sparade filter
list-saved-none = Inga än. Välj filter och spara dem här under ett namn för alla hos er.
list-saved-text = Alla hos er ser dem. Ord du söker efter sparas inte: de kan vara någons namn.
list-save-name = Namn på filtren
list-save = Spara filtren
list-saved-remove = Ta bort { $name }
list-saved-again = Filtret kunde inte sparas

overview-asked = Tillfrågade
overview-bounced = Studsade
overview-silent = Tysta
overview-by-status = Samtycken
overview-by-renewal = Pågående förfrågningar
overview-silent-hint = påminda, inget svar än
overview-funnel = Vad de senaste { $days } dagarnas förfrågningar gav
overview-funnel-hint = Den som svarade direkt räknas i varje steg.
overview-funnel-none = Ingen förfrågan har skickats under den tiden.
overview-funnel-step = Steg
overview-funnel-count = Kandidater
overview-funnel-share = Andel
overview-funnel-sent = Förfrågningar
overview-funnel-accepted = Mottagna av e-postservern
overview-funnel-viewed = Öppnade sidan
overview-funnel-answered = Svarade
overview-counted = Räknat { $at }. Med så här många kandidater räknas siffrorna då och då, inte vid varje visning.

timeline-older = Äldre
timeline-newer = Till det nyaste
look-receipt = Hämtade kvittot
looks-older = { $count ->
    [one] och 1 till i granskningsloggen
   *[other] och { $number } till i granskningsloggen
}
timeline-mail-accepted = Mottaget av e-postservern
timeline-mail-bounced = Kom tillbaka
timeline-mail-bounced-sometime = Kom tillbaka.
timeline-mail-failed = Gavs upp
timeline-mail-failed-sometime = Kunde inte skickas.
timeline-mail-cancelled = Togs tillbaka innan det skickades.
timeline-mail-queued = { $count ->
    [0] Väntar på att skickas.
    [one] Väntar på att skickas, ett försök.
   *[other] Väntar på att skickas, { $number } försök.
}
timeline-note-address = Adressen rättad
timeline-note-viewed = Öppnade sidan för att svara
timeline-note-reminders-stopped = Bad om att slippa påminnelser
