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
mistake-issuer-invalid = Skriv identitetstjänstens hela adress, med https:// och utan ? eller #.
mistake-issuer-unreached = Ingen svarar på den adressen. Kontrollera den, och att den här servern får nå den.
mistake-issuer-not_a_provider = Något svarar på den adressen, men inte som en OpenID Connect-tjänst med det namnet. Kopiera issuer precis som identitetstjänsten skriver den.
mistake-client_id-required = Skriv vad identitetstjänsten kallar den här applikationen.
mistake-client_secret-required = Klistra in hemligheten som identitetstjänsten gav er.
mistake-domains-domain = Varje rad ska vara en domän, till exempel foretaget.example.
mistake-domains-required = Skriv minst en domän, högst tjugo.
mistake-provider-last_admin = Ingen administratör skulle kunna logga in längre. Skaffa först ett eget lösenord och ett andra steg, under Mitt konto.
