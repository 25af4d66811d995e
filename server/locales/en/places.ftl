# Countries in texts and settings, and what protects data in those outside the EEA.
country = { $code ->
    [AT] Austria
    [BE] Belgium
    [BG] Bulgaria
    [CY] Cyprus
    [CZ] Czechia
    [DE] Germany
    [DK] Denmark
    [EE] Estonia
    [ES] Spain
    [FI] Finland
    [FR] France
    [GR] Greece
    [HR] Croatia
    [HU] Hungary
    [IE] Ireland
    [IS] Iceland
    [IT] Italy
    [LI] Liechtenstein
    [LT] Lithuania
    [LU] Luxembourg
    [LV] Latvia
    [MT] Malta
    [NL] the Netherlands
    [NO] Norway
    [PL] Poland
    [PT] Portugal
    [RO] Romania
    [SE] Sweden
    [SI] Slovenia
    [SK] Slovakia
    [AU] Australia
    [BR] Brazil
    [CA] Canada
    [CH] Switzerland
    [GB] United Kingdom
    [IL] Israel
    [IN] India
    [JP] Japan
    [KR] South Korea
    [NZ] New Zealand
    [SG] Singapore
    [TR] Türkiye
    [UA] Ukraine
    [US] United States
   *[other] { $code }
}
recipient-safeguard = safeguard: { $safeguard }
