//! Swedish.

use super::{ConflictKind, Language, Part};

pub(super) const LANGUAGE: Language = Language {
    signs,
    help,
    conflicts,
    invokes_interests: &[
        "berättigat intresse|berättigade intressen|berättigade intresse|intresseavvägning*",
    ],
    purpose_families: &[
        "dela|delas|delar|koncern*|dotterbolag|lämnas ut|lämna ut|samarbetspartner*",
        "nyhetsbrev|marknadsför*|erbjudande*|reklam",
        "bakgrundskontroll*|referenstagning|personlighetstest*|profiler*",
        "statistik*|undersökning*|forskning*",
    ],
    core_purpose: "spar*|kontakta*|behåll*|lagr*|framtida jobb|rekryter*",
    joins: "och|samt",
};

fn signs(part: Part) -> &'static [&'static str] {
    match part {
        Part::Controller => &[
            "@controller & personuppgiftsansvarig*",
            "@controller & ansvarig*|ansvarar & dina uppgifter|dina personuppgifter|behandlingen av",
            "§@controller & vi är personuppgiftsansvarig*",
        ],
        Part::Contact => &[
            "kontakt*|mejl*|maila|mailar|nå oss|når oss|når du oss|skriv till|skriver till|hör av dig|ring|ringer & #reach|@contact \
             & !klag* & !myndighet* & !dataskyddsombud*",
            "@contact & frågor|fråga|undrar & !dataskyddsombud*",
        ],
        Part::Officer => &[
            "dataskyddsombud* & #reach|@dpo",
            "inget dataskyddsombud|inte utsett något dataskyddsombud|inte något dataskyddsombud|saknar dataskyddsombud",
        ],
        Part::Purpose => &[
            "spar*|behandl*|använd*|lagr*|samla*|behåll* \
             & dina uppgifter|mina uppgifter|dina personuppgifter|mina personuppgifter|personuppgifter|uppgifterna\
             |personuppgifterna|ditt cv|mitt cv|din ansökan|min ansökan|din profil \
             & för att|så att|ändamål*|i syfte|syftet",
            "ändamål* & personuppgift*|uppgifterna|dina uppgifter|behandling*",
        ],
        Part::LegalBasis => &[
            "rättslig grund*|rättsliga grund*|laglig grund*|lagliga grund*|rättsligt stöd|lagligt stöd & samtyck*|avtal*|intresse*|förpliktelse*",
            "artikel 6|art 6 & gdpr|dataskyddsförordning*|samtyck*|avtal*|intresse*",
        ],
        Part::Interest => &[
            "berättigat intresse|berättigade intressen|berättigade intresse|intresset & är att|av att",
        ],
        Part::Objection => &["invända|invändning*|invänder & behandl*|använd*|mot"],
        Part::Recipients => &[
            "@recipients",
            "mottagar*|personuppgiftsbiträde* & personuppgift*|uppgifter|uppgifterna|dem",
            "lämna*|dela|delar|delas|delat|överlämna*|skicka*|tillgång|ta del|får se|ser|nå|når \
             & dina uppgifter|uppgifterna|personuppgift*|dem \
             & leverantör*|koncern*|dotterbolag*|partner|partners|samarbetspartner*|myndighet*|tredje part|tredjepart*|kunder\
             |biträde*|ingen annan|inga andra|utomstående|rekryteringsbyrå*",
        ],
        Part::Transfers => &[
            "utanför eu|utanför ees|utanför europeiska|inom eu|inom ees|inom europeiska|tredjeland|tredje land|tredjeländer \
             & dina uppgifter|uppgifter|uppgifterna|personuppgift*|dem \
             & spar*|lagr*|behandl*|överför*|för över|förs över|föra över|för inte över|förs inte över|skick*|lämna*|stannar|finns|hanter*",
        ],
        Part::Period => &[
            "#period & gäller|giltig*|spar*|lagr*|behåll*|bevara*|rader*|gallr*|tas bort|tar bort|finns kvar \
             & samtyck*|dina uppgifter|uppgifterna|personuppgift*|dem|ditt cv|din ansökan|din profil|allt vi & !svar*",
            "så länge|tills & spar*|lagr*|behåll*|bevara* & dina uppgifter|uppgifterna|personuppgift*|dem \
             & !nödvändig* & !behöv*|behövs",
        ],
        Part::Access => &[
            "få se|ta del av|tillgång till|få veta|en kopia & sparat|personuppgift*|dina uppgifter|uppgifterna|uppgifter vi|om dig",
            "registerutdrag & du|dig|ditt & !polis* & !belastning*",
        ],
        Part::Rectification => &[
            "rättat|rättade|rätta|rättas|rättelse|korrigera|korrigerat|korrigerade \
             & det|dem|personuppgift*|uppgifter|uppgifterna|rätt till|begära & !den rätta",
        ],
        Part::Erasure => &[
            "raderat|raderade|radera|raderas|radering|raderad|borttagna|borttaget|bortglömd|ta bort|tas bort \
             & kan|rätt|rätten|be|begär|begära|få|kräva",
        ],
        Part::Restriction => &[
            "begränsa|begränsas|begränsad|begränsning & använd*|behandl*|hur vi|personuppgift*|uppgifterna|dina uppgifter",
        ],
        Part::Portability => &[
            "dataportabilitet|portabilitet",
            "få ut|få med|flytta|överföra|överföras|överförda|exportera|ladda ner|lämnas ut \
             & fil|format|maskinläsbar*|annan personuppgiftsansvarig|annat företag & !intervju*",
        ],
        Part::Withdrawal => &[
            "ta tillbaka|återkalla|återkallar|återkallas|dra tillbaka|tas tillbaka & samtyck* & när som helst|när du vill|alltid",
        ],
        Part::Lawfulness => &[
            "ta tillbaka|tar tillbaka|tog tillbaka|tagit tillbaka|återkall*|dra tillbaka|drar tillbaka|drog tillbaka \
             & innan|före|fram till|dessförinnan & laglig*|tillåt*|lovlig*",
        ],
        Part::Complaint => &[
            "klaga|klagar|klagomål & @authority|integritetsskyddsmyndighet*|imy|tillsynsmyndighet*|dataskyddsmyndighet*|datatilsynet",
        ],
        Part::Voluntary => &[
            "frivillig|frivilligt & samtyck*|det är frivilligt|lämna uppgifter|lämna dina",
            "måste inte|behöver inte|inte skyldig|inte tvungen|inget krav|bestämmer själv|väljer själv \
             & samtyck*|lämna uppgifter|lämna dina|om vi får",
        ],
        Part::Consequence => &[
            "säger du nej|om du inte|utan samtycke|utan ditt samtycke|om du säger nej|väljer du att inte|låter du bli|avstår du \
             & kontakta*|hör|spar*|sparas|kan vi|kan inte|påverkar|rader*|händer",
        ],
        Part::Automation => &[
            "automatiserade beslut|automatiserat beslut*|automatiskt beslut*|automatiska beslut",
            "beslut & fattas|fattar|tas|tar & automatiskt|automatisk & om dig|inga|inget|inte|aldrig",
            "profilering & inte|ingen|aldrig|använder|sker|förekommer|dig",
        ],
        Part::WayToWithdraw => &[
            "¶ta tillbaka|återkalla|återkallar|dra tillbaka|tas tillbaka & samtyck* \
             & länk*|mejla|maila|kontakta|ring|logga in|knapp*|skriv till|skriva till|lika enkelt|lika lätt & !inte & !vill du klaga",
            "ta tillbaka|återkalla|återkallar|dra tillbaka & länk*|mejla|kontakta|logga in|knapp*|lika enkelt|lika lätt",
        ],
        Part::NoDetriment => &["samtyck*|nej|avstå*|frivillig* \
             & påverkar inte|påverkas inte|inte påverka|ingen påverkan|ingen betydelse|inga nackdelar|inte sämre|ingen nackdel \
             & jobb*|ansök*|chans*|möjlighet*|anställning*|rekrytering*|söker|dig|tjänst*"],
    }
}

