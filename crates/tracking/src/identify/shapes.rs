//! Shapes of carriers' numbers.
//!
//! Sources, all seen 2026-11: jkeen/tracking_number_data 1.3.2 (MIT), plhery/universal-parcel-scraper
//! (Apache-2.0), and GS1's general specification for SSCC. In a shape `#` is a digit, `@` a letter, `*`
//! either, anything else itself; a number in braces repeats what stands before it.

use portolan_model::IdentifierScheme;

use super::check::Check;

/// The shape of a number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) carrier: Option<&'static str>,
    pub(crate) format: &'static str,
    pub(crate) pattern: &'static str,
    pub(crate) check: Check,
    /// The first character that the check digit covers.
    pub(crate) from: u8,
    /// How many characters stand behind the check digit.
    pub(crate) behind: u8,
    /// Whether its letters belong to this carrier alone.
    pub(crate) is_certain: bool,
    pub(crate) scheme: IdentifierScheme,
}

impl Shape {
    /// Whether a number in its compared form has this shape.
    pub(crate) fn fits(&self, number: &[u8]) -> bool {
        let mut pattern = self.pattern.bytes().peekable();
        let mut rest = number;
        while let Some(class) = pattern.next() {
            let mut count = 1;
            if pattern.next_if_eq(&b'{').is_some() {
                count = 0;
                while let Some(digit) = pattern.next_if(u8::is_ascii_digit) {
                    count = count * 10 + usize::from(digit - b'0');
                }
                pattern.next();
            }
            let Some((taken, behind)) = rest.split_at_checked(count) else { return false };
            let fits = |byte: &u8| match class {
                b'#' => byte.is_ascii_digit(),
                b'@' => byte.is_ascii_uppercase(),
                b'*' => byte.is_ascii_alphanumeric(),
                own => *byte == own,
            };
            if !taken.iter().all(fits) {
                return false;
            }
            rest = behind;
        }
        rest.is_empty()
    }

    /// Where the check digit of a number of this length stands.
    pub(crate) fn check_at(&self, length: usize) -> usize {
        length - 1 - usize::from(self.behind)
    }

    /// Checked from a character on, up to the check digit at the end.
    const fn checked(self, check: Check, from: u8) -> Self {
        Self { check, from, ..self }
    }

    /// The shape of digits alone, or of letters that others use too.
    const fn unsure(self) -> Self {
        Self { is_certain: false, ..self }
    }

    const fn of(self, scheme: IdentifierScheme) -> Self {
        Self { scheme, ..self }
    }
}

const fn shape(carrier: &'static str, format: &'static str, pattern: &'static str) -> Shape {
    Shape {
        carrier: Some(carrier),
        format,
        pattern,
        check: Check::None,
        from: 0,
        behind: 0,
        is_certain: true,
        scheme: IdentifierScheme::Carrier,
    }
}

/// FedEx Express: 3 1 7 by turns over eleven digits.
const FEDEX: Check = Check::Weighted(&[3, 1, 7]);
/// FedEx Ground's long barcodes: 1 7 3 by turns over thirteen digits.
const FEDEX_LONG: Check = Check::Weighted(&[1, 7, 3]);

/// Posts by the suffix of their S10 numbers, as far as they have an adapter; Yanwen prints `YP`.
pub(crate) const POSTS: [(&str, &str); 7] = [
    ("CN", "china_post"),
    ("ES", "correos"),
    ("FR", "la_poste"),
    ("GB", "royal_mail"),
    ("RU", "russian_post"),
    ("US", "usps"),
    ("YP", "yanwen"),
];

