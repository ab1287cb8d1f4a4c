//! Products from files: the examples, units, batteries and every fault.

use super::*;
use crate::Fate;
use portolan_model::{GoodsSet, TimeZoneName};
use proptest::prelude::*;

const PRODUCTS: &[u8] = include_bytes!("../../../../examples/products.csv");
const HEADER: &str = "sku,description_en,mass,length,width,height,hs_code,origin,goods,battery_un,\
                      battery_packing,battery_wh,value,currency";

fn read_text(text: &str) -> ProductFile {
    read(text.as_bytes(), &ReadOptions::new(TimeZoneName::utc()))
}

fn read_row(row: &str) -> ProductFile {
    read_text(&format!("{HEADER}\n{row}\n"))
}

fn codes(file: &ProductFile) -> Vec<(Option<&'static str>, &'static str)> {
    file.all_faults().map(|fault| (fault.field, fault.code)).collect()
}

#[test]
fn the_example_products_cover_every_class() {
    let file = read(PRODUCTS, &ReadOptions::new(TimeZoneName::utc()));
    assert_eq!((codes(&file), file.warnings.len()), (vec![], 0));
    assert_eq!(file.products.len(), file.rows.len());
    let classes = file.products.iter().map(|read| read.product.goods().classes());
    let covered = classes.fold(GoodsSet::EMPTY, GoodsSet::union);
    let all: GoodsSet = portolan_model::GoodsClass::ALL.iter().copied().collect();
    assert_eq!(covered, all);
    let walnuts = &file.products[0].product;
    assert_eq!((walnuts.sku().as_str(), walnuts.mass().grams()), ("WALNUT-2KG", 1900));
}

#[test]
fn units_stand_in_the_cell_or_in_the_heading() {
    let file = read_row("A,Thing,1.5 lb,30 cm,0.2 m,100 mm,0802.31,China,food,,,,20,EUR");
    let product = &file.products[0].product;
    assert_eq!(
        (product.mass().grams(), product.size().to_string()),
        (681, "300x200x100 mm".to_owned())
    );
    let text = "sku,description,weight_kg,length_cm,width_cm,height_cm,hs,origin,goods,value,currency\n\
                A,Thing,\"0,35\",30,20.5,10,080231,CN,food,20,EUR\n";
    let file = read_text(text);
    assert_eq!(codes(&file), []);
    let product = &file.products[0].product;
    assert_eq!(
        (product.mass().grams(), product.size().to_string()),
        (350, "300x205x100 mm".to_owned())
    );
}

#[test]
fn batteries_are_read_from_their_columns_or_from_the_goods() {
    for row in [
        "A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,electronics,UN 3481,contained in,1.9,20,EUR",
        "A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,electronics|battery,3481,contained_in,1.9,20,EUR",
        "A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,electronics|UN3481 contained_in 1.9Wh,,,,20,EUR",
    ] {
        let file = read_row(row);
        assert_eq!(codes(&file), [], "{row}");
        let goods = file.products[0].product.goods().to_string();
        assert_eq!(goods, "battery|electronics|UN3481 contained_in 1.9Wh");
    }
}

