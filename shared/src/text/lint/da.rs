//! Danish.

use super::{ConflictKind, Language, Part};

pub(super) const LANGUAGE: Language = Language {
    signs,
    help,
    conflicts,
    invokes_interests: &[
        "legitim interesse|legitime interesser|legitime interesse|interesseafvejning*",
    ],
    purpose_families: &[
        "dele|deles|del|koncern*|datterselskab*|videregive*|samarbejdspartner*",
        "nyhedsbrev*|markedsføring*|tilbud|reklame*",
        "baggrundstjek|referencer|personlighedstest*|profilering",
        "statistik*|undersøgelse*|forskning*",
    ],
    core_purpose: "gem|gemme|kontakt|kontakte|opbevare|fremtidige job|rekrutter*",
    joins: "og|samt",
};

fn signs(part: Part) -> &'static [&'static str] {
    match part {
        Part::Controller => &[
            "@controller & dataansvarlig*",
            "@controller & ansvarlig & dine oplysninger|dine personoplysninger|behandlingen af",
            "§@controller & vi er dataansvarlig*",
        ],
        Part::Contact => &[
            "kontakt|kontakte|mail|skriv til|skrive til|ring|ringe|fange os|få fat i & #reach|@contact \
             & !klag* & !datatilsyn* & !databeskyttelsesrådgiver* & !dpo",
            "@contact & spørgsmål",
        ],
        Part::Officer => &[
            "databeskyttelsesrådgiver*|dpo & #reach|@dpo",
            "ingen databeskyttelsesrådgiver|ikke en databeskyttelsesrådgiver|ikke udpeget en databeskyttelsesrådgiver",
        ],
        Part::Purpose => &[
            "gem|gemme|gemmer|behandler|behandle|bruge|bruger|opbevare|opbevarer|indsamler \
             & dine oplysninger|mine oplysninger|dine personoplysninger|personoplysninger|oplysningerne|dit cv|din ansøgning|din profil \
             & for at|så vi|med det formål|formål*",
            "formål* & personoplysning*|oplysningerne|dine oplysninger|behandling*",
        ],
        Part::LegalBasis => &[
            "retsgrundlag*|hjemmel|retlige grundlag|lovlige grundlag & samtykke*|kontrakt*|aftale*|interesse*|forpligtelse*",
            "artikel 6|art 6 & gdpr|databeskyttelsesforordning*|samtykke*|interesse*",
        ],
        Part::Interest => {
            &["legitim interesse|legitime interesser|legitime interesse & er at|i at"]
        }
        Part::Objection => &["indsigelse*|gøre indsigelse|protestere & mod|behandl*|bruger"],
        Part::Recipients => &[
            "@recipients",
            "modtager|modtagere|modtagerne|databehandler|databehandlere & oplysning*|personoplysning*|dem",
            "dele|deler|deles|videregive*|videregiver|sende|sender|adgang|ser|se|nå|når \
             & dine oplysninger|oplysningerne|personoplysning*|dem \
             & leverandør*|koncern*|datterselskab*|partner*|samarbejdspartner*|myndighed*|tredjepart*|tredjeparter|kunder|databehandler*\
             |ingen andre|udenforstående",
        ],
        Part::Transfers => &[
            "uden for eu|udenfor eu|uden for eøs|udenfor eøs|inden for eu|indenfor eu|inden for eøs|indenfor eøs|i eu|tredjeland|tredjelande \
             & dine oplysninger|oplysninger|oplysningerne|personoplysning*|dem \
             & gem*|opbevar*|behandl*|overfør*|send*|bliver|ligger",
        ],
        Part::Period => &[
            "#period & gælder|gyldig*|gemmer|gemmes|opbevarer|opbevares|beholder|sletter|slettes \
             & samtykke*|dine oplysninger|oplysningerne|personoplysning*|dem|dit cv|din ansøgning|alt, hvad|alt hvad & !svar*",
            "så længe|indtil & gemmer|gemmes|opbevarer|opbevares|beholder & dine oplysninger|oplysningerne|personoplysning*|dem & !nødvendig* & !behov",
        ],
        Part::Access => &[
            "se|indsigt|adgang til|få at vide|en kopi af & har gemt|oplysninger vi|personoplysning*|dine oplysninger|oplysningerne|om dig \
             & du kan|ret til|ret|bede|anmode & !dele* & !leverandør*",
        ],
        Part::Rectification => &[
            "rettet|rette|rettes|berigtige*|berigtigelse & det|dem|oplysning*|personoplysning*|ret til|forkert*",
        ],
        Part::Erasure => &["slettet|slette|slettes|sletning|glemt & kan|ret|bede|anmode|få|kræve"],
        Part::Restriction => &[
            "begrænse|begrænset|begrænses|begrænsning & bruge*|behandl*|hvordan vi|oplysning*|personoplysning*",
        ],
        Part::Portability => &[
            "dataportabilitet|portabilitet",
            "udleveret|få med|flytte|flyttet|overføre|overført|downloade|eksportere & fil|format|maskinlæsbar*|anden dataansvarlig|anden virksomhed & !samtale*",
        ],
        Part::Withdrawal => &[
            "trække & tilbage & samtykke* & når som helst|når du vill|når du vil|altid|til enhver tid",
            "tilbagekalde|tilbagekaldes & samtykke* & når som helst|når du vil|altid|til enhver tid",
        ],
        Part::Lawfulness => &[
            "trak|trække|trækker|trukket|tilbagekald* & tilbage|samtykke* & før|inden|indtil & lovlig*|tilladt",
        ],
        Part::Complaint => &[
            "klage|klager|klagen & @authority|datatilsyn*|tilsynsmyndighed*|databeskyttelsesmyndighed*|imy|integritetsskyddsmyndigheten",
        ],
        Part::Voluntary => &[
            "frivillig|frivilligt & samtykke*|det er frivilligt|give os|afgive",
            "behøver ikke|skal ikke|ikke forpligtet|ikke tvunget|intet krav|bestemmer selv|vælger selv & samtykke*|give os|afgive|om vi må",
        ],
        Part::Consequence => &[
            "siger du nej|hvis du siger nej|hvis du ikke|uden dit samtykke|uden samtykke|vælger du ikke|undlader du \
             & kontakter|kontakte|hører|gemmer|kan vi|kan ikke|påvirker|sletter|sker",
        ],
        Part::Automation => &[
            "automatiske afgørelser|automatisk afgørelse|automatiserede afgørelser|automatiseret afgørelse|automatiske beslutninger",
            "afgørelser|beslutninger & træffes|træffer & automatisk|automatisk & om dig|ingen|ikke|aldrig",
            "profilering & ikke|ingen|aldrig|bruger|sker|dig",
        ],
        Part::WayToWithdraw => &[
            "¶trække|tilbagekalde & samtykke* & link*|mail til|skriv til|kontakt os|kontakte os|log ind|knap*|lige så let|lige så nemt",
        ],
        Part::NoDetriment => &["samtykke*|nej|undlade*|frivillig* \
             & påvirker ikke|ikke påvirke|påvirkes ikke|ingen betydning|ingen ulemper|ikke nogen betydning|påvirker det ikke \
             & job|jobbet|ansøg*|chance*|mulighed*|ansættelse*|rekruttering*|søger|dig|stilling*"],
    }
}

