# Åtgärder för många kandidater. $count väljer böjning, $number är samma tal skrivet för människor.

batches-title = Massåtgärder
batches-lead = Det som har gjorts med många kandidater på en gång, och det som pågår.
batches-none-title = Inget än
batches-none-text = Välj kandidater i listan för att tillfråga eller radera många på en gång, eller importera en fil.
batches-column-what = Vad
batches-column-state = Läge
batches-column-who = Startades av
batches-column-when = När
batch-state-draft = Inte startad
batch-state-waiting = Väntar på en andra administratör
batch-state-done = Klar
batch-state-cancelled = Stoppad
batch-title-ask = { $count ->
    [one] Be 1 kandidat förnya sitt samtycke
   *[other] Be { $number } kandidater förnya sitt samtycke
}
batch-title-erase = { $count ->
    [one] Radera 1 kandidat
   *[other] Radera { $number } kandidater
}
batch-title-import = { $count ->
    [one] Importera 1 kandidat
   *[other] Importera { $number } kandidater
}
batch-nobody-title = Ingen att göra det med
batch-nobody-text = Ingen var vald, eller så lämnas alla valda i fred. Gå tillbaka och välj minst en kandidat.
batch-ask-text = Var och en får ett mejl på sitt språk med en länk till en sida där de svarar. Den som inte har svarat 30 dagar efter att mejlet togs emot raderas.
batch-erase-warning = Det här går inte att ångra
batch-erase-text = Allt som kan knytas till de här personerna försvinner. Var och en får ett sista mejl om att det är gjort. Ett intyg utan personuppgifter finns kvar för varje radering.
batch-confirm-ask = { $count ->
    [one] Skicka 1 mejl
   *[other] Skicka { $number } mejl
}
batch-confirm-erase = { $count ->
    [one] Radera 1 kandidat
   *[other] Radera { $number } kandidater
}
batch-wrong-count = Det är inte antalet kandidater på listan. Inget har gjorts. Skriv { $count } för att fortsätta.
batch-who = Vilka det gäller
batch-more = { $count ->
    [one] … och 1 till
   *[other] … och { $number } till
}
batch-download = Hämta hela listan
batch-frozen = Listan ligger fast nu. Ingen läggs till, och den som inte längre får röras när den körs lämnas i fred.
batch-kept = Startar du den inte sparas den i en timme.
batch-left-alone = Valda, men lämnas i fred
batch-skipped = Lämnades i fred under tiden
batch-waiting-title = Väntar på en andra administratör
batch-waiting-text = { $who } vill radera fler än vad en person får radera på en dag. En annan administratör ska se på listan och godkänna den inom 7 dagar.
batch-look = Se på listan
batch-approve = { $count ->
    [one] Godkänn och radera 1 kandidat
   *[other] Godkänn och radera { $number } kandidater
}
batch-cancel-waiting = Gör det inte
batch-progress = { $handled } av { $total }
batch-running-text = Det fortsätter om du lämnar sidan. Talen här förnyas med några sekunders mellanrum.
batch-look-again = Förnya talen nu
batch-cancel-running = Stoppa
batch-cancelled-title = Stoppad
batch-cancelled-text = { $count ->
    [0] Ingen var kvar.
    [one] 1 kandidat rördes inte. Det som redan var gjort står kvar.
   *[other] { $number } kandidater rördes inte. Det som redan var gjort står kvar.
}
batch-done-ask = { $count ->
    [one] 1 kandidat blir tillfrågad.
   *[other] { $number } kandidater blir tillfrågade.
}
batch-done-erase = { $count ->
    [one] 1 kandidat har raderats.
   *[other] { $number } kandidater har raderats.
}
batch-done-import = { $count ->
    [one] 1 rad är behandlad.
   *[other] { $number } rader är behandlade.
}
batch-outcome-done = { $count ->
    [one] 1 är behandlad.
   *[other] { $number } är behandlade.
}
batch-outcome-held = { $count ->
    [one] 1 är spärrad mot radering.
   *[other] { $number } är spärrade mot radering.
}
batch-outcome-restricted = { $count ->
    [one] För 1 är behandlingen begränsad.
   *[other] För { $number } är behandlingen begränsad.
}
batch-outcome-open = { $count ->
    [one] 1 är redan tillfrågad.
   *[other] { $number } är redan tillfrågade.
}
batch-outcome-gone = { $count ->
    [one] 1 var redan raderad.
   *[other] { $number } var redan raderade.
}
batch-outcome-changed = { $count ->
    [one] 1 har lämnat ett nytt samtycke sedan listan gjordes.
   *[other] { $number } har lämnat ett nytt samtycke sedan listan gjordes.
}
batch-outcome-created = { $count ->
    [one] 1 kandidat är tillagd och blir tillfrågad.
   *[other] { $number } kandidater är tillagda och blir tillfrågade.
}
batch-outcome-updated = { $count ->
    [one] 1 kandidat är rättad.
   *[other] { $number } kandidater är rättade.
}
batch-outcome-unchanged = { $count ->
    [one] 1 kandidat var redan som i filen.
   *[other] { $number } kandidater var redan som i filen.
}
batch-facts = Om åtgärden
batch-total = På listan
batch-started-by = Startades av
batch-started = Startades
batch-approved-by = Godkändes av
batch-ended = Avslutades
batch-link = Massåtgärder
look-candidate-asked = Bad om förnyelse