fn help(part: Part) -> &'static str {
    match part {
        Part::Controller => "{{controller}} är personuppgiftsansvarig.",
        Part::Contact => "Kontakta oss: {{contact}}.",
        Part::Officer => "Du når vårt dataskyddsombud på {{dpo}}.",
        Part::Purpose => {
            "{{controller}} vill spara dina uppgifter för att kunna höra av oss när vi har ett jobb som kan passa dig."
        }
        Part::LegalBasis => "Den rättsliga grunden är ditt samtycke (artikel 6.1 a i GDPR).",
        Part::Interest => {
            "Vårt berättigade intresse är att kunna visa vem som har samtyckt till vad."
        }
        Part::Objection => "Du kan invända mot att vi använder dina uppgifter så.",
        Part::Recipients => "Utanför {{controller}} får uppgifterna bara nå: {{recipients}}.",
        Part::Transfers => "Vi för inte över dina uppgifter till länder utanför EU och EES.",
        Part::Period => "Ditt samtycke gäller i {{retention}}. Sedan raderar vi dina uppgifter.",
        Part::Access => "Du kan få se vad vi har sparat om dig.",
        Part::Rectification => "Du kan få uppgifterna rättade.",
        Part::Erasure => "Du kan få uppgifterna raderade.",
        Part::Restriction => "Du kan be oss begränsa hur vi använder uppgifterna.",
        Part::Portability => {
            "Du kan få ut uppgifterna i en fil som du kan ta med dig någon annanstans."
        }
        Part::Withdrawal => "Du kan ta tillbaka ditt samtycke när du vill.",
        Part::Lawfulness => {
            "Det vi gjorde innan du tog tillbaka samtycket var fortfarande tillåtet."
        }
        Part::Complaint => "Tycker du att vi gör fel kan du klaga hos {{authority}}.",
        Part::Voluntary => "Det är frivilligt: du måste inte samtycka.",
        Part::Consequence => "Säger du nej hör vi inte av oss om framtida jobb.",
        Part::Automation => "Inga beslut om dig fattas automatiskt.",
        Part::WayToWithdraw => {
            "Det är lika enkelt att ta tillbaka samtycket som att ge det: länken finns i våra mejl till dig."
        }
        Part::NoDetriment => "Ett nej påverkar inte de jobb du söker nu.",
    }
}

fn conflicts(kind: ConflictKind) -> &'static [&'static str] {
    match kind {
        ConflictKind::Implied => &[
            "genom att skicka|genom att ansöka|genom att använda|genom att fortsätta|genom att lämna in|genom att registrera \
             & samtyck*|godkänn*|accepter*",
            "anses|betraktas|räknas|tolkas|tolkar & samtyck*|godkän* & !inte & !aldrig",
        ],
        ConflictKind::PreTicked => &[
            "förkryssad*|förvald|förvalt|förvalda|redan ikryssad*|redan kryssad*|ikryssad* i förväg & !inte & !aldrig & !ingen|inga",
        ],
        ConflictKind::Terms => {
            &["godkänn*|accepter* & villkor*|användarvillkor*|policy|policyn|integritetspolicy*"]
        }
        ConflictKind::Irrevocable => &[
            "oåterkallelig*|kan inte återkallas|inte återkalla|kan inte tas tillbaka|inte ta tillbaka & samtyck* & !om du",
        ],
        ConflictKind::RequiredPurpose | ConflictKind::BundledPurposes => &[],
    }
}
