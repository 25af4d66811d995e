//! Sentences from career pages, as they are and as they should not be understood.

use super::super::{ConflictKind, Item, Part};

pub const NEGATIVE: &[(&str, Part, &str)] = &[
    (
        "sv",
        Part::Controller,
        "Personuppgiftsansvarig ska enligt lagen informera den registrerade.",
    ),
    (
        "sv",
        Part::Controller,
        "På Exempelbolaget AB ansvarar du för kassan och andra uppgifter.",
    ),
    (
        "sv",
        Part::Contact,
        "Du kan klaga hos Integritetsskyddsmyndigheten på imy@imy.example.",
    ),
    (
        "sv",
        Part::Contact,
        "Kontakta vårt dataskyddsombud på dso@exempel.example.",
    ),
    (
        "sv",
        Part::Contact,
        "Kontakta gärna chefen om du har frågor om jobbet.",
    ),
    (
        "sv",
        Part::Officer,
        "Vi söker ett dataskyddsombud till vårt kontor.",
    ),
    (
        "sv",
        Part::Purpose,
        "Vi använder kakor för att sidan ska fungera.",
    ),
    (
        "sv",
        Part::Purpose,
        "Syftet med tjänsten är att leda ett team.",
    ),
    (
        "sv",
        Part::Purpose,
        "Jag godkänner att mina uppgifter sparas.",
    ),
    (
        "sv",
        Part::LegalBasis,
        "Anställningen är på heltid enligt avtal.",
    ),
    ("sv", Part::LegalBasis, "Läs artikel 6 i vår blogg."),
    (
        "sv",
        Part::Recipients,
        "Dela gärna annonsen med dina vänner och kunder.",
    ),
    (
        "sv",
        Part::Recipients,
        "Hos oss får du goda kollegor bland leverantörer och kunder.",
    ),
    (
        "sv",
        Part::Transfers,
        "Du kan resa i tjänsten, även utanför EU.",
    ),
    (
        "sv",
        Part::Transfers,
        "Medborgare i tredjeland behöver arbetstillstånd.",
    ),
    ("sv", Part::Period, "Du ska ha arbetat i minst 3 år."),
    ("sv", Part::Period, "Anställningen gäller i 6 månader."),
    (
        "sv",
        Part::Period,
        "Svarar du inte inom 30 dagar raderar vi dina uppgifter.",
    ),
    (
        "sv",
        Part::Period,
        "Vi sparar dina uppgifter så länge det är nödvändigt.",
    ),
    (
        "sv",
        Part::Access,
        "Du får tillgång till spännande projekt.",
    ),
    ("sv", Part::Access, "Vi begär registerutdrag från Polisen."),
    (
        "sv",
        Part::Access,
        "Du får tillgång till friskvård och nya arbetsuppgifter.",
    ),
    (
        "sv",
        Part::Rectification,
        "Vi vill hitta rätt person till rätt jobb.",
    ),
    (
        "sv",
        Part::Rectification,
        "Är du den rätta för det här jobbet?",
    ),
    (
        "sv",
        Part::Erasure,
        "Vi raderar dina uppgifter när tiden är ute.",
    ),
    ("sv", Part::Restriction, "Antalet platser är begränsat."),
    ("sv", Part::Portability, "Ladda upp ditt cv som en fil."),
    (
        "sv",
        Part::Portability,
        "Ta med ditt cv i valfritt format till intervjun.",
    ),
    (
        "sv",
        Part::Withdrawal,
        "Du kan ta tillbaka din ansökan när du vill.",
    ),
    ("sv", Part::Withdrawal, "Du kan återkalla ditt samtycke."),
    (
        "sv",
        Part::Lawfulness,
        "Du kan ta tillbaka ditt samtycke innan året är slut.",
    ),
    (
        "sv",
        Part::Complaint,
        "Har du klagomål på maten, säg till i receptionen.",
    ),
    ("sv", Part::Complaint, "Du kan klaga hos Datainspektionen."),
    (
        "sv",
        Part::Voluntary,
        "Frivilligt arbete i ideell organisation är meriterande.",
    ),
    ("sv", Part::Voluntary, "Körkort är inget krav."),
    (
        "sv",
        Part::Automation,
        "Du får automatiskt ett mejl när vi har fattat beslut.",
    ),
    (
        "sv",
        Part::Automation,
        "Våra automatiska dörrar har ett beslut bakom sig.",
    ),
    (
        "sv",
        Part::NoDetriment,
        "Din ålder påverkar inte din chans att få jobbet.",
    ),
    (
        "sv",
        Part::WayToWithdraw,
        "Länken till din ansökan finns i mejlet.",
    ),
    (
        "en",
        Part::Controller,
        "You will be a financial controller at Exempelbolaget AB's sister company.",
    ),
    (
        "en",
        Part::Contact,
        "You can contact the supervisory authority at ico@ico.example.",
    ),
    (
        "en",
        Part::Purpose,
        "We use cookies so that the page works.",
    ),
    ("en", Part::Purpose, "I agree that my data is stored."),
    (
        "en",
        Part::LegalBasis,
        "You sign a contract on your first day.",
    ),
    (
        "en",
        Part::Recipients,
        "Share this job with your friends and partners.",
    ),
    (
        "en",
        Part::Transfers,
        "You may travel outside the EU for work.",
    ),
    ("en", Part::Period, "You have worked for at least 3 years."),
    (
        "en",
        Part::Period,
        "We keep your data for as long as necessary.",
    ),
    (
        "en",
        Part::Period,
        "If you do not answer within 30 days we erase your details.",
    ),
    ("en", Part::Access, "You get access to our gym."),
    (
        "en",
        Part::Access,
        "The people who recruit for us see your details.",
    ),
    (
        "en",
        Part::Rectification,
        "Find the right job and the correct entrance.",
    ),
    (
        "en",
        Part::Erasure,
        "We erase your details when the time is up.",
    ),
    ("en", Part::Restriction, "The number of places is limited."),
    ("en", Part::Portability, "Attach your CV as a file."),
    (
        "en",
        Part::Withdrawal,
        "You can withdraw your application at any time.",
    ),
    (
        "en",
        Part::Complaint,
        "We handle complaints from customers.",
    ),
    ("en", Part::Voluntary, "Voluntary work is a merit."),
    (
        "en",
        Part::Automation,
        "You automatically get an e-mail when a decision is ready.",
    ),
    (
        "en",
        Part::NoDetriment,
        "Your age does not affect your chances of getting the job.",
    ),
    (
        "da",
        Part::Controller,
        "Den dataansvarlige skal oplyse den registrerede.",
    ),
    (
        "da",
        Part::Contact,
        "Du kan klage til Datatilsynet på dt@datatilsynet.example.",
    ),
    (
        "da",
        Part::Purpose,
        "Vi bruger cookies, så vi kan vise siden.",
    ),
    (
        "da",
        Part::Recipients,
        "Del gerne opslaget med dine venner og kunder.",
    ),
    ("da", Part::Transfers, "Du kan rejse uden for EU."),
    ("da", Part::Period, "Du har arbejdet i mindst 3 år."),
    (
        "da",
        Part::Period,
        "Hvis du ikke svarer inden for 30 dage, sletter vi dine oplysninger.",
    ),
    ("da", Part::Access, "Du får adgang til motionsrum."),
    (
        "da",
        Part::Rectification,
        "Vi leder efter den rette til jobbet.",
    ),
    (
        "da",
        Part::Erasure,
        "Vi sletter dine oplysninger, når tiden er gået.",
    ),
    ("da", Part::Restriction, "Antallet af pladser er begrænset."),
    ("da", Part::Portability, "Vedhæft dit cv som en fil."),
    (
        "da",
        Part::Withdrawal,
        "Du kan trække din ansøgning tilbage, når du vil.",
    ),
    ("da", Part::Complaint, "Vi svarer på klager fra kunder."),
    ("da", Part::Voluntary, "Frivilligt arbejde er en fordel."),
    (
        "da",
        Part::Automation,
        "Du får automatisk en mail, når beslutningen er klar.",
    ),
    (
        "da",
        Part::NoDetriment,
        "Din alder påvirker ikke din chance for jobbet.",
    ),
];