/// Every shape, those of letters first.
pub(crate) const SHAPES: &[Shape] = &[
    shape("ups", "UPS 1Z", "1Z*{15}#").checked(Check::Ups, 2),
    shape("ups", "UPS waybill", "A#{10}").checked(Check::Ups, 1).unsure(),
    shape("ups", "UPS waybill", "H#{10}").checked(Check::Ups, 1).unsure(),
    shape("ups", "UPS waybill", "J#{10}").checked(Check::Ups, 1).unsure(),
    shape("ups", "UPS waybill", "K#{10}").checked(Check::Ups, 1).unsure(),
    shape("ups", "UPS waybill", "T#{10}").checked(Check::Ups, 1).unsure(),
    shape("ups", "UPS waybill", "V#{10}").checked(Check::Ups, 1).unsure(),
    shape("usps", "USPS IMpb", "420#{5}91#{20}").checked(Check::Gs1, 8),
    shape("usps", "USPS IMpb", "420#{5}92#{20}").checked(Check::Gs1, 8),
    shape("usps", "USPS IMpb", "420#{5}93#{20}").checked(Check::Gs1, 8),
    shape("usps", "USPS IMpb", "420#{5}94#{20}").checked(Check::Gs1, 8),
    shape("usps", "USPS IMpb", "420#{5}95#{20}").checked(Check::Gs1, 8),
    shape("usps", "USPS IMpb", "420#{9}92#{20}").checked(Check::Gs1, 12),
    shape("usps", "USPS IMpb", "420#{9}93#{20}").checked(Check::Gs1, 12),
    shape("usps", "USPS IMpb", "420#{9}94#{20}").checked(Check::Gs1, 12),
    shape("usps", "USPS IMpb", "420#{9}95#{20}").checked(Check::Gs1, 12),
    shape("usps", "USPS IMpb", "420#{5}92#{24}").checked(Check::Gs1, 8),
    shape("usps", "USPS IMpb", "420#{5}93#{24}").checked(Check::Gs1, 8),
    shape("usps", "USPS IMpb", "420#{5}94#{24}").checked(Check::Gs1, 8),
    shape("usps", "USPS legacy", "420#{5}#{22}").checked(Check::Gs1, 8).unsure(),
    shape("usps", "USPS IMpb", "91#{20}").checked(Check::Gs1, 0).unsure(),
    shape("usps", "USPS IMpb", "92#{20}").checked(Check::Gs1, 0).unsure(),
    shape("usps", "USPS IMpb", "93#{20}").checked(Check::Gs1, 0).unsure(),
    shape("usps", "USPS IMpb", "94#{20}").checked(Check::Gs1, 0).unsure(),
    shape("usps", "USPS IMpb", "95#{20}").checked(Check::Gs1, 0).unsure(),
    shape("usps", "USPS 20", "#{20}").checked(Check::Gs1, 0).unsure(),
    shape("fedex", "FedEx 96 (22)", "96#{20}").checked(Check::Gs1, 7).unsure(),
    shape("fedex", "FedEx GSN (34)", "96#{32}").checked(FEDEX_LONG, 20),
    shape("fedex", "FedEx (34)", "#{34}").checked(FEDEX_LONG, 20).unsure(),
    Shape { behind: 4, ..shape("fedex", "FedEx ASTRA (32)", "3#{31}").checked(FEDEX, 16).unsure() },
    shape("fedex", "FedEx Ground (15)", "#{15}").checked(Check::Gs1, 0).unsure(),
    shape("fedex", "FedEx Express (12)", "#{12}").checked(FEDEX, 0).unsure(),
    shape("dhl_express", "DHL Express (10)", "#{10}").checked(Check::Mod7, 0).unsure(),
    shape("dhl_express", "DHL Express (11)", "#{11}").checked(Check::Mod7, 0).unsure(),
    shape("dhl_express", "DHL piece", "JD#{18}"),
    shape("dhl_express", "DHL piece", "J@@#{9}").unsure(),
    shape("dhl_express", "DHL piece", "J@@#{10}").unsure(),
    shape("dhl_express", "DHL piece", "J@@@#{9}").unsure(),
    shape("dhl_express", "DHL piece", "J@@@#{10}").unsure(),
    shape("dhl_ecommerce", "DHL eCommerce", "GM#{16}"),
    shape("dhl_ecommerce", "DHL eCommerce", "GM#{17}"),
    shape("dhl_ecommerce", "DHL eCommerce", "GM#{18}"),
    shape("dhl_ecommerce", "DHL eCommerce (14)", "#{14}").unsure(),
    Shape { carrier: None, ..shape("", "SSCC-18", "#{18}") }
        .checked(Check::Gs1, 0)
        .unsure()
        .of(IdentifierScheme::Sscc),
    Shape { carrier: None, ..shape("", "SSCC-18 with its 00", "00#{18}") }
        .checked(Check::Gs1, 2)
        .unsure()
        .of(IdentifierScheme::Sscc),
    shape("dhl_paket", "DHL Paket", "00340434#{12}")
        .checked(Check::Gs1, 2)
        .of(IdentifierScheme::Sscc),
    shape("canada_post", "Canada Post (16)", "#{16}").checked(Check::Gs1, 0).unsure(),
    shape("dpd", "DPD (15)", "#{14}*").checked(Check::Mod37, 0).unsure(),
    shape("dpd", "DPD (28)", "#{27}*").checked(Check::Mod37, 0).unsure(),
    shape("ontrac", "OnTrac", "C#{14}").checked(Check::Ups, 0).unsure(),
    shape("ontrac", "OnTrac", "D#{14}").checked(Check::Ups, 0).unsure(),
    shape("purolator", "Purolator (12)", "#{12}").checked(Check::Luhn, 0).unsure(),
    shape("purolator", "Purolator", "@{3}#{9}").unsure(),
    shape("old_dominion", "Old Dominion", "072#{8}").checked(Check::Luhn, 0).unsure(),
    shape("la_poste", "Colissimo", "#@#{11}").unsure(),
    shape("correos", "Correos parcel", "P*{5}#{16}@").unsure(),
    shape("correos", "Correos parcel", "PR#{15}C"),
    shape("yanwen", "Yanwen", "BYS#{9}"),
    shape("fourpx", "4PX", "4PX#{13}CN"),
    shape("yunexpress", "YunExpress", "YT#{16}"),
    shape("cainiao", "Cainiao", "LP#{14}").unsure().of(IdentifierScheme::Marketplace),
    shape("cainiao", "Cainiao", "CNG#{14}").unsure().of(IdentifierScheme::Marketplace),
    shape("cainiao", "Cainiao", "CNUSUP#{11}").of(IdentifierScheme::Marketplace),
    shape("sunyou", "SunYou", "SYAE#{9}"),
    shape("sunyou", "SunYou", "SY#{11}").unsure(),
    shape("sf_express", "SF Express", "SF#{13}"),
    shape("jd", "JD", "VG#{11}").unsure(),
    shape("amazon", "Amazon Logistics", "TBA#{12}"),
    shape("amazon", "Amazon Logistics", "TBC#{12}"),
    shape("amazon", "Amazon Logistics", "TBM#{12}"),
    shape("gofo", "GOFO Express", "GFUS#{14}"),
    shape("landmark", "Landmark Global", "LTN#{8}N1"),
    shape("packeta", "Packeta", "Z#{10}").unsure(),
    shape("inpost", "InPost", "#{24}").unsure(),
    shape("poczta_polska", "Poczta Polska", "PX#{10}"),
    shape("pos_malaysia", "Pos Malaysia", "MYPM#{11}"),
    shape("yodel", "Yodel", "JJD#{16}").unsure(),
    shape("postnord", "PostNord", "#{11}SE").unsure(),
];
