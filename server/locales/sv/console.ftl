# Arbetsytan för personal. $count väljer böjning, $number är samma tal skrivet för människor.

## Ram
console-skip = Hoppa till innehållet
console-none = inget
console-cancel = Avbryt
console-nav-label = Huvudmeny
console-nav-overview = Översikt
console-nav-candidates = Kandidater
console-nav-texts = Texter
console-nav-tasks = Att göra
console-nav-erasures = Raderingar
console-nav-settings = Inställningar
console-nav-demo = Tillbaka till demon
console-sign-out = Logga ut
console-role-admin = Administratör
console-role-recruiter = Rekryterare
console-role-auditor = Granskare
console-language-sv = svenska
console-language-en = engelska
console-language-da = danska
console-languages-label = Språk
console-today = i dag
console-in-days = { $count ->
    [one] i morgon
   *[other] om { $number } dagar
}
console-days-ago = { $count ->
    [one] i går
   *[other] för { $number } dagar sedan
}
console-form-errors = { $count ->
    [one] En uppgift behöver rättas:
   *[other] { $number } uppgifter behöver rättas:
}
console-confirm-count = Skriv { $count } för att bekräfta

## Status
console-status-all = Alla
console-status-awaiting = Inväntar svar
console-status-valid = Giltigt
console-status-expiring = Går snart ut
console-status-expired = Utgånget
console-status-invalidated = Ogiltigt
console-status-refused = Nej
console-status-held = Spärrad
console-renewal-queued = I kö
console-renewal-asked = Tillfrågad
console-renewal-bounced = Studsade
console-renewal-answered = Har svarat

## Översikt
console-candidates-total = { $count ->
    [0] Inga kandidater än
    [one] 1 kandidat
   *[other] { $number } kandidater
}
console-first-title = Börja med samtyckestexten
console-first-text = Innan någon kan samtycka behöver ni publicera en text. Det finns ett förslag att utgå från.
console-first-link = Gå till texterna
console-chart-title = De närmaste 30 dagarna
console-chart-text = Den som inte svarar senast sista svarsdag raderas.
console-chart-none = Inget händer de närmaste 30 dagarna.
console-chart-deadlines = Sista svarsdag
console-chart-expiring = Samtycke går ut
console-chart-label = { $count ->
    [0] Stapeldiagram: ingen har sista svarsdag de närmaste 30 dagarna
    [one] Stapeldiagram: en kandidat har sista svarsdag de närmaste 30 dagarna
   *[other] Stapeldiagram: { $number } kandidater har sista svarsdag de närmaste 30 dagarna
}
console-chart-table = Visa som tabell
console-chart-day = Dag
console-needs-title = Väntar på dig
console-needs-none-title = Inget väntar
console-needs-none-text = Här syns adresser som studsat och annat som behöver en människa.

## Kandidater
console-candidates-title = Kandidater
console-candidates-none-title = Här samlas era kandidater
console-candidates-none-text = De dyker upp när någon samtycker på er karriärsida. Har du träffat någon på annat sätt kan du registrera personen själv.
console-candidates-no-match-title = Ingen träff
console-candidates-no-match-text = Ingen kandidat passar sökningen och filtren.
console-search = Sök
console-filter-more = Fler filter
console-filter-status = Status
console-filter-version = Textversion
console-filter-any-version = Alla versioner
console-filter-after = Samtyckt från och med
console-filter-before = Samtyckt före
console-filter-apply = Filtrera
console-filter-clear = Ta bort alla filter
console-column-select = Markera
console-column-candidate = Kandidat
console-column-status = Status
console-column-consent = Senaste samtycke
console-column-deadline = Sista svarsdag
console-column-renewal = Förnyelse
console-select-candidate = Markera { $name }
console-consent-version = version { $version }, { $language }
console-page-rows = { $count ->
    [one] 1 rad
   *[other] { $number } rader
}
console-page-next = Nästa sida
console-page-first = Till första sidan
console-bulk-label = Med de markerade
console-bulk-all = { $count ->
    [one] Den enda som passar filtret
   *[other] Alla { $number } som passar filtret
}
console-bulk-renew = Be om förnyelse …
console-bulk-erase = Radera …

