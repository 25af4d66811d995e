# Personalen och deras konton: att komma in, det egna kontot, vilka som arbetar här, API-nycklar.

## Signing in
accounts-sign-in-title = Logga in
accounts-sign-in-button = Logga in
accounts-sign-in-wrong = E-postadressen eller lösenordet stämmer inte.
accounts-email = E-postadress
accounts-password = Lösenord
accounts-continue = Fortsätt
accounts-forgot-link = Glömt lösenordet, eller inget konto än?
accounts-back-to-sign-in = Tillbaka till inloggningen
accounts-wait = { $count ->
    [one] För många försök. Försök igen om en sekund.
   *[other] För många försök. Försök igen om { $count } sekunder.
}
accounts-factor-title = Visa att det är du
accounts-factor-text-code = Ett steg till: en kod från din autentiseringsapp.
accounts-factor-text-passkey = Ett steg till: din passkey.
accounts-factor-reset-code = Innan du väljer ett nytt lösenord: en kod från din autentiseringsapp.
accounts-factor-reset-passkey = Innan du väljer ett nytt lösenord: din passkey.
accounts-factor-code = Kod
accounts-factor-code-hint = Sex siffror från appen, eller en av dina reservkoder.
accounts-factor-recovery-code = Reservkod
accounts-factor-recovery-code-hint = Bara om du inte har din passkey till hands.
accounts-factor-wrong = Koden stämmer inte, eller är redan använd. Vänta på nästa.
accounts-factor-choose = Välj var du vill logga in och skriv en ny kod.
accounts-factor-tenant = Var
accounts-factor-lost = Har du varken appen eller reservkoderna kvar? Be en annan administratör återställa ditt konto.
accounts-forgot-title = Få en länk
accounts-forgot-text = Skriv din e-postadress. Har du ett konto får du en länk för att välja ett nytt lösenord; det andra steget är detsamma som förut. Är du inbjuden men har inte börjat skickar vi inbjudan igen.
accounts-forgot-send = Skicka länk
accounts-forgot-sent-title = Titta i din inkorg
accounts-forgot-sent-text = Om adressen hör till ett konto är en länk på väg.
accounts-forgot-sent-hint = Inget mejl? Titta i skräpposten och kontrollera att adressen stämmer.
accounts-link-first-title = Logga in hos { $tenant }
accounts-link-first-text = Ett tryck till och du är inne. Knappen finns för att program som granskar e-post inte ska förbruka din länk.
accounts-link-first-button = Logga in
accounts-link-invitation-title = Ditt konto hos { $tenant }
accounts-link-invitation-text = Du väljer ett lösenord och ett andra steg. Det tar några minuter; ha mobilen till hands.
accounts-link-invitation-button = Skapa mitt konto
accounts-link-reset-title = Nytt lösenord hos { $tenant }
accounts-link-reset-text = Först frågar vi efter ditt andra steg. Sedan väljer du ett nytt lösenord, och alla dina inloggningar avslutas.
accounts-link-reset-button = Fortsätt
accounts-link-invalid-title = Länken gäller inte längre
accounts-link-invalid-text = Den har redan använts, har blivit för gammal, eller så är ditt konto färdigt.

## Setting up
accounts-unfinished = Gör klart ditt konto
accounts-unfinished-text = Du är inne med en länk som gäller en gång. Välj ett lösenord och ett andra steg, så att du kan komma tillbaka.
accounts-unfinished-button = Gör klart kontot
accounts-setup-step = Steg { $number } av { $of }
accounts-setup-password-title = Välj ett lösenord
accounts-setup-password-text = För { $email } hos { $tenant }.
accounts-new-password = Nytt lösenord
accounts-new-password-hint = Minst 12 tecken. Gärna en mening som ingen annan skulle komma på; några andra regler finns inte.
accounts-new-password-again = Samma en gång till
accounts-setup-code-title = Anslut en autentiseringsapp
accounts-setup-code-text = Öppna en autentiseringsapp i mobilen och läs av bilden. Sedan visar appen en kod som du skriver när du loggar in.
accounts-setup-code-picture = QR-kod till autentiseringsappen
accounts-setup-code-type = Ingen kamera? Skriv det här i appen:
accounts-setup-code = Kod från appen
accounts-setup-code-hint = De sex siffror den visar nu.
accounts-setup-codes-title = Dina reservkoder
accounts-setup-codes-text = Var och en släpper in dig en gång om du förlorar mobilen. De visas bara nu: skriv ut dem eller lägg dem i din lösenordshanterare.
accounts-setup-codes-done = Jag har sparat dem