pub const POSITIVE: &[(&str, Part, &str)] = &[
    (
        "sv",
        Part::Controller,
        "Exempelbolaget AB, Storgatan 1, är ansvarigt för behandlingen av dina personuppgifter.",
    ),
    (
        "sv",
        Part::Contact,
        "Har du frågor, ring oss på 08-123 45 67.",
    ),
    (
        "sv",
        Part::Officer,
        "Vårt dataskyddsombud når du på dso@annat.example.",
    ),
    ("sv", Part::Officer, "Vi har inget dataskyddsombud."),
    (
        "sv",
        Part::Purpose,
        "Ändamålet med behandlingen är rekrytering.",
    ),
    (
        "sv",
        Part::LegalBasis,
        "Behandlingen sker med stöd av artikel 6.1 a i dataskyddsförordningen.",
    ),
    (
        "sv",
        Part::Recipients,
        "Vi lämnar inte ut dina uppgifter till tredje part.",
    ),
    (
        "sv",
        Part::Recipients,
        "Mottagare av dina personuppgifter är vår systemleverantör.",
    ),
    ("sv", Part::Transfers, "Alla uppgifter lagras inom EU/EES."),
    (
        "sv",
        Part::Transfers,
        "Uppgifterna överförs till USA, ett tredjeland.",
    ),
    ("sv", Part::Period, "Vi sparar dina uppgifter i två år."),
    (
        "sv",
        Part::Period,
        "Efter 12 månader gallras personuppgifterna.",
    ),
    (
        "sv",
        Part::Access,
        "Du har rätt att få tillgång till dina personuppgifter.",
    ),
    (
        "sv",
        Part::Rectification,
        "Du har rätt till rättelse av felaktiga uppgifter.",
    ),
    ("sv", Part::Erasure, "Du har rätt att bli bortglömd."),
    (
        "sv",
        Part::Erasure,
        "Du har rätt att:\n\n- få tillgång\n- få dina uppgifter raderade",
    ),
    (
        "sv",
        Part::Restriction,
        "Du har rätt till begränsning av behandlingen.",
    ),
    (
        "sv",
        Part::Portability,
        "Du har också rätt till dataportabilitet.",
    ),
    (
        "sv",
        Part::Withdrawal,
        "Du kan när som helst återkalla ditt samtycke.",
    ),
    (
        "sv",
        Part::Lawfulness,
        "Återkallelsen påverkar inte lagligheten av behandlingen före dess.",
    ),
    (
        "sv",
        Part::Complaint,
        "Du har rätt att lämna klagomål till Integritetsskyddsmyndigheten (IMY).",
    ),
    ("sv", Part::Voluntary, "Ditt samtycke är helt frivilligt."),
    (
        "sv",
        Part::Automation,
        "Vi använder inte automatiserat beslutsfattande.",
    ),
    (
        "sv",
        Part::NoDetriment,
        "Att avstå från samtycke påverkar inte din pågående ansökan.",
    ),
    (
        "en",
        Part::Controller,
        "Exempelbolaget AB is the controller of your personal data.",
    ),
    (
        "en",
        Part::Officer,
        "You can reach our data protection officer at dpo@other.example.",
    ),
    (
        "en",
        Part::Purpose,
        "We process your personal data in order to find a job for you.",
    ),
    (
        "en",
        Part::Recipients,
        "We do not share your data with third parties.",
    ),
    ("en", Part::Transfers, "Your data is stored within the EU."),
    ("en", Part::Period, "We keep your data for two years."),
    (
        "en",
        Part::Access,
        "You have the right to access your personal data.",
    ),
    (
        "en",
        Part::Rectification,
        "You have the right to rectification.",
    ),
    ("en", Part::Erasure, "You have the right to be forgotten."),
    (
        "en",
        Part::Portability,
        "You have the right to data portability.",
    ),
    (
        "en",
        Part::Withdrawal,
        "You may withdraw your consent at any time.",
    ),
    (
        "en",
        Part::Lawfulness,
        "Withdrawal does not affect the lawfulness of processing before it.",
    ),
    (
        "en",
        Part::Complaint,
        "You have the right to lodge a complaint with a supervisory authority.",
    ),
    (
        "en",
        Part::Automation,
        "We do not use automated decision-making.",
    ),
    (
        "da",
        Part::Controller,
        "Exempelbolaget AB er dataansvarlig for dine oplysninger.",
    ),
    (
        "da",
        Part::Recipients,
        "Vi videregiver ikke dine oplysninger til tredjeparter.",
    ),
    (
        "da",
        Part::Transfers,
        "Oplysningerne opbevares inden for EU/EØS.",
    ),
    ("da", Part::Period, "Vi opbevarer dine oplysninger i to år."),
    (
        "da",
        Part::Access,
        "Du har ret til indsigt i dine personoplysninger.",
    ),
    (
        "da",
        Part::Rectification,
        "Du har ret til berigtigelse af forkerte oplysninger.",
    ),
    ("da", Part::Erasure, "Du har ret til sletning."),
    (
        "da",
        Part::Restriction,
        "Du har ret til begrænsning af behandlingen.",
    ),
    ("da", Part::Portability, "Du har ret til dataportabilitet."),
    (
        "da",
        Part::Withdrawal,
        "Du kan til enhver tid trække dit samtykke tilbage.",
    ),
    ("da", Part::Complaint, "Du kan klage til Datatilsynet."),
];

