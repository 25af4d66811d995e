# Demon: ett påhittat företags karriärsida, de skickade mejlen och berättelsen runt omkring.

demo-skip = Hoppa till innehållet
demo-nav-label = Huvudmeny
demo-nav-story = Berättelsen
demo-nav-mail = Skickade mejl
demo-nav-jobs = Lediga jobb
demo-nav-pool = Talangpool
demo-ribbon-label = Om demon
demo-ribbon = Påhittat företag, riktigt samtycke
demo-needs-script = Här visas samtyckesrutan. Den behöver JavaScript.

## Berättelsen
demo-story-title = Från ett ja till en radering på fem minuter
demo-story-text = Följ en kandidat genom hela systemet. Allt du ser är det riktiga systemet. Bara företaget, tiden och e-postservern hör till demon.
demo-step-done = Klart:
demo-step-1 = Besök karriärsidan
demo-step-1-text = Fjällbäck Energi söker folk. Läs en annons och fyll i ansökan med ett påhittat namn. Samtyckesrutan ligger i företagets eget formulär.
demo-step-1-link = Öppna karriärsidan
demo-step-2 = Ge ditt samtycke
demo-step-2-text = Skicka ansökan, eller gå med i talangpoolen där rutan står för sig själv. Du får ett signerat kvitto på exakt vad du svarade.
demo-step-2-link = Öppna talangpoolen
demo-step-3 = Se det rekryteraren ser
demo-step-3-text = Logga in på arbetsytan. Där finns kandidaten med status, historik och ordagrann text. Be om förnyelse, eller registrera någon som inte har samtyckt än.
demo-step-3-link = Logga in på arbetsytan
demo-step-4 = Läs mejlet
demo-step-4-text = Mejlet som ber om ett svar hamnar här. När e-postservern tagit emot det börjar de 30 dagarna. Flytta klockan 14 dagar och en påminnelse kommer.
demo-step-4-link = Visa skickade mejl
demo-step-5 = Svara, eller låt bli
demo-step-5-text = Följ länken i mejlet och svara ja eller nej. Eller låt bli, och flytta klockan 31 dagar.
demo-step-5-link = Till mejlet med länken
demo-step-6 = Se uppgifterna försvinna
demo-step-6-text = Den som tackar nej eller inte svarar raderas överallt. Kvar blir ett intyg utan personuppgifter.
demo-step-6-link = Visa raderingar

## Klockan
demo-clock-label = Demons klocka
demo-clock-group = Flytta klockan framåt
demo-clock-real = Klockan går som vanligt.
demo-clock-moved = { $count ->
    [one] Flyttad 1 dag framåt.
   *[other] Flyttad { $number } dagar framåt.
}
demo-clock-add = { $count ->
    [one] +1 dag
   *[other] +{ $number } dagar
}

## Mejl
demo-mail-text = Allt som e-postservern har tagit emot, det senaste först.
demo-mail-none = Inga mejl än
demo-mail-none-text = Lämna ett samtycke, så kommer det första.
demo-mail-back = Alla mejl
demo-mail-links = Länkar i mejlet
demo-mail-html = Som det ser ut i ett e-postprogram
demo-mail-plain = Som ren text
demo-mail-headers = Alla rubrikfält

## Företaget
demo-career-title = Jobba hos oss
demo-hero-title = Håll ljuset tänt i fjällen
demo-hero-text = Vi är 420 personer som ger inlandet el från vind, vatten och sol. Nu blir vi fler.
demo-hero-jobs = Se { $number } lediga jobb
demo-hero-pool = Gå med i talangpoolen
demo-jobs-title = Lediga jobb
demo-values-title = Så är det att jobba här
demo-value-near = Nära
demo-value-near-text = Besluten fattas där jobbet görs. Från idé till ställverk är det sällan mer än ett samtal.
demo-value-curious = Nyfikna
demo-value-curious-text = En dag i månaden är din, för att lära dig något du inte kunde i går.
demo-value-careful = Noggranna
demo-value-careful-text = El är farligt och uppgifter om människor är känsliga. Vi tar hand om båda.
demo-pool-teaser-title = Hittar du inget som passar?
demo-pool-teaser-text = Lämna namn och e-post, så hör vi av oss när rätt jobb dyker upp.
demo-foot-address = Turbingatan 1, Fjällbäck
demo-foot-fictional = Företaget, orten och jobben finns inte på riktigt.

## Talangpool
demo-pool-title = Gå med i talangpoolen
demo-pool-text = Berätta vem du är, så hör vi av oss när det finns ett jobb som passar dig. Du bestämmer själv vad vi får göra med dina uppgifter, och kan ändra dig när du vill.

