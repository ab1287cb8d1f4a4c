//! Files whose addresses stand in one cell.

use crate::orders::{OrderFile, read};
use crate::{Fate, FileKind, MappedTo, ProposedBy, ReadOptions, survey};
use portolan_model::TimeZoneName;

fn options() -> ReadOptions {
    ReadOptions::new(TimeZoneName::utc())
}

/// A file of one order with an address in one cell.
fn file_of(country: &str, cell: &str) -> String {
    format!(
        "order,date,sku,quantity,unit_price,currency,name,full_address,country\n\
         A,2026-11-01,S-1,1,5.00,EUR,Alex Sample,\"{cell}\",{country}\n"
    )
}

fn read_text(text: &str, options: &ReadOptions) -> OrderFile {
    read(text.as_bytes(), options, &|_| true)
}

/// Lines, city, region and postcode of the only order.
fn places(file: &OrderFile) -> [String; 4] {
    let faults: Vec<_> = file.all_faults().collect();
    assert!(faults.is_empty(), "{faults:?}");
    let input = file.orders[0].order.recipient().to_input();
    [input.lines.join("/"), input.city, input.region, input.postcode]
}

/// The only fault: its field, its code and what is wrong.
fn fault_of(file: &OrderFile) -> (&str, &str, &str) {
    let faults: Vec<_> = file.all_faults().collect();
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    (fault.field.unwrap(), fault.code, &fault.what)
}

#[test]
fn an_address_in_one_cell_is_read_in_each_country_s_way() {
    for (country, cell, expected) in [
        (
            "US",
            "1 Imaginary Way, Apt 4, Seattle, WA 98101-2000",
            ["1 Imaginary Way/Apt 4", "Seattle", "WA", "98101-2000"],
        ),
        (
            "Germany",
            "Musterstraße 1\n10115 Berlin\nDeutschland",
            ["Musterstraße 1", "Berlin", "", "10115"],
        ),
        (
            "CN",
            "广东省深圳市南山区虚构路1号 518000",
            ["南山区虚构路1号", "深圳市", "广东省", "518000"],
        ),
        (
            "日本",
            "〒100-0001 東京都千代田区千代田1-2-3",
            ["千代田1-2-3", "千代田区", "東京都", "100-0001"],
        ),
        (
            "BR",
            "Rua Imaginária, 100,\r\nSão Paulo - SP, CEP 05422-000",
            ["Rua Imaginária/100", "São Paulo", "SP", "05422-000"],
        ),
        (
            "UK",
            "7 Imaginary Lane, Flat 2, Leeds LS1 1BA, United Kingdom",
            ["7 Imaginary Lane/Flat 2", "Leeds", "", "LS1 1BA"],
        ),
    ] {
        assert_eq!(places(&read_text(&file_of(country, cell), &options())), expected, "{country}");
    }
    let long = file_of(
        "DE",
        "c/o Muster, Hof 3, Haus 2, Musterstraße 1, 10115 Berlin, Tel. +49 30 5550100",
    );
    let file = read_text(&long, &options());
    assert_eq!(places(&file)[0], "c/o Muster/Hof 3/Haus 2, Musterstraße 1");
    assert_eq!(file.orders[0].order.recipient().phone(), Some("+49 30 5550100"));
}

#[test]
fn what_cannot_be_taken_apart_is_told_in_words() {
    let told = |country: &str, cell: &str| {
        let file = read_text(&file_of(country, cell), &options());
        assert!(file.orders.is_empty());
        let (field, code, what) = fault_of(&file);
        (field.to_owned(), code.to_owned(), what.to_owned())
    };
    for (country, cell, code, what) in [
        (
            "US",
            "1 Way Seattle WA 98101",
            "address_unsplit",
            "the address has a city, and no street",
        ),
        (
            "CN",
            "虚构路1号",
            "address_unsplit",
            "nothing in the address tells where the street ends and the city begins",
        ),
        (
            "DE",
            "a, b, c, d, e 5, 10115 Berlin",
            "address_unsplit",
            "`e 5` is one part more than an address has lines",
        ),
        (
            "DE",
            "12 rue X, 75011 Paris, France",
            "address_differs",
            "the address names France, and the column of the country Germany",
        ),
    ] {
        assert_eq!(
            told(country, cell),
            ("full_address".to_owned(), code.to_owned(), what.to_owned()),
            "{cell}"
        );
    }
    assert_eq!(told("", "Musterstraße 1, 10115 Berlin").0, "country");
    assert_eq!(told("Atlantis", "Musterstraße 1, 10115 Berlin").1, "country_unknown");
}