## One's own account
accounts-account-title = Mitt konto
accounts-account-person = Om dig
accounts-name = Namn
accounts-role = Roll
accounts-save = Spara
accounts-current-password = Ditt lösenord nu
accounts-confirm-recovery-code-hint = En av dem du har sparat; den gäller en gång.
accounts-confirm-passkey-hint = Lämna tomt för att använda din nyckel.
accounts-password-text = När du byter avslutas alla dina andra inloggningar.
accounts-password-change = Byt lösenord
accounts-factors = Loggar in med
accounts-code = Engångskoder
accounts-code-on = App ansluten
accounts-code-off = Ingen app
accounts-code-change = Anslut en annan app
accounts-code-add = Anslut en app
accounts-code-title = Anslut en annan app
accounts-code-text = Den nya appen ersätter den gamla så snart dess kod stämmer.
accounts-recovery-codes = Reservkoder
accounts-recovery-codes-left = { $count ->
    [0] Inga kvar
    [one] En kvar
   *[other] { $number } kvar
}
accounts-recovery-codes-new = Nya reservkoder
accounts-recovery-codes-new-text = De gamla slutar gälla.
accounts-recovery-codes-make = Skapa tio nya koder
accounts-passkeys = Nycklar
accounts-passkeys-text = En nyckel (passkey) finns i din dator, mobil eller säkerhetsnyckel. Den går inte att lura av dig: den fungerar bara på den här serverns egna sidor.
accounts-passkeys-impossible = Nycklar kräver att servern nås med ett namn i stället för en adress.
accounts-passkey-instead = Eller en nyckel i stället
accounts-passkey-add = Lägg till en nyckel
accounts-passkey-name = Vad nyckeln ska heta
accounts-passkey-name-hint = Till exempel: min bärbara dator.
accounts-passkey-make = Skapa en nyckel
accounts-passkey-use = Använd en nyckel i stället
accounts-passkey-remove = Ta bort
accounts-passkey-failed = Det gick inte. Försök igen, eller använd koden från appen.
accounts-passkey-wrong = Nyckeln godtogs inte. Försök igen, eller använd koden från appen.
accounts-sessions = Var du är inloggad
accounts-sessions-text = En inloggning tar slut efter 12 timmar, eller efter 2 timmar utan användning.
accounts-session-unknown = Okänd webbläsare
accounts-session-this = Den här
accounts-session-created = Inloggad
accounts-session-seen = Senast använd
accounts-session-ends = Tar slut senast
accounts-session-end = Avsluta
accounts-sessions-end = { $count ->
    [one] Avsluta den andra inloggningen
   *[other] Avsluta de { $number } andra inloggningarna
}

## Staff
accounts-access = Åtkomst
accounts-staff-title = Personal
accounts-staff-text = Vilka som kommer in här, och vad de får göra.
accounts-seen = Senast sedd
accounts-since = Här sedan
accounts-not-set-up = Inbjuden
accounts-by-password = Lösenord
accounts-by-code = kod
accounts-by-passkey = nyckel
accounts-invite-title = Bjud in någon
accounts-invite-text = Personen får ett mejl med en länk som gäller en gång, i 7 dagar.
accounts-invite-language = Språk
accounts-invite-send = Skicka inbjudan
accounts-invite-again = Skicka inbjudan igen
accounts-invite-again-text = Inbjudan är inte besvarad än. En ny länk gör den gamla ogiltig.
accounts-role-admin-hint = Allt: texter, inställningar, personal, nycklar.
accounts-role-recruiter-hint = Kandidater: registrera, fråga, spärra, radera.
accounts-role-auditor-hint = Ser allt, ändrar inget.
accounts-role-keys = { $count ->
    [one] Personen har skapat en API-nyckel. Får den göra mer än den nya rollen slutar den att fungera.
   *[other] Personen har skapat { $number } API-nycklar. De som får göra mer än den nya rollen slutar att fungera.
}
accounts-role-change = Byt roll
accounts-reset-title = Förlorat både lösenord och andra steg?
accounts-reset-text = Båda tas bort, alla inloggningar avslutas och en ny inbjudan skickas. Försäkra dig om att det verkligen är personen själv som frågar.
accounts-reset-button = Återställ kontot
accounts-remove-title = Ta bort från personalen
accounts-remove-text = Alla inloggningar och länkar upphör genast. Det personen har gjort står kvar i loggen, under det här namnet.
accounts-remove-keys = { $count ->
    [0] Det finns inga API-nycklar som personen har skapat.
    [one] En API-nyckel som personen har skapat slutar genast att fungera.
   *[other] { $number } API-nycklar som personen har skapat slutar genast att fungera.
}
accounts-remove-button = Ta bort { $name }
accounts-actor-nobody = Någon som inte släpptes in
accounts-actor-operator = Driften