pub const OLD_TEXTS: &[(&str, &str)] = &[
    ("sv", "Jag godkänner att mina uppgifter sparas."),
    (
        "sv",
        "Genom att skicka in din ansökan godkänner du att vi sparar dina uppgifter enligt GDPR.",
    ),
    ("en", "I agree that my data is stored."),
    (
        "en",
        "By submitting this form you accept our privacy policy.",
    ),
    ("da", "Jeg accepterer, at mine oplysninger gemmes."),
];

pub const CONFLICTS: &[(&str, ConflictKind, Item, &str)] = &[
    (
        "sv",
        ConflictKind::Implied,
        Item::Unticked,
        "Genom att skicka in din ansökan samtycker du.",
    ),
    (
        "sv",
        ConflictKind::PreTicked,
        Item::Unticked,
        "Rutan är förkryssad för din bekvämlighet.",
    ),
    (
        "sv",
        ConflictKind::Terms,
        Item::Distinguishable,
        "Jag godkänner användarvillkoren.",
    ),
    (
        "sv",
        ConflictKind::Irrevocable,
        Item::EasyWithdrawal,
        "Ditt samtycke är oåterkalleligt.",
    ),
    (
        "en",
        ConflictKind::Implied,
        Item::Unticked,
        "By submitting your application you consent.",
    ),
    (
        "en",
        ConflictKind::PreTicked,
        Item::Unticked,
        "The box is pre-ticked.",
    ),
    (
        "en",
        ConflictKind::Terms,
        Item::Distinguishable,
        "I accept the terms and conditions.",
    ),
    (
        "en",
        ConflictKind::Irrevocable,
        Item::EasyWithdrawal,
        "The consent is irrevocable.",
    ),
    (
        "da",
        ConflictKind::Implied,
        Item::Unticked,
        "Ved at sende din ansøgning giver du samtykke.",
    ),
    (
        "da",
        ConflictKind::PreTicked,
        Item::Unticked,
        "Feltet er forhåndsafkrydset.",
    ),
    (
        "da",
        ConflictKind::Terms,
        Item::Distinguishable,
        "Jeg accepterer vilkårene.",
    ),
    (
        "da",
        ConflictKind::Irrevocable,
        Item::EasyWithdrawal,
        "Dit samtykke er uigenkaldeligt.",
    ),
];

pub const NO_CONFLICTS: &[(&str, Item, &str)] = &[
    (
        "sv",
        Item::Unticked,
        "Genom att kryssa i rutan samtycker du.",
    ),
    ("sv", Item::Unticked, "Ingen ruta är förkryssad."),
    (
        "sv",
        Item::Unticked,
        "Att du inte svarar räknas aldrig som samtycke.",
    ),
    (
        "sv",
        Item::Distinguishable,
        "Läs mer i vår integritetspolicy.",
    ),
    ("en", Item::Unticked, "By ticking the box you consent."),
    ("en", Item::Unticked, "No box is pre-ticked."),
    (
        "da",
        Item::Unticked,
        "Ved at sætte kryds giver du samtykke.",
    ),
];