#[test]
fn columns_of_their_own_stand_beside_it_unless_they_contradict() {
    let text = |city: &str, postcode: &str, phone: &str| {
        format!(
            "order,date,sku,quantity,unit_price,currency,name,full_address,city,postcode,country,phone\n\
             A,2026-11-01,S-1,1,5.00,EUR,Alex,\"Musterstraße 1, 10115 Berlin, Tel +49 30 5550100\",{city},{postcode},DE,{phone}\n"
        )
    };
    let same = read_text(&text("BERLIN", "10115", ""), &options());
    assert_eq!(places(&same), ["Musterstraße 1", "BERLIN", "", "10115"]);
    let other = read_text(&text("Bonn", "", ""), &options());
    let expected = "the address says `Berlin`, and the column of `city` `Bonn`";
    assert_eq!(fault_of(&other), ("full_address", "address_differs", expected));
    let other = read_text(&text("", "10117", ""), &options());
    assert_eq!(fault_of(&other).1, "address_differs");
    let warned = read_text(&text("", "", "+49 30 5550111"), &options());
    assert_eq!(warned.warnings[0].code, "address_contact_unread");
    assert_eq!(warned.orders[0].order.recipient().phone(), Some("+49 30 5550111"));
}

#[test]
fn a_row_beyond_help_is_mended_by_fields_of_its_own() {
    let text = file_of("GB", "7 Imaginary Lane, Leeds, West Yorkshire, LS1 1BA");
    assert_eq!(places(&read_text(&text, &options()))[1], "West Yorkshire");
    let mend = |fields: &[(&str, &str)]| ReadOptions {
        mends: fields
            .iter()
            .map(|(name, text)| ((2, (*name).to_owned()), (*text).to_owned()))
            .collect(),
        with_cells: true,
        ..options()
    };
    // A mend stands, an empty one too.
    let file = read_text(&text, &mend(&[("city", "Leeds"), ("address2", "")]));
    assert_eq!(places(&file), ["7 Imaginary Lane", "Leeds", "", "LS1 1BA"]);
    assert!(file.rows[0].cells.contains(&("postcode", "LS1 1BA".to_owned())));
    let text = file_of("US", "1 Way Seattle WA 98101");
    let file = read_text(&text, &mend(&[("address1", "1 Way"), ("city", "Seattle")]));
    assert_eq!(places(&file)[..2], ["1 Way", "Seattle"]);
}

#[test]
fn a_survey_proposes_it_where_no_column_is_the_city() {
    for (heading, city, field) in [
        ("Address", "Colour", "full_address"),
        ("地址", "Colour", "full_address"),
        ("收货地址", "Colour", "full_address"),
        ("Shipping address", "Colour", "full_address"),
        ("Full address", "Colour", "full_address"),
        ("Address", "City", "address1"),
        ("Address 1", "Colour", "address1"),
    ] {
        let text = format!(
            "order,date,sku,quantity,unit_price,currency,name,{heading},{city},country\n\
             A,2026-11-01,S-1,1,5.00,EUR,Alex,\"Musterstraße 1, 10115 Berlin\",Berlin,DE\n"
        );
        let told = survey(text.as_bytes(), &options(), FileKind::Orders);
        assert_eq!(told.mapping.fields.get(field), Some(&MappedTo::Column(7)), "{heading}");
        let is_own = heading == "Full address" || city == "City";
        let expected = if is_own { ProposedBy::OwnHeadings } else { ProposedBy::Closeness };
        assert_eq!(told.proposed_by, expected, "{heading}");
        if field == "full_address" {
            assert!(told.unmapped.is_empty(), "{:?}", told.unmapped);
            let options = ReadOptions { mapping: Some(told.mapping), ..options() };
            assert_eq!(places(&read_text(&text, &options))[1], "Berlin");
        }
    }
    let text = file_of("DE", "x").replace("full_address", "address");
    let file = read_text(&text, &options());
    assert_eq!((file.rows.len(), fault_of(&file).1), (0, "column_missing"));
    let mend = &file.faults[0].mend;
    assert!(mend.ends_with("or one with `full_address`"), "{mend}");
}

#[test]
fn rows_of_one_order_agree_on_it_or_leave_it_out() {
    let first = file_of("DE", "Musterstraße 1, 10115 Berlin");
    let second = |name: &str, cell: &str, country: &str| {
        format!("{first}A,2026-11-01,S-2,1,5.00,EUR,{name},\"{cell}\",{country}\n")
    };
    let told = |text: &str| {
        let file = read_text(text, &options());
        let fault = file.all_faults().next().map(|fault| (fault.code, fault.field));
        (file.rows[1].fate, fault)
    };
    assert_eq!(told(&second("", "", "")), (Fate::Accepted, None));
    let other = second("Alex Sample", "Musterstraße 2, 10115 Berlin", "DE");
    // The first fault is of the first line: that its order is not whole.
    assert_eq!(told(&other).0, Fate::Rejected);
    let file = read_text(&other, &options());
    let fault = file.all_faults().find(|fault| fault.code == "order_address_differs").unwrap();
    assert_eq!((fault.field, fault.column), (Some("full_address"), Some(8)));
    let empty = file_of("", "").replace("Alex Sample", "");
    let file = read_text(&empty, &options());
    let fields: Vec<_> = file.all_faults().filter_map(|fault| fault.field).collect();
    assert_eq!(fields, ["name", "full_address", "country"]);
}
