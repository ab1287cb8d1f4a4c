//! Signs that people write for currencies, and the currencies each can mean.

/// A sign as written, without blanks, and the codes of its currencies. One code alone tells the currency;
/// several need a word beside them.
const SIGNS: [(&str, &[&str]); 33] = [
    ("€", &["EUR"]),
    ("₽", &["RUB"]),
    ("₴", &["UAH"]),
    ("₩", &["KRW"]),
    ("₹", &["INR"]),
    ("₺", &["TRY"]),
    ("₸", &["KZT"]),
    ("฿", &["THB"]),
    ("₫", &["VND"]),
    ("₪", &["ILS"]),
    ("₱", &["PHP"]),
    ("₦", &["NGN"]),
    ("zł", &["PLN"]),
    ("Kč", &["CZK"]),
    ("Ft", &["HUF"]),
    ("R$", &["BRL"]),
    ("US$", &["USD"]),
    ("C$", &["CAD"]),
    ("CA$", &["CAD"]),
    ("A$", &["AUD"]),
    ("AU$", &["AUD"]),
    ("NZ$", &["NZD"]),
    ("HK$", &["HKD"]),
    ("NT$", &["TWD"]),
    ("S$", &["SGD"]),
    ("MX$", &["MXN"]),
    ("CN¥", &["CNY"]),
    ("JP¥", &["JPY"]),
    ("£", &["GBP", "EGP", "GIP", "FKP", "SHP"]),
    ("¥", &["CNY", "JPY"]),
    ("￥", &["CNY", "JPY"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
    (
        "$",
        &[
            "USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "TWD", "CLP", "COP", "ARS", "UYU",
            "BBD", "BMD", "BSD", "BZD", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD",
            "TTD", "XCD",
        ],
    ),
];

/// The currencies a sign can mean; none where it is no sign but perhaps a code.
pub(super) fn find(text: &str) -> Option<&'static [&'static str]> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    SIGNS.iter().find(|(sign, _)| *sign == compact).map(|(_, codes)| *codes)
}
