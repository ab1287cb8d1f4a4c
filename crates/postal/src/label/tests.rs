//! Labels as a printer and a scanner see them: rendered at 203 dpi, read back, and their text kept.

use super::{Customs, EntryKind, LabelAddress, LabelInput, barcode_fit, render_label_pdf};
use crate::cn22::tests::declaration;
use crate::testing::{ALL, LATIN, pages_of, pdf_info, pdf_text, read_barcodes};
use crate::{LabelError, limits};
use portolan_model::{Address, AddressInput, Identifier, IdentifierScheme, Mass, Undeliverable};

fn address(name: &str, lines: &[&str], city: [&str; 4]) -> Address {
    let [postcode, city, region, country] = city.map(str::to_owned);
    let lines = lines.iter().map(|line| (*line).to_owned()).collect();
    let name = name.to_owned();
    let phone = "+33 1 23 45 67 89".to_owned();
    let input = AddressInput {
        name,
        lines,
        city,
        region,
        postcode,
        country,
        phone,
        ..AddressInput::default()
    };
    Address::new(&input).unwrap()
}

/// The pages of a label as marks.
pub(crate) fn pages_of_label(input: &LabelInput) -> Vec<crate::page::Page> {
    super::draw_label(&LATIN, input).unwrap().into_pages()
}

/// A label with a declaration of so many kinds of goods; none for 0.
pub(crate) fn label(tracking: &str, kinds: usize) -> LabelInput {
    let mut sender = address(
        "Lin'an Hickory Nut Co., Ltd.",
        &["No. 88 Qianwang Street, Jinbei"],
        ["311300", "Hangzhou", "Zhejiang", "CN"],
    )
    .to_input();
    sender.phone = "+86 571 6372 0000".to_owned();
    let recipient =
        address("Zoë Lefèvre", &["12 bis, rue de la Roquette"], ["75011", "Paris", "", "FR"]);
    LabelInput {
        tracking: Identifier::parse(tracking).unwrap(),
        service: "Registered small packet".to_owned(),
        line: "Hangzhou–Paris air".to_owned(),
        operator: "China Post".to_owned(),
        sort_code: Some("CDG 11".to_owned()),
        sender: Address::new(&sender).unwrap().into(),
        recipient: recipient.into(),
        charged_mass: Mass::from_grams(2150).unwrap(),
        piece: 1,
        piece_count: 1,
        parcel: "prc_01jz8q5v7m3k9x2c4d6f8g0h1j".to_owned(),
        order_reference: "FR-2026-004711".to_owned(),
        printed_on: jiff::civil::date(2026, 3, 14),
        undeliverable: Undeliverable::Return,
        entry: EntryKind::DropOff("Lin'an counter".to_owned()),
        customs: match kinds {
            0 => Customs::None,
            _ => Customs::Cn22(Box::new(declaration(kinds))),
        },
    }
}

/// The hardest address: long German street, four lines, a firm, letters with marks.
fn crowded() -> LabelInput {
    let mut recipient = address(
        "Dr. Friederike-Wilhelmine Größenwahn-Öztürk",
        &[
            "Rheinländisch-Westfälische-Straße 12",
            "Hinterhaus, 3. Obergeschoss links",
            "c/o Müller & Söhne Feinkostgroßhandel",
            "Klingel „Szczęśniak – Łukasiewicz“",
        ],
        ["06112", "Halle an der Saale-Trotha", "Sachsen-Anhalt", "DE"],
    )
    .to_input();
    recipient.company = "Süddeutsche Gewürz- und Trockenfrüchtehandelsgesellschaft mbH".to_owned();
    let recipient = Address::new(&recipient).unwrap();
    let sender = LabelAddress::from(recipient.clone());
    let service = "Europe dedicated line, tracked, batteries allowed".to_owned();
    LabelInput {
        sender,
        recipient: recipient.into(),
        service,
        piece: 12,
        piece_count: 99,
        order_reference: "A".repeat(100),
        entry: EntryKind::DropOff(
            "Hangzhou Xiaoshan international consolidation centre".to_owned(),
        ),
        undeliverable: Undeliverable::Redirect,
        ..label("LB000000014CN", 8)
    }
}

#[test]
fn a_label_is_one_page_of_100_by_150_mm_and_always_the_same_bytes() {
    let input = label("RB123456785CN", 2);
    let pdf = render_label_pdf(&LATIN, &input).unwrap();
    assert_eq!(pdf, render_label_pdf(&LATIN, &input).unwrap());
    assert!(pdf.len() < 40_000, "{} bytes", pdf.len());
    let info = pdf_info(&pdf);
    assert!(info.contains("Pages:           1\n"), "{info}");
    assert!(info.contains("Page size:       283.465 x 425.197 pts"), "{info}");
    assert!(info.contains("Title:           Label RB123456785CN"), "{info}");
    assert!(!info.contains("CreationDate"), "{info}");
}