## Annons och ansökan
demo-all-jobs = Alla lediga jobb
demo-apply = Sök jobbet
demo-job-duties = Det här gör du
demo-job-wishes = Det här tar du med dig
demo-job-offer = Det här får du
demo-job-offer-text = Kollektivavtal, sex veckors semester, friskvård och en elbil att låna när sambandet med bussen inte räcker till.
demo-job-place = Ort
demo-job-team = Avdelning
demo-job-form = Anställning
demo-job-form-text = Tillsvidare, heltid
demo-job-closes = Ansökan
demo-job-closes-in = { $count ->
    [one] 1 dag kvar att söka
   *[other] { $number } dagar kvar att söka
}
demo-apply-title = Din ansökan
demo-apply-name = För- och efternamn
demo-apply-email = E-postadress
demo-apply-phone = Telefon (valfritt)
demo-apply-letter = Berätta kort varför du söker (valfritt)
demo-apply-cv = Ditt cv (valfritt)
demo-apply-send = Skicka ansökan
demo-thanks-title = Tack, { $name }!
demo-thanks-text = Vi har tagit emot din ansökan till { $job } och hör av oss inom två veckor.
demo-received-title = Bakom kulisserna: det här fick företagets server
demo-received-text = Kvittot kom med i formuläret som vilket fält som helst. Företaget kan när som helst kontrollera det, utan att fråga någon.
demo-received-none = ingen fil
demo-received-no-receipt = inget: samtycke lämnades inte
demo-received-payload = Vad kvittot säger

## Jobben
demo-job-grid-engineer-title = Elkraftsingenjör
demo-job-grid-engineer-place = Fjällbäck
demo-job-grid-engineer-team = Elnät
demo-job-grid-engineer-intro = Du ser till att strömmen hittar fram, även när snön ligger metertjock på ledningarna.
demo-job-grid-engineer-duties =
    Beräknar och planerar regionnätet fem år framåt
    Leder ombyggnaden av två ställverk
    Är den driften ringer när något inte stämmer
demo-job-grid-engineer-wishes =
    Examen i elkraft eller motsvarande
    Vana vid nätberäkningar
    Körkort och varma kläder
demo-job-wind-technician-title = Vindkrafttekniker
demo-job-wind-technician-place = Stormliden
demo-job-wind-technician-team = Produktion
demo-job-wind-technician-intro = Arton verk, hundra meter upp och en utsikt som ingår.
demo-job-wind-technician-duties =
    Sköter service och felsökning i torn och nacell
    Byter växellådor med kranlaget
    Lär upp sommarens nya tekniker
demo-job-wind-technician-wishes =
    Utbildning inom el, mekanik eller hydraulik
    Inga problem med höga höjder
    Lugn när vinden tar i
demo-job-data-analyst-title = Dataanalytiker
demo-job-data-analyst-place = Fjällbäck eller hemifrån
demo-job-data-analyst-team = Marknad och prognos
demo-job-data-analyst-intro = I morgon blåser det. Hur mycket? Det är din fråga.
demo-job-data-analyst-duties =
    Bygger prognoser för vind, vatten och förbrukning
    Gör siffrorna begripliga för dem som handlar el
    Vårdar våra datakällor
demo-job-data-analyst-wishes =
    Stadig grund i statistik
    Van vid Python och SQL
    Du skriver så att andra förstår
demo-job-customer-adviser-title = Kundrådgivare
demo-job-customer-adviser-place = Fjällbäck
demo-job-customer-adviser-team = Kundservice
demo-job-customer-adviser-intro = Du är rösten våra kunder känner igen.
demo-job-customer-adviser-duties =
    Hjälper kunder på telefon, mejl och över disk
    Reder ut fakturor och flyttar
    Berättar för oss andra vad kunderna undrar över
demo-job-customer-adviser-wishes =
    Tålamod och glatt humör
    God svenska; samiska eller finska är en fördel
    Vana vid service
demo-job-apprentice-title = Lärling, distributionselektriker
demo-job-apprentice-place = Fjällbäck och Norrsele
demo-job-apprentice-team = Elnät
demo-job-apprentice-intro = Två år hos oss, ett yrke för livet.
demo-job-apprentice-duties =
    Följer ett erfaret lag på fältet
    Lär dig bygga, underhålla och laga nätet
    Läser teori fyra veckor om året, på vår bekostnad
demo-job-apprentice-wishes =
    Gymnasieexamen, gärna el och energi
    B-körkort
    Gillar att vara ute i alla väder