## Registrera och rätta
console-register-link = Registrera kandidat
console-register-title = Registrera kandidat
console-register-notice-title = Personen får ett mejl direkt
console-register-notice = Mejlet berättar vad ni har sparat och varifrån det kommer (artikel 14 i GDPR) och ber om samtycke. Utan svar inom 30 dagar raderas uppgifterna.
console-register-submit = Registrera och skicka mejlet
console-edit-title = Rätta uppgifter
console-edit-lead = Vad som ändras och av vem syns i kandidatens historik.
console-edit-submit = Spara
console-field-name = Namn
console-field-email = E-postadress
console-field-phone = Telefon
console-field-language = Språk
console-field-language-hint = Mejl och sidor visas på det här språket.
console-field-external-id = Id i ert eget system
console-field-external-id-hint = Valfritt. Gör att ni hittar personen i rekryteringssystemet.
console-field-source = Varifrån
console-field-source-hint = Var ni fick uppgifterna, så som personen själv ska läsa det: ”Träffades på Arbetsmarknadsdagen i Umeå den 14 november”.

## En kandidat
console-candidate-answer-by = Sista svarsdag
console-candidate-about = Uppgifter
console-candidate-created = Sparad sedan
console-purposes-title = Samtycker till
console-purposes-none = Inget än.
console-valid-until = gäller till
console-history-title = Historik
console-history-none-title = Inget har hänt än
console-history-none-text = Här syns varje mejl och varje svar.
console-looks-title = Vem har tittat
console-looks-text = Varje visning och ändring sparas och kan granskas.
console-proof-download = Hämta beviset
console-hold-title = Spärrad mot radering och utskick
console-hold-by = Beslutat av { $who }.
console-hold-until = Gäller till
console-restricted-title = Behandlingen är begränsad
console-restricted-text = Uppgifterna sparas men används inte (artikel 18 i GDPR). Sedan

## Det man kan göra med en kandidat
console-actions-title = Åtgärder
console-action-ask = Be om förnyelse
console-ask-text = Ett mejl går ut direkt. Utan svar inom 30 dagar raderas uppgifterna.
console-ask-submit = Skicka mejlet
console-action-edit = Rätta uppgifter
console-action-record = Anteckna samtycke på papper eller muntligt
console-record-text = Antecknas som just det, med ditt namn. Personen får inget kvitto, för bara den som själv svarar kan få ett.
console-record-how = Hur gavs det?
console-record-paper = På papper
console-record-paper-hint = Spara originalet hos er.
console-record-spoken = Muntligt
console-record-spoken-hint = Beskriv samtalet i anteckningen.
console-record-purposes = Vad sa personen ja till?
console-record-language = Språk texten lästes på
console-record-date = Gavs den
console-record-note = Anteckning
console-record-note-hint = När, var och hur. En granskare ska förstå utan att fråga dig.
console-record-submit = Anteckna
console-action-hold = Spärra mot radering
console-hold-text = Spärren stoppar både radering och utskick, till exempel vid en tvist.
console-hold-reason = Skäl
console-hold-reason-hint = Syns för granskare och i registerutdrag.
console-hold-reason-lost = Satt före en återläsning från säkerhetskopia, där skälet gick förlorat
console-hold-until-field = Till och med
console-hold-submit = Spärra
console-hold-release = Häv spärren
console-action-restrict = Begränsa behandlingen
console-restrict-text = När personen har begärt det (artikel 18 i GDPR). Uppgifterna ligger kvar, men inga mejl skickas och inget raderas.
console-restrict-submit = Begränsa
console-restrict-lift = Häv begränsningen
console-action-erase = Radera …

