# Textredigeraren, granskningen av upplysningar och versioner.

console-lint-title = Det lagen vill ha sagt
console-lint-missing = { $count ->
    [0] Inget saknas
    [one] 1 saknas
   *[other] { $number } saknas
}
console-lint-found = { $count ->
    [one] 1 finns
   *[other] { $number } finns
}
console-lint-not-applicable = { $count ->
    [one] 1 gäller inte
   *[other] { $number } gäller inte
}
console-lint-cannot-judge = { $count ->
    [one] 1 måste en människa bedöma
   *[other] { $number } måste en människa bedöma
}
console-lint-insert = Infoga
console-lint-insert-label = Infoga: { $sentence }
console-lint-state-reason = Varför gäller det inte?
console-lint-state-reason-hint = Sparas med versionen och läses av granskare.
console-lint-state-quote = Säger texten det med andra ord? Citera dem
console-lint-state-quote-hint = Minst fyra ord, precis som de står i texten.
console-lint-quote-not-found = De orden står inte i texten.
console-lint-under = under ”{ $heading }”
console-lint-stated = Ni uppger: { $reason }
console-lint-reason-consent = Det som efterfrågas vilar på samtycke; texten åberopar inget berättigat intresse.
console-lint-reason-form = Formuläret garanterar det: ingen ruta är någonsin ikryssad i förväg, och tystnad räknas aldrig som ja.
console-lint-reason-clearness = Formuläret skiljer texten från annat. Om den är klar och lätt att läsa måste en människa bedöma.
console-lint-reason-language = Granskningen läser bara svenska, danska och engelska.
console-lint-eyes = Hittat med ordlistor. Om det är fullständigt och sant måste den som vet bedöma.
console-lint-limits-title = Det granskningen inte kan bedöma
console-lint-limits = Den letar efter ord, mening för mening. Den kan inte avgöra om det en mening säger är sant, om alla mottagare och ändamål är nämnda, om orden är lätta att förstå eller om kandidaterna verkligen kan välja fritt.

console-lint-recital = Skäl { $number }

console-lint-item-13-1-a = Vem som ansvarar, och hur de nås
console-lint-item-13-1-b = Hur dataskyddsombudet nås
console-lint-item-13-1-c = Ändamål och rättslig grund
console-lint-item-13-1-d = Berättigade intressen
console-lint-item-13-1-e = Vem som får uppgifterna
console-lint-item-13-1-f = Överföring utanför EU och EES
console-lint-item-13-2-a = Hur länge
console-lint-item-13-2-b = Kandidatens rättigheter
console-lint-item-13-2-c = Samtycket kan tas tillbaka när som helst
console-lint-item-13-2-d = Var man klagar
console-lint-item-13-2-e = Om det är frivilligt, och vad ett nej leder till
console-lint-item-13-2-f = Automatiska beslut
console-lint-item-7-2 = Skilt från annat och på klart språk
console-lint-item-7-3 = Lika enkelt att ta tillbaka som att ge
console-lint-item-7-4 = Frivilligt
console-lint-item-r32 = Ett aktivt ja
console-lint-item-r42 = Vem som frågar, och varför
console-lint-item-r43 = En ruta för varje ändamål

console-lint-part-controller = att det här företaget är personuppgiftsansvarigt
console-lint-part-contact = hur den ansvariga nås
console-lint-part-officer = hur dataskyddsombudet nås
console-lint-part-purpose = vad uppgifterna används till
console-lint-part-legal-basis = den rättsliga grunden
console-lint-part-interest = vilket intresse det är
console-lint-part-objection = rätten att invända
console-lint-part-recipients = vem som får uppgifterna
console-lint-part-transfers = om uppgifter lämnar EU och EES
console-lint-part-period = hur länge
console-lint-part-access = rätten att få se uppgifterna
console-lint-part-rectification = rätten att få dem rättade
console-lint-part-erasure = rätten att få dem raderade
console-lint-part-restriction = rätten att få användningen begränsad
console-lint-part-portability = rätten att ta med dem någon annanstans
console-lint-part-withdrawal = att samtycket kan tas tillbaka när som helst
console-lint-part-lawfulness = att det som gjordes innan är tillåtet
console-lint-part-complaint = rätten att klaga hos myndigheten
console-lint-part-voluntary = att det är frivilligt
console-lint-part-consequence = vad ett nej leder till
console-lint-part-automation = om beslut fattas automatiskt
console-lint-part-way-to-withdraw = hur man tar tillbaka
console-lint-part-no-detriment = att ett nej inte har nackdelar