fn help(part: Part) -> &'static str {
    match part {
        Part::Controller => "{{controller}} er dataansvarlig.",
        Part::Contact => "Kontakt os: {{contact}}.",
        Part::Officer => "Du kan kontakte vores databeskyttelsesrådgiver på {{dpo}}.",
        Part::Purpose => {
            "{{controller}} vil gerne gemme dine oplysninger, så vi kan kontakte dig, når vi har et job, der måske passer til dig."
        }
        Part::LegalBasis => "Retsgrundlaget er dit samtykke (artikel 6, stk. 1, litra a, i GDPR).",
        Part::Interest => {
            "Vores legitime interesse er at kunne vise, hvem der har samtykket til hvad."
        }
        Part::Objection => "Du kan gøre indsigelse mod, at vi bruger dine oplysninger sådan.",
        Part::Recipients => "Uden for {{controller}} må oplysningerne kun nå: {{recipients}}.",
        Part::Transfers => "Vi overfører ikke dine oplysninger til lande uden for EU og EØS.",
        Part::Period => {
            "Dit samtykke gælder i {{retention}}. Derefter sletter vi dine oplysninger."
        }
        Part::Access => "Du kan se, hvad vi har gemt om dig.",
        Part::Rectification => "Du kan få oplysningerne rettet.",
        Part::Erasure => "Du kan få oplysningerne slettet.",
        Part::Restriction => "Du kan bede os begrænse, hvordan vi bruger oplysningerne.",
        Part::Portability => {
            "Du kan få oplysningerne udleveret i en fil, som du kan tage med et andet sted hen."
        }
        Part::Withdrawal => "Du kan trække dit samtykke tilbage, når du vil.",
        Part::Lawfulness => "Det, vi gjorde, før du trak samtykket tilbage, var stadig lovligt.",
        Part::Complaint => "Mener du, at vi gør noget forkert, kan du klage til {{authority}}.",
        Part::Voluntary => "Det er frivilligt: du behøver ikke at give samtykke.",
        Part::Consequence => "Siger du nej, kontakter vi dig ikke om fremtidige job.",
        Part::Automation => "Der træffes ingen automatiske afgørelser om dig.",
        Part::WayToWithdraw => {
            "Det er lige så let at trække samtykket tilbage som at give det: linket står i vores mails til dig."
        }
        Part::NoDetriment => "Et nej påvirker ikke de job, du søger nu.",
    }
}

fn conflicts(kind: ConflictKind) -> &'static [&'static str] {
    match kind {
        ConflictKind::Implied => &[
            "ved at sende|ved at indsende|ved at ansøge|ved at bruge|ved at fortsætte|ved at registrere & samtykke*|accepter*|godkend*",
            "anses|betragtes|tolkes & samtykke*|accept* & !ikke & !aldrig",
        ],
        ConflictKind::PreTicked => {
            &["forhåndsafkryds*|forudfyldt*|forvalgt*|allerede afkryds* & !ikke & !aldrig & !ingen"]
        }
        ConflictKind::Terms => {
            &["accepter*|godkend* & vilkår*|betingelser*|politik*|privatlivspolitik*"]
        }
        ConflictKind::Irrevocable => &[
            "uigenkaldelig*|kan ikke trækkes tilbage|kan ikke tilbagekaldes|ikke trække & samtykke* & !hvis du",
        ],
        ConflictKind::RequiredPurpose | ConflictKind::BundledPurposes => &[],
    }
}