## Historik
console-event-given = Samtyckte
console-event-renewed = Förnyade sitt samtycke
console-event-refused = Tackade nej
console-event-withdrawn = Tog tillbaka sitt samtycke
console-event-requested = Tillfrågades
console-event-expired = Samtycket gick ut
console-event-invalidated = Samtycket upphörde genom en ny text
console-origin-widget = På karriärsidan.
console-origin-link = Genom länken i mejlet.
console-origin-paper = På papper.
console-origin-spoken = Muntligt.
console-identity-unverified = Adressen är inte bekräftad.
console-identity-email = Adressen är bekräftad.
console-identity-staff = Personalen går i god för vem det är.
console-given-on = Gavs den
console-recorded-by = Antecknat av { $who }.
console-box-ticked = ikryssad
console-box-unticked = inte ikryssad
console-shown-summary = Exakt det som visades: version { $version } på { $language }
console-shown-version = Version
console-shown-language = Språk
console-shown-served = Visades
console-shown-answered = Besvarades
console-shown-page = På sidan
console-shown-sha256 = SHA-256
console-shown-widget = Komponentens version
console-receipt-download = Hämta kvittot
console-mail-kind-request = Mejl: be om samtycke
console-mail-kind-reminder = Mejl: påminnelse
console-mail-kind-confirmation = Mejl: bekräfta adressen
console-mail-kind-receipt = Mejl: kvitto
console-mail-kind-farewell = Mejl: uppgifterna är raderade
console-note-registered = Registrerades
console-note-imported = Importerades
console-note-corrected = Uppgifter rättades
console-note-held = Spärrades
console-note-released = Spärren hävdes
console-note-restricted = Behandlingen begränsades
console-note-lifted = Begränsningen hävdes
console-note-confirmed = Bekräftade sin adress
console-note-by = Av { $who }.

## Radera en kandidat
console-erase-title = Radera { $name }
console-erase-goes = Det här försvinner
console-erase-sum = Summa
console-erase-stays = Det här blir kvar
console-erase-stays-text = Ett raderingsintyg med slumpmässigt id, tidpunkt och skäl, utan namn, adress eller svar. Adressen sparas som längst fem dagar till, för ett sista mejl om att allt är raderat.
console-erase-blocked = Kan inte raderas nu
console-erase-warning = Detta går inte att ångra
console-erase-warning-text = Uppgifterna tas bort även ur köer och index, och raderas igen om en säkerhetskopia läses in.
console-erase-submit = Radera för gott

## Texter
console-texts-title = Samtyckestexter
console-texts-lead = Det kandidaterna läser innan de svarar. En publicerad version ändras aldrig.
console-texts-none-title = Ingen text än
console-texts-none-text = Skapa en text, så börjar den som ett färdigt förslag att anpassa.
console-text-current = Version { $version } visas nu
console-text-unpublished = Inget publicerat än
console-text-has-draft = Utkast finns
console-text-holders = { $count ->
    [0] Ingen har samtyckt till den
    [one] 1 kandidat har samtyckt till den
   *[other] { $number } kandidater har samtyckt till den
}
console-text-new = Ny text
console-text-name = Namn
console-text-name-hint = Bara för er, till exempel ”Framtida jobb”.
console-text-create = Skapa
console-text-lead = Alla versioner, den senaste först.
console-draft-continue = Fortsätt med utkastet
console-draft-start = Nytt utkast
console-versions-title = Versioner
console-version = Version { $version }
console-state-draft = Utkast
console-state-current = Visas nu
console-state-superseded = Ersatt
console-change-editorial = Språklig ändring
console-change-material = Ändring i sak
console-column-version = Version
console-column-state = Läge
console-column-change = Ändring
console-column-published = Publicerad
console-column-holders = Samtycken
console-column-open = Jämför
console-compare-with = Jämför med version { $version }
console-published-by = Publicerad av { $who },
console-version-fixed-title = Oföränderlig
console-version-fixed-text = Varje samtycke hänvisar till fingeravtrycket av exakt den text som visades.
console-version-unhashed = Beräknas när texten publiceras.
console-preview-label = Så här ser kandidaten det
console-purpose-validity = { $count ->
    [one] gäller i 1 månad
   *[other] gäller i { $number } månader
}
console-purpose-optional = frivilligt
console-purpose-required = måste besvaras med ja
console-diff-title = Version { $from } jämförd med { $to }
console-diff-inserted = tillagt
console-diff-deleted = borttaget
console-diff-none-title = Ingen skillnad på det här språket
console-diff-none-text = Se efter på de andra språken.
console-diff-purpose = Kryssrutan { $key }

