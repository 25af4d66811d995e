# Webhooks.
hook-title = Webhooks
hook-text = Era egna system får veta vad som händer, så som Standard Webhooks beskriver: signerat, med nya försök i tre dagar. Meddelanden innehåller id:n, typer och tider, inga personuppgifter.
hook-none-title = Inga webhooks
hook-none-text = Lägg till adressen till ett system som ska få veta när ett samtycke ges, förnyas eller tas tillbaka.
hook-new = Ny webhook
hook-add = Lägg till
hook-url = Adress
hook-url-hint = Börjar med https:// och kan nås från internet.
hook-events = Vad den får veta
hook-event-consent-given = Samtycke gavs
hook-event-consent-renewed = Samtycke förnyades
hook-event-consent-refused = Samtycke nekades
hook-event-consent-withdrawn = Samtycke togs tillbaka
hook-event-consent-invalidated = Samtycke gäller inte längre, texten ändrades
hook-event-renewal-requested = Begäran skickad, de 30 dagarna löper
hook-event-renewal-bounced = Begäran studsade
hook-event-candidate-erased = Kandidat raderad
hook-event-webhook-test = Prov
hook-column-url = Adress
hook-column-state = Status
hook-column-last = Senaste försök
hook-column-event = Meddelande
hook-column-queued = Hände
hook-column-answer = Svar
hook-state-active = Aktiv
hook-state-failing = Når inte fram
hook-state-disabled = Avstängd
hook-state-queued = Väntar
hook-state-delivered = Levererat
hook-state-failed = Misslyckades
hook-endpoint-title = Webhook
hook-test = Skicka ett prov
hook-failing = Meddelanden når inte fram
hook-failing-text = Ett meddelande gavs upp efter tre dagars försök. Nya försöker vi fortfarande skicka. Så har det varit sedan
hook-overlap = Den gamla hemligheten signerar också till
hook-log = Meddelanden
hook-log-text = De senaste 30 dagarna. Innehållet tas bort när meddelandet är levererat eller har getts upp.
hook-log-none = Inget har skickats än.
hook-next = Nästa försök
hook-attempts = { $count ->
    [0] inget försök än
    [one] ett försök
   *[other] { $number } försök
}
hook-error-timeout = Inget svar i tid
hook-error-connection = Ingen förbindelse
hook-error-address = Adressen leder in i ett privat nät
hook-error-status = Avvisades
hook-error-gone = Mottagaren vill inte ha fler
hook-error-disabled = Webhooken stängdes av
hook-change = Ändra
hook-more = Hemlighet och avslut
hook-rotate = Byt hemlighet
hook-rotate-text = I 24 timmar signeras meddelanden även med den gamla, så att mottagaren hinner byta.
hook-disable = Stäng av
hook-disable-text = { $count ->
    [0] Inget mer skickas. Inget meddelande väntar.
    [one] Inget mer skickas. Det enda meddelande som väntar tas bort.
   *[other] Inget mer skickas. De { $number } meddelanden som väntar tas bort.
}
hook-enable = Sätt på
hook-enable-text = Det som händer från och med nu skickas igen.
hook-remove = Ta bort
hook-remove-text = { $count ->
    [0] Webhooken och dess meddelanden försvinner för gott. Inget meddelande väntar.
    [one] Webhooken och dess meddelanden försvinner för gott. Det enda meddelande som väntar tas bort.
   *[other] Webhooken och dess meddelanden försvinner för gott. De { $number } meddelanden som väntar tas bort.
}
hook-secret-title = Hemligheten
hook-secret-text = Mottagaren behöver den för att veta att ett meddelande kommer härifrån. Den visas bara nu.
hook-secret = Hemlighet
hook-secret-hint = Markera allt, kopiera, och förvara den där hemligheter förvaras.
hook-secret-done = Jag har sparat den
hook-task = { $count ->
    [one] En webhook når inte fram.
   *[other] { $number } webhooks når inte fram.
}
hook-task-text = Ett meddelande gavs upp efter tre dagars försök. Se till mottagaren och skicka sedan ett prov.
