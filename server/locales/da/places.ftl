# Lande i tekster, og hvad der beskytter oplysninger uden for EØS.
country = { $code ->
    [AT] Østrig
    [BE] Belgien
    [BG] Bulgarien
    [CY] Cypern
    [CZ] Tjekkiet
    [DE] Tyskland
    [DK] Danmark
    [EE] Estland
    [ES] Spanien
    [FI] Finland
    [FR] Frankrig
    [GR] Grækenland
    [HR] Kroatien
    [HU] Ungarn
    [IE] Irland
    [IS] Island
    [IT] Italien
    [LI] Liechtenstein
    [LT] Litauen
    [LU] Luxembourg
    [LV] Letland
    [MT] Malta
    [NL] Nederlandene
    [NO] Norge
    [PL] Polen
    [PT] Portugal
    [RO] Rumænien
    [SE] Sverige
    [SI] Slovenien
    [SK] Slovakiet
    [AU] Australien
    [BR] Brasilien
    [CA] Canada
    [CH] Schweiz
    [GB] Storbritannien
    [IL] Israel
    [IN] Indien
    [JP] Japan
    [KR] Sydkorea
    [NZ] New Zealand
    [SG] Singapore
    [TR] Tyrkiet
    [UA] Ukraine
    [US] USA
   *[other] { $code }
}
recipient-safeguard = garanti: { $safeguard }
