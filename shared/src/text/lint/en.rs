//! English.

use super::{ConflictKind, Language, Part};

pub(super) const LANGUAGE: Language = Language {
    signs,
    help,
    conflicts,
    invokes_interests: &[
        "legitimate interest|legitimate interests|balance of interests|balancing of interests",
    ],
    purpose_families: &[
        "share|shared|sharing|group companies|subsidiaries|partners|disclose",
        "newsletter*|marketing|offers|advertis*",
        "background check*|reference check*|personality test*|profiling",
        "statistics|survey*|research",
    ],
    core_purpose: "keep|store|save|contact me|future jobs|recruit*",
    joins: "and|as well as",
};

fn signs(part: Part) -> &'static [&'static str] {
    match part {
        Part::Controller => &[
            "@controller & data controller|the controller|controller of|controller for",
            "@controller & responsible for & your data|your details|your personal data|your information|the processing",
            "§@controller & we are the controller|we are the data controller|is the controller|is the data controller",
        ],
        Part::Contact => &[
            "contact|e mail|email|write to|reach us|call|get in touch & #reach|@contact \
             & !complain* & !authority & !data protection officer & !commissioner",
            "@contact & question*",
        ],
        Part::Officer => &[
            "data protection officer|dpo & #reach|@dpo",
            "no data protection officer|not appointed a data protection officer|not have a data protection officer",
        ],
        Part::Purpose => &[
            "keep|store|save|use|process|collect|hold|retain \
             & your details|my details|your data|my data|your personal data|personal data|your information|your cv|my cv\
             |your application|your profile \
             & so that|in order to|to contact|to get in touch|to be able to|purpose*|to find|to consider|to tell|to let",
            "purpose|purposes & personal data|your data|your details|processing",
        ],
        Part::LegalBasis => &[
            "legal basis|lawful basis|legal ground*|legal grounds & consent|contract|interest*|obligation",
            "article 6|art 6 & gdpr|regulation|consent|contract|interest*",
        ],
        Part::Interest => &["legitimate interest|legitimate interests & is to|in|are to"],
        Part::Objection => &["object|objection & use|using|processing|to"],
        Part::Recipients => &[
            "@recipients",
            "recipient|recipients|processor|processors & data|details|information|them",
            "share|shared|pass|passed|disclose|disclosed|send|sent|access|see|reach|reached \
             & your data|your details|the data|details|personal data|your information|them|it \
             & supplier*|group|subsidiar*|partner|partners|authorities|third part*|customers|processor*|nobody else|no one else|provider*|agency|agencies",
        ],
        Part::Transfers => &[
            "outside the eu|outside the eea|outside the european|outside europe|within the eu|within the eea|within the european|inside the eu\
             |inside the eea|third country|third countries \
             & data|details|information|them|it \
             & store|stored|keep|kept|process|processed|transfer|transferred|send|sent|stay|stays|remain|remains|hosted",
        ],
        Part::Period => &[
            "#period & valid|keep|kept|store|stored|retain|retained|hold|held|erase|erased|delete|deleted \
             & consent|your details|your data|personal data|details|data|them|your cv|your application|your profile|everything & !answer*",
            "for as long as|until & keep|kept|store|stored|retain* & your details|your data|personal data|them & !necessary & !need|needed",
        ],
        Part::Access => &[
            "see|access|a copy of|find out|obtain & what we keep|what we hold|what we have|your data|your details|personal data|about you \
             & you can|your right*|right to|right of|you may|ask|request & !who see|people who & !share* & !supplier*",
        ],
        Part::Rectification => &[
            "corrected|correct|rectified|rectify|rectification|correction & it|them|data|details|right to|right of|ask|information",
        ],
        Part::Erasure => &[
            "erased|erase|erasure|deleted|delete|deletion|forgotten|removed & you can|you may|right|rights|ask|request|have it|have them",
        ],
        Part::Restriction => {
            &["restrict|restricted|restriction|limit & use|using|processing|process|data|details"]
        }
        Part::Portability => &[
            "portability",
            "get it|get them|get your|receive|transfer|move|obtain|download|export & file|format|machine readable|another controller|another company & !attach*",
        ],
        Part::Withdrawal => &[
            "withdraw|revoke|take back|withdrawn & consent & at any time|any time|whenever|when you like|always",
        ],
        Part::Lawfulness => &[
            "withdraw*|withdrew|revoke*|took back & before|prior to|until & lawful*|legal|allowed|permitted",
        ],
        Part::Complaint => &["complain|complaint|complaints \
             & @authority|supervisory authority|data protection authority|information commissioner*|data protection commission\
             |imy|datatilsynet|ico"],
        Part::Voluntary => &[
            "voluntary & consent|it is voluntary|give us|giving",
            "do not have to|don t have to|not obliged|not required to|no obligation|your choice|up to you & consent|give us|provide|it is your choice",
        ],
        Part::Consequence => &[
            "if you say no|if you do not|if you don t|without your consent|if you choose not|if you decline|if you refuse \
             & contact|get in touch|keep|affect|cannot|can not|happens|erase|delete|consider",
        ],
        Part::Automation => &[
            "automated decision*|automatic decision*|automated individual decision*",
            "decision|decisions & made & automatically|solely automated|by automated",
            "profiling & no|not|never|use|based",
        ],
        Part::WayToWithdraw => &[
            "¶withdraw|revoke|take back & consent & link|e mail us|email us|contact us|log in|button|write to|as easily|as easy|same page",
        ],
        Part::NoDetriment => &["consent*|no|decline|refuse|voluntary \
             & not affect|no effect|not be affected|no disadvantage*|without disadvantage|no consequences|not affected \
             & job|jobs|application*|chance*|opportunit*|employment|recruitment|applying|you"],
    }
}