## API keys
accounts-keys-title = API-nycklar
accounts-keys-text = För program som anropar API:et. En nyckel får göra det dess roll får.
accounts-keys-none = Inga nycklar
accounts-keys-none-text = Skapa en när ett program ska nå Samtycke.
accounts-key-name = Vad den är till för
accounts-key-name-hint = Till exempel: rekryteringssystemet.
accounts-key-created = Skapad
accounts-key-used = Senast använd
accounts-key-revoke = Återkalla
accounts-key-new = Ny nyckel
accounts-key-make = Skapa nyckel
accounts-key-made = Nyckeln är skapad
accounts-key-made-text = Kopiera den nu. Den visas inte igen, och ingen kan ta fram den.

## After an action
flash-password-changed = Lösenordet är bytt. Alla dina andra inloggningar är avslutade.
flash-code-changed = Appen är ansluten.
flash-passkey-added = Nyckeln är klar att använda.
flash-passkey-removed = Nyckeln är borttagen.
flash-session-ended = Inloggningen är avslutad.
flash-sessions-ended = Alla andra inloggningar är avslutade.
flash-invited = Inbjudan är på väg.
flash-role-changed = { $count ->
    [0] Rollen är bytt.
    [one] Rollen är bytt, och en API-nyckel som får göra mer är återkallad.
   *[other] Rollen är bytt, och { $count } API-nycklar som får göra mer är återkallade.
}
flash-account-reset = Kontot är återställt. En ny inbjudan är på väg.
flash-removed = { $count ->
    [0] Borttagen. Alla inloggningar är avslutade.
    [one] Borttagen. Alla inloggningar är avslutade, och en API-nyckel är återkallad.
   *[other] Borttagen. Alla inloggningar är avslutade, och { $count } API-nycklar är återkallade.
}
flash-key-revoked = Nyckeln gäller inte längre.

## Företagets egen inloggning
accounts-company = Företagskonto
accounts-company-account = Du loggar in med ditt företagskonto. Lösenordet till det sköter ditt företag.
accounts-company-factor = Där frågas också efter det andra steget.
accounts-company-button = Logga in med företagskonto
accounts-company-again = Logga in hos { $tenant } med ditt företagskonto
accounts-company-instead = Du kan också komma in med ditt företagskonto. Då behöver du inget lösenord här.
accounts-company-none = Inget företagskonto är anslutet för den adressen. Logga in med ditt lösenord eller fråga din administratör.
accounts-company-over = Inloggningen tog för lång tid eller började i en annan webbläsare. Försök igen.
accounts-company-denied = Företagets inloggning släppte inte igenom dig. Försök igen eller fråga din administratör.
accounts-company-provider = Företagets inloggning svarar inte som den ska. Försök igen om en stund eller fråga din administratör.
accounts-company-no-address = Företagets inloggning har inte bekräftat någon e-postadress som gäller här. Fråga din administratör.
accounts-company-unknown = Du är inte inbjuden hit ännu. Be din administratör bjuda in adressen till ditt företagskonto.
accounts-company-another = Någon annan har använt den adressen i företagets inloggning. Din administratör kan återställa ditt konto här.
accounts-company-onward-title = Till företagets inloggning
accounts-company-onward-text = Du loggar in på sidan hos { $tenant } och kommer tillbaka hit.
accounts-company-choose-title = Var vill du logga in?
