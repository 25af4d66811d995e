# Mejlen till kandidater och personal. Ämnesraderna ska vara neutrala och korta.

mail-personal-link = Länken är personlig, så skicka den inte vidare.
mail-footer = Mejlet kommer från { $controller }. Har du frågor? Kontakta oss: { $contact }
mail-days-left = { $days ->
    [0] i dag är sista dagen
    [one] { $days } dag kvar
   *[other] { $days } dagar kvar
}

mail-request-subject = Får { $controller } behålla dina uppgifter?
mail-request-validity = Du har samtyckt till att { $controller } sparar dina uppgifter. Samtycket gäller till och med { $date }, och därför frågar vi dig igen.
mail-request-validity-first = Du har samtyckt till att { $controller } sparar dina uppgifter. Ett av dina samtycken gäller till och med { $date }, och därför frågar vi dig igen.
mail-request-changed = Du har samtyckt till att { $controller } sparar dina uppgifter. Nu har vi ändrat innehållet i texten du sa ja till, och därför behöver vi fråga dig igen. Vi visar precis vad som är nytt.
mail-request-again = { $controller } har dina uppgifter sparade. Vi vill veta om vi får fortsätta att ha dem.
mail-request-registered = { $controller } har registrerat dig som kandidat. Du har inte samtyckt till det än. Därför berättar vi här vad vi har sparat och frågar om vi får behålla det.
mail-request-ask = Läs texten och svara ja eller nej. Du kan svara på ett par minuter och behöver inget konto.
mail-request-deadline = Vi behöver ditt svar inom 30 dagar från i dag. Säger du nej, eller får vi inget svar, raderar vi dina uppgifter. Du får ett sista mejl när det är gjort.
mail-request-button = Läs och svara

mail-about-data = Det här har vi
mail-about-source = Källa
mail-about-purposes = Det vi vill ha dem till
mail-about-basis = Rättslig grund
mail-about-basis-text = Tills du svarar har vi uppgifterna bara för att kunna fråga dig. Det gör vi med stöd av vårt berättigade intresse av att få fråga (artikel 6.1 f i GDPR). Efter det sparar vi dem bara om du samtycker (artikel 6.1 a).
mail-about-retention = Hur länge
mail-about-retention-text = Tills du svarar, som längst 30 dagar. Säger du ja: { $retention }.
mail-about-recipients = Vem som får ta del av dem
mail-about-recipients-text = De som rekryterar hos oss. Utanför { $controller } bara: { $recipients }.
mail-about-rights = Dina rättigheter
mail-about-rights-text = Du kan få se uppgifterna, få dem rättade eller raderade, be oss begränsa hur vi använder dem, få ut dem i en fil och invända mot att vi har dem. Ett samtycke kan du alltid ta tillbaka. Inga beslut om dig fattas automatiskt. Du kan klaga hos { $authority }.
mail-about-contact = Personuppgiftsansvarig
mail-about-contact-text = { $controller }, { $contact }

mail-reminder-subject = Påminnelse: får { $controller } behålla dina uppgifter?
mail-reminder-unanswered = Vi har frågat om { $controller } får behålla dina uppgifter, men du har inte svarat än.
mail-reminder-deadline = Svara senast den { $date } ({ $left }). Har vi inget svar då raderar vi dina uppgifter.

mail-confirmation-subject = Ditt samtycke till { $controller }
mail-confirmation-given = Tack! Den { $date } samtyckte du till att { $controller } använder dina uppgifter till det här:
mail-confirmation-item = { $label } (gäller till och med { $until })
mail-confirmation-change = På din egen sida kan du se vad vi har sparat, rätta det, ändra dig eller ta tillbaka samtycket. Det kan du göra när du vill.
mail-confirmation-button = Öppna min sida
mail-confirmation-receipt = Ditt kvitto är bifogat. Det är ditt eget bevis på vad du samtyckte till, så spara det gärna. Den du visar det för kan kontrollera det här: { $verify }
mail-confirmation-not-you = Var det inte du? Öppna sidan och radera uppgifterna där.

mail-farewell-subject = Dina uppgifter hos { $controller } är raderade
mail-farewell-declined = Du svarade nej när vi frågade om vi fick behålla dina uppgifter. Därför har vi raderat allt vi hade om dig.
mail-farewell-withdrawn = Du tog tillbaka ditt samtycke. Därför har vi raderat allt vi hade om dig.
mail-farewell-unanswered = Vi frågade om vi fick behålla dina uppgifter, men fick inget svar inom 30 dagar. Därför har vi raderat allt vi hade om dig.
mail-farewell-requested = Du bad oss radera dina uppgifter. Nu har vi raderat allt vi hade om dig.
mail-farewell-company = { $controller } har bestämt sig för att inte behålla dina uppgifter. Därför har vi raderat allt vi hade om dig.
mail-farewell-certificate = Raderingen gjordes den { $date }. Ett intyg är bifogat. Det visar när och varför det hände och innehåller inget som pekar ut dig.
mail-farewell-last = Det här är det sista mejlet från oss. Även din e-postadress raderas, så snart mejlet är levererat.
mail-farewell-footer = Mejlet kommer från { $controller }. Kontakt: { $contact }

mail-invitation-subject = Ditt konto i Samtycke hos { $tenant }
mail-invitation-text = Du är inbjuden att arbeta i Samtycke hos { $tenant }. Där sköts kandidaternas samtycken.
mail-invitation-factors = Med knappen skapar du ditt konto. Du väljer ett lösenord och hur du styrker att det är du: med en engångskod i mobilen eller en nyckel i datorn.
mail-invitation-button = Skapa mitt konto
mail-invitation-valid = { $days ->
    [one] Länken fungerar en gång, inom { $days } dag.
   *[other] Länken fungerar en gång, inom { $days } dagar.
}
mail-invitation-not-you = Väntar du dig ingen inbjudan? Då behöver du inte göra något.

mail-reset-subject = Nytt lösenord i Samtycke
mail-reset-text = Med knappen väljer du ett nytt lösenord hos { $tenant }. Du behöver också din engångskod, din nyckel eller en reservkod.
mail-reset-button = Välj nytt lösenord
mail-reset-valid = { $minutes ->
    [one] Länken fungerar en gång, inom { $minutes } minut.
   *[other] Länken fungerar en gång, inom { $minutes } minuter.
}
mail-reset-not-you = Har du inte bett om ett nytt lösenord? Då behöver du inte göra något: det gamla gäller.
mail-staff-footer = Mejlet kommer från Samtycke hos { $tenant }.