#[test]
fn the_barcode_is_read_back_from_a_203_dpi_print() {
    let ascii: String = (' '..='~').collect();
    let mut identifiers: Vec<(IdentifierScheme, String)> = ["RB123456785CN", "LB000000014CN"]
        .map(|text| (IdentifierScheme::S10, text.to_owned()))
        .to_vec();
    for text in ["YT2612345678901234", "420750119205590164917312751089", "a", "JJD0146000123456789"]
    {
        identifiers.push((IdentifierScheme::Carrier, text.to_owned()));
    }
    for part in ascii.as_bytes().chunks(24) {
        // Letters at both ends: readers drop blanks there.
        let text = format!("<{}>", String::from_utf8_lossy(part));
        identifiers.push((IdentifierScheme::Other, text));
    }
    identifiers.push((IdentifierScheme::Other, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghi".to_owned()));
    let pdfs = identifiers.iter().map(|(scheme, text)| {
        let tracking = Identifier::read(*scheme, text).unwrap();
        render_label_pdf(&LATIN, &LabelInput { tracking, ..label("RB123456785CN", 1) }).unwrap()
    });
    let read = read_barcodes(&pdfs.collect::<Vec<_>>());
    let wanted: Vec<String> = identifiers.into_iter().map(|(_, text)| text).collect();
    assert_eq!(read, wanted);
}

#[test]
fn an_sscc_becomes_gs1_128_with_its_application_identifier() {
    let sscc = |text: &str| Identifier::read(IdentifierScheme::Sscc, text).unwrap();
    let input = LabelInput { tracking: sscc("106141412345678908"), ..label("RB123456785CN", 0) };
    let pdf = render_label_pdf(&LATIN, &input).unwrap();
    assert_eq!(read_barcodes(std::slice::from_ref(&pdf)), ["00106141412345678908"]);
    assert!(pdf_text(&pdf).contains("(00) 106141412345678908"));
    for wrong in ["106141412345678907", "1061414123456789", "10614141234567890X"] {
        let error = barcode_fit(&sscc(wrong)).unwrap_err();
        assert_eq!(error, LabelError::Sscc { text: wrong.to_owned() });
    }
}

#[test]
fn bars_are_whole_dots_as_long_as_they_fit() {
    let fit = |text: &str| {
        let other = Identifier::read(IdentifierScheme::Other, text).unwrap();
        barcode_fit(&other).map(|fit| (fit.dots_203, fit.printer_dpi_min))
    };
    assert_eq!(fit("RB123456785CN").unwrap(), (Some(4), 203));
    // At each step the longest text that still fits with both its quiet zones, and one letter more.
    assert_eq!(fit(&"A".repeat(12)).unwrap(), (Some(4), 203));
    assert_eq!(fit(&"A".repeat(13)).unwrap(), (Some(3), 203));
    assert_eq!(fit(&"A".repeat(18)).unwrap(), (Some(3), 203));
    assert_eq!(fit(&"A".repeat(19)).unwrap(), (Some(2), 203));
    assert_eq!(fit(&"A".repeat(30)).unwrap(), (Some(2), 203));
    assert_eq!(fit(&"A".repeat(31)).unwrap(), (None, 300));
    assert_eq!(fit(&"A".repeat(41)).unwrap(), (None, 300));
    assert_eq!(fit(&"7".repeat(58)).unwrap(), (Some(2), 203));
    assert_eq!(fit(&"A".repeat(42)).unwrap_err().code(), "label_barcode_wide");
    assert_eq!(fit("包裹").unwrap_err().code(), "label_barcode");
}

#[test]
fn what_stands_on_a_label_is_kept() {
    let plain = pdf_text(&render_label_pdf(&LATIN, &label("RB123456785CN", 0)).unwrap());
    insta::assert_snapshot!("plain", plain);
    let customs = pdf_text(&render_label_pdf(&LATIN, &label("RB123456785CN", 3)).unwrap());
    insta::assert_snapshot!("customs", customs);
}

#[test]
fn the_hardest_address_is_whole() {
    let pdf = render_label_pdf(&LATIN, &crowded()).unwrap();
    assert_eq!(read_barcodes(std::slice::from_ref(&pdf)), ["LB000000014CN"]);
    let text = pdf_text(&pdf);
    insta::assert_snapshot!("crowded", text);
    let recipient = crowded().recipient.local;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in recipient.lines().iter().map(String::as_str).chain(recipient.company()) {
        // Once as sender and once as recipient; pdftotext may set a broken line's parts apart.
        let last = line.split(' ').next_back().unwrap();
        assert!(words.matches(last).count() >= 2, "{line}\n{text}");
    }
}

#[test]
fn a_longer_declaration_sums_up_its_rest() {
    let pdf = render_label_pdf(&LATIN, &label("RB123456785CN", 20)).unwrap();
    let text = pdf_text(&pdf);
    assert!(text.contains("and 13 more kinds of goods"), "{text}");
    let total = declaration(20).total_value().to_decimal().to_string();
    assert!(text.contains(&total), "{total}\n{text}");
    assert_eq!(pages_of(&pdf), 1);
}

#[test]
fn text_in_another_script_is_an_error_or_its_english_form() {
    let chinese = address("王小明", &["临安区钱王街88号"], ["311300", "杭州", "浙江", "CN"]);
    let mut input = label("RB123456785CN", 0);
    let english = input.sender.local.clone();
    input.sender = chinese.into();
    match render_label_pdf(&LATIN, &input).unwrap_err() {
        LabelError::Script { field, text, .. } => {
            // The line of the city is the first with letters: China writes from large to small.
            assert_eq!((field, text.as_str()), ("sender.city", "浙江杭州"));
        }
        other => panic!("{other}"),
    }
    input.sender.english = Some(english);
    let text = pdf_text(&render_label_pdf(&LATIN, &input).unwrap());
    assert!(text.contains("No. 88 Qianwang Street"), "{text}");
}

/// The texts of the rows of an address.
fn rows(address: &LabelAddress) -> Vec<String> {
    let fonts = crate::shape::Fonts::new(&ALL);
    let rows = super::address::rows_of(&fonts, address, &super::address::RECIPIENT).unwrap();
    rows.into_iter().map(|(_, row)| row).collect()
}

#[test]
fn each_form_of_an_address_has_the_order_of_its_letters() {
    let chinese = address("王小明", &["钱王街88号"], ["311300", "杭州市", "浙江省", "CN"]);
    let english = address("Wang Xiaoming", &["88 Qianwang"], ["311300", "Hangzhou", "", "CN"]);
    let tel = "Tel. +33 1 23 45 67 89";
    let local = ["311300", "浙江省杭州市", "钱王街88号", "王小明", "CHINA", tel];
    assert_eq!(rows(&chinese.clone().into()), local);
    let latin = ["Wang Xiaoming", "88 Qianwang", "Hangzhou", "311300", "CHINA", tel];
    assert_eq!(rows(&english.clone().into()), latin);
    let fonts = crate::shape::Fonts::new(&ALL);
    let shown = local.map(|row| (crate::font::Face::REGULAR, row.to_owned()));
    let both = LabelAddress { local: chinese.clone(), english: Some(english) };
    let told = super::address::latin_row(&fonts, &both, &shown).unwrap();
    assert_eq!(told, latin.join(", "));
    // Without one the local form is written in Latin letters, in their order too.
    let told = super::address::latin_row(&fonts, &chinese.into(), &shown).unwrap();
    assert!(told.starts_with("Transliterated: WangXiaoMing, "), "{told}");
    assert!(told.find("311300") > told.find("QianWang"), "{told}");
}

#[test]
fn the_country_is_named_whole_below_an_address_in_its_order() {
    for (city, expected) in [
        (
            ["98101", "Seattle", "WA", "US"],
            ["1 Way", "Seattle, WA 98101", "UNITED STATES OF AMERICA"].as_slice(),
        ),
        (["LS1 1BA", "Leeds", "", "GB"], &["1 Way", "Leeds", "LS1 1BA", "UNITED KINGDOM"]),
        (["05422-000", "São Paulo", "SP", "BR"], &["1 Way", "São Paulo-SP", "05422-000", "BRAZIL"]),
        (["10115", "Berlin", "", "DE"], &["1 Way", "10115 Berlin", "GERMANY"]),
    ] {
        let rows = rows(&address("Alex Sample", &["1 Way"], city).into());
        assert_eq!(rows[1..rows.len() - 1], *expected);
    }
}

#[test]
fn every_script_is_printed_and_its_text_can_be_copied() {
    let addresses = [
        (["محمد عبد اللطيف", "شارع الملك فهد", "الرياض", "SA"], "عبد"),
        (["יעל בן־דוד", "רחוב הרצל", "תל אביב", "IL"], "הרצל"),
        (["अनुष्का श्रीवास्तव", "महात्मा गांधी मार्ग", "नई दिल्ली", "IN"], "श्रीवास्तव"),
        (["ณัฐพงศ์ ศรีสุวรรณ", "ถนนพระรามที่ 1", "ปทุมวัน", "TH"], "ถนนพระรามที่"),
        (["王小明", "钱王街88号", "杭州市临安区", "CN"], "杭州市临安区"),
        (["김민준", "세종대로 110", "서울특별시", "KR"], "세종대로"),
        (["Ольга Фёдорова", "ул. Большая", "Москва", "RU"], "Фёдорова"),
    ];
    let mut all = crate::LabelsPdf::new(&ALL, "Scripts");
    for ([name, line, city, country], word) in addresses {
        let recipient = address(name, &[line], ["", city, "", country]).into();
        let input = LabelInput { recipient, ..label("RB123456785CN", 0) };
        let pdf = render_label_pdf(&ALL, &input).unwrap();
        assert!(pdf_text(&pdf).contains(word), "{word}\n{}", pdf_text(&pdf));
        assert!(pdf.len() < 60_000, "{} bytes", pdf.len());
        assert_eq!(read_barcodes(std::slice::from_ref(&pdf)), ["RB123456785CN"]);
        all.add(&input).unwrap();
    }
    let all = all.finish().unwrap();
    assert_eq!(pages_of(&all), addresses.len());
    assert!(pdf_text(&all).contains("श्रीवास्तव"));
}

#[test]
fn a_thousand_labels_in_one_file_share_their_fonts() {
    let mut all = crate::LabelsPdf::new(&LATIN, "Many");
    for _ in 0..1_000 {
        all.add(&label("RB123456785CN", 3)).unwrap();
    }
    let mut unprintable = label("RB123456785CN", 3);
    unprintable.service = String::new();
    assert_eq!(all.add(&unprintable).unwrap_err().code(), "label_empty");
    let all = all.finish().unwrap();
    assert_eq!(pages_of(&all), 1_000);
    let one = render_label_pdf(&LATIN, &label("RB123456785CN", 3)).unwrap();
    // Pages are a few kilobytes each; the fonts, most of a single label, come once.
    assert!(all.len() < 1_000 * one.len() / 3, "{} and {}", all.len(), one.len());
}

#[test]
fn an_address_that_cannot_be_whole_is_an_error() {
    let mut input = label("RB123456785CN", 1);
    let long = "Wielkopolska Spółdzielnia ".repeat(5);
    let lines = [long.as_str(); 4];
    let mut recipient = address(&long, &lines, ["60-001", &long, &long, "PL"]).to_input();
    recipient.company = long.clone();
    input.recipient = Address::new(&recipient).unwrap().into();
    match render_label_pdf(&LATIN, &input).unwrap_err() {
        LabelError::TooLong { field, .. } => assert_eq!(field, "recipient"),
        other => panic!("{other}"),
    }
    let word = "ą".repeat(140);
    input.recipient = address(&word, &["1"], ["", "Łódź", "", "PL"]).into();
    assert_eq!(render_label_pdf(&LATIN, &input).unwrap_err().code(), "label_too_long");
}

#[test]
fn pieces_and_services_must_make_sense() {
    for (piece, piece_count) in [(0, 1), (2, 1), (1, limits::PIECES_MAX + 1)] {
        let input = LabelInput { piece, piece_count, ..label("RB123456785CN", 0) };
        assert_eq!(render_label_pdf(&LATIN, &input).unwrap_err().code(), "label_piece");
    }
    let input = LabelInput { service: " ".to_owned(), ..label("RB123456785CN", 0) };
    assert_eq!(render_label_pdf(&LATIN, &input).unwrap_err().code(), "label_empty");
    let sort_code = Some("an endless sort code of many words".to_owned());
    let input = LabelInput { sort_code, ..label("RB123456785CN", 0) };
    assert_eq!(render_label_pdf(&LATIN, &input).unwrap_err().code(), "label_too_long");
}

#[test]
fn a_cn23_elsewhere_is_announced() {
    let input = LabelInput { customs: Customs::Cn23Separately, ..label("RB123456785CN", 0) };
    let text = pdf_text(&render_label_pdf(&LATIN, &input).unwrap());
    assert!(text.contains("CN 23 DECLARATION ATTACHED SEPARATELY"), "{text}");
}
