# Vad som ska rättas i ett formulär: mistake-{fält}-{kod}, eller mistake-{kod} för alla fält.

mistake-required = Det här behöver fyllas i.
mistake-too_long = Det här är för långt. Korta texten.
mistake-email-required = Skriv en e-postadress.
mistake-email-invalid = Det är ingen e-postadress. Skriv den i sin helhet, till exempel namn@foretag.example.
mistake-email-taken = Det finns redan en kandidat med den e-postadressen. Sök efter den i listan.
mistake-name-required = Skriv kandidatens namn.
mistake-name-invalid = Namnet innehåller tecken som inte syns. Skriv det för hand.
mistake-source_detail-required = Skriv varifrån uppgifterna kommer. Kandidaten får läsa det.
mistake-source_detail-too_long = Skriv högst 300 tecken.
mistake-count = Antalet stämmer inte. Inget är raderat. Skriv { $count } om alla ska raderas.