fn help(part: Part) -> &'static str {
    match part {
        Part::Controller => "{{controller}} is the data controller.",
        Part::Contact => "Contact us: {{contact}}.",
        Part::Officer => "You can reach our data protection officer at {{dpo}}.",
        Part::Purpose => {
            "{{controller}} would like to keep your details, so that we can get in touch when we have a job that may suit you."
        }
        Part::LegalBasis => "The legal basis is your consent (Article 6(1)(a) of the GDPR).",
        Part::Interest => "Our legitimate interest is to be able to show who consented to what.",
        Part::Objection => "You can object to our using your details that way.",
        Part::Recipients => "Outside {{controller}} your details may only reach: {{recipients}}.",
        Part::Transfers => {
            "We do not transfer your details to countries outside the EU and the EEA."
        }
        Part::Period => {
            "Your consent is valid for {{retention}}. After that we erase your details."
        }
        Part::Access => "You can see what we keep about you.",
        Part::Rectification => "You can have your details corrected.",
        Part::Erasure => "You can have your details erased.",
        Part::Restriction => "You can ask us to restrict how we use your details.",
        Part::Portability => "You can get your details in a file that you can take elsewhere.",
        Part::Withdrawal => "You can withdraw your consent at any time.",
        Part::Lawfulness => "What we did before you withdrew your consent was still lawful.",
        Part::Complaint => {
            "If you think we are doing something wrong, you can complain to {{authority}}."
        }
        Part::Voluntary => "It is voluntary: you do not have to consent.",
        Part::Consequence => "If you say no, we will not contact you about future jobs.",
        Part::Automation => "No decisions about you are made automatically.",
        Part::WayToWithdraw => {
            "It is as easy to withdraw your consent as it was to give it: the link is in our e-mails to you."
        }
        Part::NoDetriment => "A no does not affect any job you are applying for now.",
    }
}

fn conflicts(kind: ConflictKind) -> &'static [&'static str] {
    match kind {
        ConflictKind::Implied => &[
            "by submitting|by sending|by applying|by using|by continuing|by registering & consent|agree|accept",
            "deemed|considered|taken as|treated as|interpreted as & consent|agreement|agreed & !not & !never",
        ],
        ConflictKind::PreTicked => &[
            "pre ticked|preticked|pre checked|prechecked|already ticked|ticked by default|preselected & !not & !no & !never",
        ],
        ConflictKind::Terms => &["accept|agree|accepting|agreeing & terms|conditions|policy"],
        ConflictKind::Irrevocable => &[
            "irrevocabl*|cannot be withdrawn|can not be withdrawn|cannot withdraw|can not withdraw & consent*",
        ],
        ConflictKind::RequiredPurpose | ConflictKind::BundledPurposes => &[],
    }
}