## Utkast
console-draft-title = Utkast till version { $version }
console-draft-publish = Till publicering
console-draft-missing = Saknas än: { $languages }.
console-draft-field-title = Rubrik
console-draft-field-body = Text
console-draft-field-body-hint = Markdown: en tom rad ger nytt stycke, ## ger rubrik, - ger punktlista.
console-draft-save = Spara och visa
console-draft-placeholders = Platshållare
console-draft-placeholders-hint = Ersätts med värdet från inställningarna och fryses när texten publiceras.
console-draft-purposes = Kryssrutor
console-draft-purposes-hint = En ruta för varje sak man samtycker till. Ingen är ikryssad i förväg. Töm nyckeln för att ta bort en ruta.
console-draft-purpose-add = Lägg till en kryssruta
console-purpose-new = Ny kryssruta
console-purpose-key = Kryssrutan { $key }
console-purpose-field-key = Nyckel
console-purpose-field-label = Det som står vid rutan
console-purpose-field-description = Förklaring
console-purpose-field-validity-months = Gäller i månader
console-purpose-field-required = Krävs ett ja?
console-draft-discard = Kasta utkastet
console-draft-discard-text = Utkastet försvinner på alla språk. Publicerade versioner påverkas inte.
console-draft-discard-submit = Kasta utkastet
console-publish-title = Publicera version { $version }
console-publish-back = Tillbaka till utkastet
console-publish-lead = Från och med nu visas den för alla nya kandidater, och kan inte längre ändras.
console-publish-blocked = Kan inte publiceras än
console-publish-first = Det är den första versionen, så ingen behöver tillfrågas på nytt.
console-publish-change = Vad slags ändring är det?
console-publish-editorial = Ett stavfel eller en klarare mening. Samtycken som redan getts står kvar.
console-publish-material = { $count ->
    [0] Innebörden är en annan. Tidigare samtycken upphör; just nu finns ingen att fråga på nytt.
    [one] Innebörden är en annan. Samtycket upphör för 1 kandidat, som får ett mejl. Utan svar inom 30 dagar raderas personen.
   *[other] Innebörden är en annan. Samtycket upphör för { $number } kandidater, som får var sitt mejl. De som inte svarar inom 30 dagar raderas.
}
console-publish-explanation = Vad är ändrat, och varför?
console-publish-explanation-hint = Visas för dem som tillfrågas på nytt och i versionshistoriken.
console-publish-confirm = Vid ändring i sak: skriv { $count } för att bekräfta hur många som tillfrågas
console-publish-confirm-hint = Lämna tomt vid språklig ändring.
console-publish-choose = Välj om ändringen är språklig eller i sak.
console-publish-wrong-count = Det är inte antalet som tillfrågas. Inget har publicerats. Skriv { $count } för att fortsätta.
console-publish-submit = Publicera

## Raderingar
console-erasures-lead = Varje radering lämnar ett intyg utan personuppgifter.
console-erasures-none-title = Inget raderat än
console-erasures-none-text = När någon tackar nej, inte svarar i tid eller ber om det syns raderingen här.
console-column-erased = Raderad
console-column-reason = Skäl
console-column-erasure-id = Id
console-certificate-paper = Intyg (PDF)
console-certificate = Signerat (JWS)
console-reason-unanswered = Svarade inte inom 30 dagar
console-reason-declined = Tackade nej
console-reason-withdrawn = Tog tillbaka allt
console-reason-requested = Bad om det själv
console-reason-staff = Raderad av personal
console-sweep-title = Automatisk radering har stannat
console-sweep-text = { $count } kandidater skulle raderas i dag. Gränsen är { $limit } om dagen, för att ett misstag inte ska bli stort.
console-sweep-since = Stannade
console-sweep-approved-none = Ingen har godkänt än.
console-sweep-approved = Godkänt av { $who }.
console-sweep-approve = Godkänn raderingen
console-sweep-another = En annan administratör behöver godkänna också.
console-sweep-invite = Bjud in någon om ni bara har en.
console-sweep-two = Två olika administratörer måste godkänna.

