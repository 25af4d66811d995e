# Länder i texter och inställningar, och vad som skyddar uppgifter utanför EES.
country = { $code ->
    [AT] Österrike
    [BE] Belgien
    [BG] Bulgarien
    [CY] Cypern
    [CZ] Tjeckien
    [DE] Tyskland
    [DK] Danmark
    [EE] Estland
    [ES] Spanien
    [FI] Finland
    [FR] Frankrike
    [GR] Grekland
    [HR] Kroatien
    [HU] Ungern
    [IE] Irland
    [IS] Island
    [IT] Italien
    [LI] Liechtenstein
    [LT] Litauen
    [LU] Luxemburg
    [LV] Lettland
    [MT] Malta
    [NL] Nederländerna
    [NO] Norge
    [PL] Polen
    [PT] Portugal
    [RO] Rumänien
    [SE] Sverige
    [SI] Slovenien
    [SK] Slovakien
    [AU] Australien
    [BR] Brasilien
    [CA] Kanada
    [CH] Schweiz
    [GB] Storbritannien
    [IL] Israel
    [IN] Indien
    [JP] Japan
    [KR] Sydkorea
    [NZ] Nya Zeeland
    [SG] Singapore
    [TR] Turkiet
    [UA] Ukraina
    [US] USA
   *[other] { $code }
}
recipient-safeguard = skydd: { $safeguard }
