# Mails til kandidater og medarbejdere. Emnelinjerne skal være neutrale og korte.

mail-personal-link = Linket er personligt, så send det ikke videre.
mail-footer = Mailen kommer fra { $controller }. Har du spørgsmål? Kontakt os: { $contact }
mail-days-left = { $days ->
    [0] i dag er sidste dag
    [one] { $days } dag tilbage
   *[other] { $days } dage tilbage
}

mail-request-subject = Må { $controller } beholde dine oplysninger?
mail-request-validity = Du har givet samtykke til, at { $controller } gemmer dine oplysninger. Samtykket gælder til og med { $date }, og derfor spørger vi dig igen.
mail-request-validity-first = Du har givet samtykke til, at { $controller } gemmer dine oplysninger. Et af dine samtykker gælder til og med { $date }, og derfor spørger vi dig igen.
mail-request-changed = Du har givet samtykke til, at { $controller } gemmer dine oplysninger. Nu har vi ændret indholdet i den tekst, du sagde ja til, og derfor er vi nødt til at spørge dig igen. Vi viser præcis, hvad der er nyt.
mail-request-again = { $controller } har dine oplysninger gemt. Vi vil gerne vide, om vi må blive ved med at have dem.
mail-request-registered = { $controller } har registreret dig som kandidat. Du har ikke givet samtykke til det endnu. Derfor fortæller vi her, hvad vi har gemt, og spørger, om vi må beholde det.
mail-request-ask = Læs teksten, og svar ja eller nej. Det tager et par minutter, og du behøver ingen konto.
mail-request-deadline = Vi har brug for dit svar inden for 30 dage fra i dag. Siger du nej, eller får vi ikke noget svar, sletter vi dine oplysninger. Du får en sidste mail, når det er gjort.
mail-request-button = Læs og svar

mail-about-data = Det har vi
mail-about-source = Kilde
mail-about-purposes = Det vil vi bruge dem til
mail-about-basis = Retsgrundlag
mail-about-basis-text = Indtil du svarer, har vi kun oplysningerne for at kunne spørge dig. Det gør vi på grundlag af vores legitime interesse i at spørge (artikel 6, stk. 1, litra f, i GDPR). Derefter gemmer vi dem kun, hvis du giver samtykke (artikel 6, stk. 1, litra a).
mail-about-retention = Hvor længe
mail-about-retention-text = Indtil du svarer, højst 30 dage. Siger du ja: { $retention }.
mail-about-recipients = Hvem der modtager dem
mail-about-recipients-text = De, der rekrutterer hos os. Uden for { $controller } kun: { $recipients }.
mail-about-rights = Dine rettigheder
mail-about-rights-text = Du kan se oplysningerne, få dem rettet eller slettet, bede os begrænse, hvordan vi bruger dem, få dem udleveret i en fil og gøre indsigelse mod, at vi har dem. Et samtykke kan du altid trække tilbage. Der træffes ingen automatiske afgørelser om dig. Du kan klage til { $authority }.
mail-about-contact = Dataansvarlig
mail-about-contact-text = { $controller }, { $contact }

mail-reminder-subject = Påmindelse: må { $controller } beholde dine oplysninger?
mail-reminder-unanswered = Vi har spurgt, om { $controller } må beholde dine oplysninger, men du har ikke svaret endnu.
mail-reminder-deadline = Svar senest den { $date } ({ $left }). Har vi ikke fået svar til den tid, sletter vi dine oplysninger.

mail-confirmation-subject = Dit samtykke til { $controller }
mail-confirmation-given = Tak! Den { $date } gav du samtykke til, at { $controller } bruger dine oplysninger til dette:
mail-confirmation-item = { $label } (gælder til og med { $until })
mail-confirmation-change = På din egen side kan du se, hvad vi har gemt, rette det, ombestemme dig eller trække samtykket tilbage. Det kan du gøre, når du vil.
mail-confirmation-button = Åbn min side
mail-confirmation-receipt = Din kvittering er vedhæftet. Den er dit eget bevis på, hvad du gav samtykke til, så gem den gerne. Den, du viser den til, kan kontrollere den her: { $verify }
mail-confirmation-not-you = Var det ikke dig? Åbn siden, og slet oplysningerne der.

mail-farewell-subject = Dine oplysninger hos { $controller } er slettet
mail-farewell-declined = Du svarede nej, da vi spurgte, om vi måtte beholde dine oplysninger. Derfor har vi slettet alt, hvad vi havde om dig.
mail-farewell-withdrawn = Du trak dit samtykke tilbage. Derfor har vi slettet alt, hvad vi havde om dig.
mail-farewell-unanswered = Vi spurgte, om vi måtte beholde dine oplysninger, men fik ikke noget svar inden for 30 dage. Derfor har vi slettet alt, hvad vi havde om dig.
mail-farewell-requested = Du bad os slette dine oplysninger. Nu har vi slettet alt, hvad vi havde om dig.
mail-farewell-company = { $controller } har besluttet ikke at beholde dine oplysninger. Derfor har vi slettet alt, hvad vi havde om dig.
mail-farewell-certificate = Sletningen skete den { $date }. Et bevis er vedhæftet. Det viser, hvornår og hvorfor det skete, og indeholder intet, der peger på dig.
mail-farewell-last = Dette er den sidste mail fra os. Også din e-mailadresse bliver slettet, så snart mailen er leveret.
mail-farewell-footer = Mailen kommer fra { $controller }. Kontakt: { $contact }

mail-invitation-subject = Din konto i Samtycke hos { $tenant }
mail-invitation-text = Du er inviteret til at arbejde i Samtycke hos { $tenant }. Det er her kandidaternes samtykker håndteres.
mail-invitation-factors = Med knappen opretter du din konto. Du vælger en adgangskode, og hvordan du viser, at det er dig: med en engangskode på telefonen eller en nøgle i computeren.
mail-invitation-button = Opret min konto
mail-invitation-valid = { $days ->
    [one] Linket virker én gang, inden for { $days } dag.
   *[other] Linket virker én gang, inden for { $days } dage.
}
mail-invitation-not-you = Venter du ikke en invitation? Så behøver du ikke gøre noget.

mail-reset-subject = Ny adgangskode i Samtycke
mail-reset-text = Med knappen vælger du en ny adgangskode hos { $tenant }. Du skal også bruge din engangskode, din nøgle eller en gendannelseskode.
mail-reset-button = Vælg ny adgangskode
mail-reset-valid = { $minutes ->
    [one] Linket virker én gang, inden for { $minutes } minut.
   *[other] Linket virker én gang, inden for { $minutes } minutter.
}
mail-reset-not-you = Har du ikke bedt om en ny adgangskode? Så behøver du ikke gøre noget: den gamle gælder stadig.
mail-staff-footer = Mailen kommer fra Samtycke hos { $tenant }.