#[test]
fn every_fault_has_its_field() {
    for (row, field, code) in [
        ("A,Thing,-1 kg,3 cm,2 cm,1 cm,851830,CN,food,,,,20,EUR", "mass", "measure_negative"),
        ("A,Thing,1,3 cm,2 cm,1 cm,851830,CN,food,,,,20,EUR", "mass", "unit_missing"),
        ("A,Thing,0 kg,3 cm,2 cm,1 cm,851830,CN,food,,,,20,EUR", "mass", "mass_range"),
        ("A,Thing,1 stone,3 cm,2 cm,1 cm,851830,CN,food,,,,20,EUR", "mass", "mass_format"),
        ("A,Thing,\"1,234 g\",3 cm,2 cm,1 cm,851830,CN,food,,,,20,EUR", "mass", "number_ambiguous"),
        ("A,Thing,heavy,3 cm,2 cm,1 cm,851830,CN,food,,,,20,EUR", "mass", "measure_format"),
        ("A,Thing,1 kg,3,2 cm,1 cm,851830,CN,food,,,,20,EUR", "length", "unit_missing"),
        ("A,Thing,1 kg,3 cm,0 cm,1 cm,851830,CN,food,,,,20,EUR", "width", "size_range"),
        ("A,Thing,1 kg,3 cm,2 cm,1 ft,851830,CN,food,,,,20,EUR", "height", "size_format"),
        ("A,Thing,1 kg,3 cm,2 cm,1 cm,85,CN,food,,,,20,EUR", "hs_code", "hs_format"),
        ("A,Thing,1 kg,3 cm,2 cm,1 cm,851830,Atlantis,food,,,,20,EUR", "origin", "country_unknown"),
        ("A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,gold,,,,20,EUR", "goods", "choice_unknown"),
        (
            "A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,battery,,,,20,EUR",
            "battery_un",
            "battery_missing",
        ),
        (
            "A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,food,,alone,,20,EUR",
            "battery_un",
            "battery_format",
        ),
        (
            "A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,food,UN3171,alone,,20,EUR",
            "battery_un",
            "choice_unknown",
        ),
        (
            "A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,food,UN3481,alone,,20,EUR",
            "battery_packing",
            "battery_pair",
        ),
        (
            "A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,food,UN3480,,,20,EUR",
            "battery_packing",
            "cell_empty",
        ),
        (
            "A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,food,UN3480,alone,lots,20,EUR",
            "battery_wh",
            "battery_energy",
        ),
        ("A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,food,,,,-20,EUR", "value", "amount_negative"),
        ("A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,food,,,,20,", "currency", "currency_missing"),
        ("1.2E+12,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,food,,,,20,EUR", "sku", "digits_lost"),
    ] {
        let file = read_row(row);
        assert_eq!(codes(&file), [(Some(field), code)], "{row}");
        assert!(file.products.is_empty() && file.rows[0].fate == Fate::Rejected);
        assert_eq!(file.rows[0].faults[0].line, Some(2));
    }
}

#[test]
fn the_book_names_every_field_and_class() {
    let page = include_str!("../../../../docs/src/formats/products.md");
    let fields = FIELDS.iter().map(|field| format!("| `{}` |", field.name));
    let classes = portolan_model::GoodsClass::NAMES.iter().map(|name| format!("`{name}`"));
    for wanted in fields.chain(classes) {
        assert!(page.contains(&wanted), "{wanted}");
    }
}

#[test]
fn a_half_empty_row_names_every_gap() {
    let file = read_row("A,,,,,,,,,,,,,");
    let fields: Vec<_> = codes(&file).into_iter().filter_map(|(field, _)| field).collect();
    let gaps = [
        "description_en",
        "mass",
        "length",
        "width",
        "height",
        "hs_code",
        "origin",
        "goods",
        "value",
    ];
    assert_eq!(fields, gaps);
    assert!(codes(&file).iter().all(|(_, code)| *code == "cell_empty"));
    assert_eq!(read_row(",,,,,,,,,,,,,").rows[0].fate, Fate::Skipped);
}

#[test]
fn a_sku_is_defined_once() {
    let row = "A,Thing,1 kg,3 cm,2 cm,1 cm,851830,CN,food,,,,20,EUR";
    let file = read_text(&format!("{HEADER}\n{row}\n{row}\n"));
    assert_eq!(codes(&file), [(Some("sku"), "sku_repeated")]);
    assert_eq!((file.products.len(), file.products[0].file_line), (1, 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>) {
        let file = read(&bytes, &ReadOptions::new(TimeZoneName::utc()));
        prop_assert!(file.products.len() <= file.rows.len());
    }

    #[test]
    fn damaged_files_are_read(place in 0_usize..10_000, byte: u8) {
        let mut bytes = PRODUCTS.to_vec();
        let length = bytes.len();
        bytes[place % length] = byte;
        let file = read(&bytes, &ReadOptions::new(TimeZoneName::utc()));
        let accepted = file.rows.iter().filter(|row| row.fate == Fate::Accepted).count();
        prop_assert_eq!(file.products.len(), accepted);
    }
}
