# Import och export av kandidater.

import-link = Importera en fil
import-title = Importera kandidater
import-lead = Från ett kalkylark eller ett annat system, som CSV-fil. Du ser vad som kommer att hända innan något händer.
import-notice-title = Alla som är nya får ett mejl
import-notice = Det berättar varifrån ni har uppgifterna och frågar om samtycke. Den som inte har svarat 30 dagar efter att mejlet togs emot raderas. Kandidater ni redan har tillfrågas inte igen.
import-file = Fil
import-source = Varifrån uppgifterna kommer
import-source-hint = För rader som inte säger det i en egen kolumn. Kandidaterna får läsa det ordagrant.
import-preview = Se vad som kommer att hända
import-preview-again = Se igen
import-help-title = Så ska filen se ut
import-help-columns = Första raden har rubrikerna: e-post och namn (eller förnamn och efternamn), och om de finns källa, externt id, språk och telefon. I vilken ordning som helst; du kan själv säga vad varje kolumn är.
import-help-formats = Avskilt med komma, semikolon eller tabb, i vilket som helst av Excels CSV- och textformat. Högst { $megabytes } MB.
import-help-again = Importeras samma fil igen ändras inget.
import-too-large = Filen är större än 20 MB. Dela den och importera delarna.
import-unreadable = Det här är ingen CSV-fil. Spara den som CSV i kalkylprogrammet först.
import-preview-title = Vad importen kommer att göra
import-counts = I siffror
import-created = { $count ->
    [one] 1 kandidat läggs till och tillfrågas per mejl.
   *[other] { $number } kandidater läggs till och tillfrågas per mejl.
}
import-updated = { $count ->
    [one] 1 kandidat rättas. Inget mejl.
   *[other] { $number } kandidater rättas. Inget mejl.
}
import-unchanged = { $count ->
    [one] 1 kandidat är redan som i filen.
   *[other] { $number } kandidater är redan som i filen.
}
import-rejected = { $count ->
    [one] 1 rad kan inte användas.
   *[other] { $number } rader kan inte användas.
}
import-line = Rad { $line }
import-faults = Rader som inte kan användas
import-download-rejected = Hämta de här raderna med skälen
import-now = { $count ->
    [one] Importera och skicka 1 mejl
   *[other] Importera och skicka { $number } mejl
}
import-update-now = { $count ->
    [one] Rätta 1 kandidat
   *[other] Rätta { $number } kandidater
}
import-other-file = Välj en annan fil
import-changed = Något har ändrats sedan du tittade. Så här är talen nu.
import-no-text = Publicera en samtyckestext först: det finns inget att fråga om än.
import-columns = Filens kolumner
import-columns-hint = Säg vad varje kolumn är om den inte förstods, och se igen.
import-column-heading = Rubrik
import-column-sample = Första cellerna
import-column-field = Är
import-column-is = Vad ”{ $heading }” är
import-column-line = Rad
import-column-reason = Skäl
import-field-none = används inte
import-field-email = E-post
import-field-name = Namn
import-field-first-name = Förnamn
import-field-last-name = Efternamn
import-field-source-detail = Källa
import-field-external-id = Externt id
import-field-language = Språk
import-field-phone = Telefon
import-field-line = Raden
import-missing-email = Ingen kolumn har e-postadressen. Säg nedan vilken som har den.
import-missing-name = Ingen kolumn har namnet. Säg nedan vilken som har det.
import-missing-source-detail = Säg varifrån uppgifterna kommer, i en kolumn eller en gång för alla.
import-missing-first-name = Två kolumner kan inte båda vara förnamnet.
import-missing-last-name = Två kolumner kan inte båda vara efternamnet.
import-missing-external-id = Två kolumner kan inte båda vara externt id.
import-missing-language = Två kolumner kan inte båda vara språket.
import-missing-phone = Två kolumner kan inte båda vara telefonen.
import-fault-required = saknas
import-fault-email = är ingen e-postadress
import-fault-invalid = kan inte användas
import-fault-too-long = är för lång
import-fault-repeated = samma adress står på en tidigare rad
import-fault-restricted = kandidatens behandling är begränsad, inget ändras
import-fault-too-many-cells = har fler celler än det finns rubriker; ett citattecken kan saknas

## Rubriker i den exporterade filen, som en import förstår igen
export-link = Hämta som CSV
export-id = Id
export-email = E-post
export-name = Namn
export-phone = Telefon
export-external-id = Externt id
export-language = Språk
export-source-kind = Slag av källa
export-source = Källa
export-status = Status
export-consented = Senaste samtycke
export-version = Textversion
export-consent-language = Textens språk
export-renewal = Förnyelse
export-deadline = Sista svarsdag
export-held-until = Spärrad till
export-registered = Registrerad