console-lint-conflict-implied = tar något annat än ett ja för samtycke
console-lint-conflict-pre-ticked = talar om ikryssade rutor
console-lint-conflict-terms = blandar samtycke med att godkänna villkor
console-lint-conflict-irrevocable = säger att samtycket inte kan tas tillbaka
console-lint-conflict-required-purpose = måste besvaras med ja, och är därför inte frivilligt
console-lint-conflict-bundled-purposes = ber om flera ändamål i en ruta

console-drift-title = Säger språken samma sak?
console-drift-none = Inget tecken på att språken säger olika saker.
console-drift-dropped = Texten på { $language } fanns i förra versionen och saknas nu.
console-drift-behind = Texten på { $language } är oförändrad, medan den på { $changed } ändrades.
console-drift-box-behind = Rutan { $key } är oförändrad på { $language }, medan den ändrades på { $changed }.
console-drift-box-unexplained = Rutan { $key } saknar förklaring på { $language }, men har en på andra språk.
console-drift-rule-changed = Rutan { $key } har en annan giltighet, eller krävs nu, och orden är de gamla.
console-drift-shape = Texten på { $language } har ett annat antal rubriker eller stycken än den på { $first }.
console-drift-figures = Texten på { $language } har andra siffror än den på { $first }: { $here } mot { $there }.
console-drift-no-figures = inga

console-draft-live = Förhandsvisningen och granskningen följer det du skriver. Inget sparas förrän du sparar.
console-draft-preview-submit = Visa i förhandsvisningen
console-draft-placeholder-unknown = Okänd platshållare: { $names }. De som finns: { $known }.
console-draft-placeholder-hole = { $names } är tom: fyll i den under Inställningar, eller ta bort den ur texten.
console-draft-placeholder-empty = tom: fyll i den under Inställningar
console-draft-remove-language = Töm rubriken och texten för att ta bort det här språket.
console-draft-statements = Det ni uppger
console-preview-title = Förhandsvisning: { $title }
console-preview-widths = Förhandsvisningens bredd
console-preview-phone = Mobil
console-preview-desktop = Dator
console-preview-frame = Samtyckesformuläret så som kandidaterna möter det
console-preview-nothing-sent = Det här är en förhandsvisning: inget skickas och inget sparas.
console-preview-nothing = Det här språket har ingen text ännu.
console-preview-broken = Texten kan inte visas förrän det här är rättat: { $problem }

console-publish-lint-blocked = Något saknas som kandidaterna måste få veta
console-publish-lint-language = På { $language }
console-publish-lint-mend = Rätta det i redigeraren
console-publish-statements = Genom att publicera uppger ni
console-publish-now = Det här händer nu
console-publish-asked = { $count ->
    [0] Ingens samtycke upphör, så ingen tillfrågas.
    [one] 1 kandidats samtycke upphör genast, och kandidaten tillfrågas.
   *[other] { $number } kandidaters samtycken upphör genast, och var och en tillfrågas.
}
console-publish-kept = { $count ->
    [one] 1 av dem är spärrad eller begränsad och tillfrågas först när det är över.
   *[other] { $number } av dem är spärrade eller begränsade och tillfrågas först när det är över.
}
console-publish-open = { $count ->
    [one] 1 av dem är redan tillfrågad och får inget nytt mejl; sidan visar den nya texten.
   *[other] { $number } av dem är redan tillfrågade och får inget nytt mejl; sidan visar den nya texten.
}
console-publish-pace = Mejlen börjar gå inom några sekunder, { $batch } åt gången, så fort er e-postserver tar emot dem.
console-publish-reminders = De som inte svarar påminns efter { $days } dagar.
console-publish-no-reminders = Ingen påminns: inställningarna anger inga dagar för det.
console-publish-deadline = Den vars mejl tas emot i dag har till och med { $deadline } på sig att svara. De som inte har svarat raderas dagen efter.
console-publish-limit = Högst { $limit } raderas på en dag utan att två administratörer godkänner det.
console-publish-drift = Se över språken en gång till

console-compare-title = Jämför två versioner
console-compare-from = Tidigare
console-compare-to = Senare
console-compare-show = Jämför
console-compare-state = { $version } ({ $state })
console-diff-rules-title = Rutor
console-diff-rule-added = Rutan { $key } är ny.
console-diff-rule-removed = Rutan { $key } är borta.
console-diff-rule-validity = Rutan { $key }: gällde { $from } månader förut, { $to } nu.
console-diff-rule-required = Rutan { $key } måste nu besvaras med ja.
console-diff-rule-optional = Rutan { $key } är nu frivillig.
console-diff-summary = { $inserted } ord tillagda, { $deleted } borttagna
console-diff-lacks = Version { $version } har ingen text på det här språket.
console-versions-holders-link = { $count ->
    [one] 1 kandidat
   *[other] { $number } kandidater
}
