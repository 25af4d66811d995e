flash-filter-kept = Filtret är sparat.
flash-saved = Sparat.
flash-registered = Registrerad. Förfrågan om samtycke är på väg.
flash-asked = { $count ->
    [one] En kandidat blir tillfrågad.
   *[other] { $count } kandidater blir tillfrågade.
}
flash-erased = { $count ->
    [one] En kandidat har raderats.
   *[other] { $count } kandidater har raderats.
}
flash-recorded = Samtycket är antecknat.
flash-held = Spärren mot radering är satt.
flash-released = Spärren mot radering är hävd.
flash-restricted = Behandlingen är begränsad.
flash-lifted = Begränsningen är hävd.
flash-published = Publicerad. Kandidater ser den här versionen från och med nu.
flash-discarded = Utkastet är borttaget.
flash-approved = Ditt godkännande är antecknat.
need-bounced = { $count ->
    [one] En adress studsade. De 30 dagarna står stilla tills den rättas.
   *[other] { $count } adresser studsade. Deras 30 dagar står stilla tills de rättas.
}
need-holds = { $count ->
    [one] En spärr går ut inom 14 dagar.
   *[other] { $count } spärrar går ut inom 14 dagar.
}
need-sweep = { $count ->
    [one] En radering väntar på två administratörers godkännande: en kandidat.
   *[other] En radering väntar på två administratörers godkännande: { $number } kandidater.
}
need-waiting = { $count ->
    [one] En radering väntar på en annan administratörs godkännande.
   *[other] { $count } raderingar väntar på en annan administratörs godkännande.
}
goes-events = Samtyckeshändelser
goes-mails = Mejl
goes-terms = Sökord
goes-webhooks = Meddelanden till era egna system
goes-candidate = Namn, adress och andra uppgifter
erase-blocked = En spärr eller begränsning skyddar kandidaten. Häv den först.
look-candidate-viewed = Såg sidan
look-candidate-proof = Hämtade beviset
look-candidate-registered = Registrerade
look-candidate-corrected = Rättade uppgifterna
look-candidate-held = Spärrade mot radering
look-candidate-released = Hävde spärren
look-candidate-restricted = Begränsade behandlingen
look-candidate-unrestricted = Hävde begränsningen
look-candidate-erased = Raderade
look-consent-recorded = Antecknade ett samtycke
look-other = Ändrade något
source-web = Karriärsidan
source-staff = Registrerad av personal
source-import = Importerad
actor-key = En API-nyckel