## Att göra
console-tasks-none-text = Här syns adresser som studsat och spärrar som snart går ut.
console-tasks-bounced = { $count ->
    [one] 1 adress studsade
   *[other] { $number } adresser studsade
}
console-tasks-decisions = Beslut som väntar
console-tasks-bounced-text = De 30 dagarna står still. Rätta adressen, eller låt den stå om den stämmer: ett nytt mejl skickas.
console-tasks-new-address = Rätt adress
console-tasks-correct = Spara och skicka igen
console-tasks-holds = { $count ->
    [one] 1 spärr går snart ut
   *[other] { $number } spärrar går snart ut
}
console-tasks-holds-text = När spärren gått ut gäller de vanliga reglerna igen.

## Inställningar
console-settings-company = Företaget
console-settings-controller = Personuppgiftsansvarig
console-settings-controller-hint = Företagets namn så som det står i samtyckestexten.
console-settings-contact = Kontakt
console-settings-contact-hint = Dit kandidater vänder sig om sina uppgifter.
console-settings-authority = Tillsynsmyndighet
console-settings-authority-hint = Dit kandidater kan klaga. Lämna tomt för standardorden på varje språk.
console-settings-recipients = Mottagare utanför företaget
console-settings-recipients-hint = Står i nästa publicerade text och i varje kvitto. Lämna tomt för standardorden.
console-settings-address = Postadress
console-settings-address-hint = Står i varje kvitto.
console-settings-storage = Var uppgifterna lagras
console-settings-storage-hint = Till exempel land och leverantör. Står i varje kvitto.
console-settings-jurisdiction = Vilket lands lag som gäller
console-settings-jurisdiction-hint = Landskod inom EES som SE eller DK, eller EU.
console-settings-timezone = Tidszon
console-settings-timezone-hint = Till exempel Europe/Stockholm. Avgör när en dag tar slut.
console-settings-language = Språk
console-settings-language-hint = När kandidatens språk inte är känt.
console-settings-lead = Förnya så här många dagar innan samtycket går ut
console-settings-lead-hint = Då skickas mejlet som ber om förnyelse.
console-settings-reminders = Påminnelsedagar
console-settings-reminders-hint = Dagar efter mejlet, med komma emellan, till exempel 14, 27. Alla före dag 30.
console-settings-save = Spara inställningar
console-sites-title = Webbplatser
console-sites-text = En för varje ställe där komponenten visas.
console-site-snippet = Kod att klistra in på karriärsidan
console-site-snippet-hint = Markera allt och kopiera.
console-site-origins = Tillåtna adresser
console-site-origins-hint = En på varje rad, till exempel https://jobb.exempel.example.
console-site-save = Spara adresser
console-site-name = Namn
console-site-new = Ny webbplats
console-site-create = Skapa
console-staff-title = Personal
console-column-role = Roll
console-column-seen = Senast inloggad
console-keys-title = API-nycklar
console-keys-text = Nycklar skapas och återkallas under Åtkomst.
console-keys-none = Inga nycklar.
console-column-key = Nyckel
console-column-created = Skapad
console-column-used = Senast använd

## Fel
console-error-missing = Sidan finns inte
console-error-missing-text = Den kan vara raderad, eller så stämmer inte adressen.
console-error-forbidden = Det får din roll inte göra
console-error-forbidden-text = Be en administratör om hjälp, eller logga in igen.
console-error-conflict = Något hann ändras
console-error-conflict-text = Någon annan ändrade samtidigt. Gå tillbaka, ladda om sidan och försök igen.
console-error-invalid = Uppgifterna gick inte att läsa
console-error-invalid-text = Gå tillbaka och försök igen.
console-error-busy = För många försök
console-error-busy-text = Vänta någon minut och försök igen.
console-error-server = Något gick fel hos oss
console-error-server-text = Inget är sparat. Försök igen om en stund.
console-error-request = Ärendenummer
console-error-home = Till översikten
