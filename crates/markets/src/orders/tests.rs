//! Orders from files: the examples, every fault, and files nobody would write.

use super::*;
use crate::{DateOrder, Fate, MappedTo, Mapping, products};
use encoding_rs::GBK;
use portolan_model::{Currency, TimeZoneName, Undeliverable};
use proptest::prelude::*;
use std::{collections::BTreeSet, fmt::Write};

const PRODUCTS: &[u8] = include_bytes!("../../../../examples/products.csv");
const ORDERS: &[u8] = include_bytes!("../../../../examples/orders.csv");
const BAD_ORDERS: &[u8] = include_bytes!("../../../../examples/orders-bad.csv");

const HEADER: &str =
    "order,date,sku,quantity,unit_price,currency,name,address1,city,postcode,country";

fn options() -> ReadOptions {
    ReadOptions::new(TimeZoneName::parse("Asia/Shanghai").unwrap())
}

fn example_skus() -> BTreeSet<Sku> {
    let file = products::read(PRODUCTS, &options());
    file.products.iter().map(|read| read.product.sku().clone()).collect()
}

fn read_any(text: &str, options: &ReadOptions) -> OrderFile {
    read(text.as_bytes(), options, &|_| true)
}

fn codes(file: &OrderFile) -> Vec<(Option<u32>, &'static str)> {
    file.all_faults().map(|fault| (fault.line, fault.code)).collect()
}

#[test]
fn the_example_orders_have_no_fault() {
    let skus = example_skus();
    let file = read(ORDERS, &options(), &|sku| skus.contains(sku));
    assert_eq!(codes(&file), []);
    assert_eq!((file.orders.len(), file.warnings.len(), file.encoding), (200, 0, "UTF-8"));
    assert!(file.require_clean().is_ok());
    let countries: BTreeSet<_> =
        file.orders.iter().map(|read| read.order.recipient().country().as_str()).collect();
    let twelve = ["AU", "BR", "CA", "DE", "ES", "FR", "GB", "JP", "KZ", "PL", "RU", "US"];
    assert!(countries.iter().eq(&twelve), "{countries:?}");
    assert!(file.orders.iter().all(|read| read.order.recipient().is_latin()));
    let ordered: BTreeSet<_> = file
        .orders
        .iter()
        .flat_map(|read| read.order.lines())
        .map(portolan_model::OrderLine::sku)
        .collect();
    assert!(ordered.iter().copied().eq(&skus), "every product is ordered");
}

#[test]
fn the_bad_examples_name_every_fault() {
    let skus = example_skus();
    let file = read(BAD_ORDERS, &options(), &|sku| skus.contains(sku));
    let mut told = String::new();
    for row in &file.rows {
        let key = row.key.as_deref().unwrap_or("-");
        writeln!(told, "line {} {key} {}", row.line, row.fate.as_str()).unwrap();
        for fault in &row.faults {
            writeln!(told, "    [{}] {fault}", fault.code).unwrap();
        }
    }
    for warning in &file.warnings {
        writeln!(told, "warning [{}] {warning}", warning.code).unwrap();
    }
    insta::assert_snapshot!("orders_bad", told);
    let error = file.require_clean().unwrap_err();
    assert_eq!(error.code(), "file_faulty");
}

/// The page in the book names every field, every heading and every fault that the bad examples show.
#[test]
fn the_book_names_every_field_and_fault() {
    let page = include_str!("../../../../docs/src/formats/orders.md");
    for field in FIELDS {
        assert!(page.contains(&format!("| `{}` |", field.name)), "{}", field.name);
    }
    let file = read(BAD_ORDERS, &options(), &|_| false);
    for fault in file.all_faults().chain(&file.warnings) {
        assert!(page.contains(&format!("`{}`", fault.code)), "{}", fault.code);
    }
}

#[test]
fn rows_of_one_number_make_one_order() {
    let text = format!(
        "{HEADER},note\n\
         A,2026-11-22,S1,1,2.00,EUR,Camille Exemple,12 rue Imaginaire,Paris,75011,FR,gift\n\
         B,2026-11-22,S1,1,2.00,EUR,Hugo Fictif,1 place Inventée,Lyon,69003,FR,\n\
         A,,S2,3,1.50,EUR,,,,,,fragile\n\
         A,2026-11-22,S3,1,1.00,EUR,CAMILLE  exemple,12 rue imaginaire,Paris,75 011,France,gift\n"
    );
    let file = read_any(&text, &options());
    assert_eq!(codes(&file), []);
    let [first, second] = file.orders.as_slice() else { panic!("two orders: {:?}", file.orders) };
    assert_eq!((first.order.reference(), first.file_lines.as_slice()), ("A", [2, 4, 5].as_slice()));
    assert_eq!(first.order.total().to_string(), "7.50 EUR");
    assert_eq!(first.order.note(), Some("gift / fragile"));
    assert_eq!(second.order.reference(), "B");
    assert_eq!(first.order.placed_at().to_string(), "2026-11-22T00:00:00+08:00[Asia/Shanghai]");
}

#[test]
fn a_currency_is_told_once_an_order() {
    let text = format!(
        "{HEADER}\n\
         A,2026-11-22,S1,1,2.00,EUR,Camille Exemple,12 rue Imaginaire,Paris,75011,FR\n\
         A,,S2,3,1.50,,,,,,\n\
         B,2026-11-22,S1,1,2.00,,Hugo Fictif,1 place Inventée,Lyon,69003,FR\n"
    );
    let told = ReadOptions { default_currency: Some(Currency::USD), ..options() };
    let file = read_any(&text, &told);
    assert_eq!(codes(&file), []);
    let totals: Vec<_> = file.orders.iter().map(|read| read.order.total().to_string()).collect();
    assert_eq!(totals, ["6.50 EUR", "2.00 USD"]);
}

#[test]
fn one_bad_row_rejects_its_order_and_no_other() {
    let text = format!(
        "{HEADER}\n\
         A,2026-11-22,S1,1,2.00,EUR,Camille Exemple,12 rue Imaginaire,Paris,75011,FR\n\
         A,2026-11-22,S2,-1,2.00,EUR,Camille Exemple,12 rue Imaginaire,Paris,75011,FR\n\
         B,2026-11-22,S1,1,2.00,EUR,Hugo Fictif,1 place Inventée,Lyon,69003,FR\n"
    );
    let file = read_any(&text, &options());
    assert_eq!(codes(&file), [(Some(2), "order_incomplete"), (Some(3), "quantity_range")]);
    let fates: Vec<_> = file.rows.iter().map(|row| row.fate).collect();
    assert_eq!(fates, [Fate::Rejected, Fate::Rejected, Fate::Accepted]);
    let kept: Vec<_> = file.orders.iter().map(|read| read.order.reference()).collect();
    assert_eq!(kept, ["B"]);
}

#[test]
fn options_settle_what_files_leave_open() {
    let text = "order;date;sku;quantity;unit_price;name;address1;city;country\n\
                A;03/04/2026;S1;2.0;1.234,50;Jonas Muster;Musterstraße 1;Berlin;Germany\n";
    assert_eq!(
        codes(&read_any(text, &options())),
        [(Some(2), "date_ambiguous"), (Some(2), "currency_missing")]
    );
    let told = ReadOptions {
        date_order: Some(DateOrder::DayFirst),
        default_currency: Some(Currency::EUR),
        default_undeliverable: Undeliverable::Abandon,
        ..options()
    };
    let file = read_any(text, &told);
    assert_eq!((codes(&file), file.separator), (vec![], Some(';')));
    let order = &file.orders[0].order;
    assert_eq!(order.total().to_string(), "2469.00 EUR");
    assert_eq!(order.placed_at().date().to_string(), "2026-04-03");
    assert_eq!(order.undeliverable(), Undeliverable::Abandon);
}

#[test]
fn a_chinese_sellers_gbk_file_is_read() {
    let text = "订单号,日期,商品编码,数量,单价,币种,收件人,地址1,城市,邮编,国家,备注\n\
                A,2026年11月22日,S1,1,2.00,EUR,Camille Exemple,12 rue Imaginaire,Paris,75011,FR,请小心轻放\n";
    let bytes = GBK.encode(text).0;
    let file = read(&bytes, &options(), &|_| true);
    assert_eq!((codes(&file), file.encoding), (vec![], "GBK"));
    assert_eq!(file.orders[0].order.note(), Some("请小心轻放"));
    assert_eq!(file.warnings[0].code, "encoding_guessed");
}

#[test]
fn a_bad_header_is_told_whole_and_reads_no_row() {
    let file = read_any("order,date,skuu,name\nA,soon,S1,x\n", &options());
    let told: Vec<_> = file.faults.iter().map(|fault| (fault.code, fault.field)).collect();
    let missing = |name| ("column_missing", Some(name));
    let expected = [
        ("column_unknown", Some("sku")),
        missing("quantity"),
        missing("unit_price"),
        missing("address1"),
        missing("city"),
        missing("country"),
    ];
    assert_eq!(told, expected);
    assert!(file.rows.is_empty() && file.orders.is_empty());
}

#[test]
fn an_order_has_at_most_200_lines() {
    let row = "A,2026-11-22,S1,1,2.00,EUR,Hugo Fictif,1 place Inventée,Lyon,69003,FR\n";
    let most = format!("{HEADER}\n{}", row.repeat(200));
    assert_eq!(read_any(&most, &options()).orders.len(), 1);
    let file = read_any(&format!("{most}{row}"), &options());
    assert_eq!((file.orders.len(), codes(&file)[0]), (0, (Some(2), "count_range")));
    assert!(file.rows.iter().all(|row| row.fate == Fate::Rejected));
}

fn mapping(fields: &[(&str, MappedTo)]) -> Mapping {
    fields.iter().fold(Mapping::default(), |mapping, (field, to)| mapping.with(field, to.clone()))
}

/// A table whose headings say nothing to us.
const FOREIGN: &str = "No;When;What;How many;Each;To;Where;Place;Land\n\
                       A;2026-11-22;S1;2;2,50;Camille Exemple;12 rue Imaginaire;Paris;France\n\
                       B;2026-11-22;S1;zwei;2,50;Hugo Fictif;1 place Inventée;Lyon;France\n";

fn foreign_mapping() -> Mapping {
    let columns =
        ["order", "date", "sku", "quantity", "unit_price", "name", "address1", "city", "country"];
    let columns = columns.into_iter().zip(0_u32..);
    let mapping = columns.fold(Mapping::default(), |mapping, (field, column)| {
        mapping.with(field, MappedTo::Column(column))
    });
    mapping.with("currency", MappedTo::Constant("EUR".to_owned()))
}

#[test]
fn a_mapping_reads_a_file_of_unknown_headings() {
    assert!(read_any(FOREIGN, &options()).faults.iter().any(|f| f.code == "column_missing"));
    let told = ReadOptions { mapping: Some(foreign_mapping()), ..options() };
    let file = read_any(FOREIGN, &told);
    assert_eq!((codes(&file), file.warnings.len()), (vec![(Some(3), "quantity_format")], 0));
    assert_eq!(file.orders[0].order.total().to_string(), "5.00 EUR");
    assert_eq!(file.rows[1].faults[0].column, Some(4));
    let short = mapping(&[("order", MappedTo::Column(0)), ("sku", MappedTo::Column(40))]);
    let file = read_any(FOREIGN, &ReadOptions { mapping: Some(short), ..options() });
    assert_eq!(codes(&file)[0], (None, "mapping_column_absent"));
    assert!(file.rows.is_empty());
}

#[test]
fn a_mended_cell_is_read_in_the_place_of_the_file_s() {
    let mut told = ReadOptions { mapping: Some(foreign_mapping()), ..options() };
    told.mends.insert((3, "quantity".to_owned()), "2".to_owned());
    // The file has no column for a postcode.
    told.mends.insert((3, "postcode".to_owned()), "69003".to_owned());
    told.mends.insert((4, "order".to_owned()), "a line that is not there".to_owned());
    let file = read_any(FOREIGN, &told);
    assert_eq!((codes(&file), file.orders.len(), file.rows.len()), (vec![], 2, 2));
    let recipient = file.orders[1].order.recipient();
    assert_eq!(recipient.postcode().map(ToString::to_string).as_deref(), Some("69003"));
    told.mends.insert((2, "sku".to_owned()), "=1+1".to_owned());
    assert_eq!(codes(&read_any(FOREIGN, &told)), [(Some(2), "formula")]);
}

#[test]
fn a_removed_line_is_skipped() {
    let mut told = ReadOptions { mapping: Some(foreign_mapping()), ..options() };
    told.removed.insert(3);
    let file = read_any(FOREIGN, &told);
    assert_eq!((codes(&file), file.orders.len()), (vec![], 1));
    assert_eq!(file.rows[1].fate, Fate::Skipped);
}

#[test]
fn rows_tell_their_cells_where_asked() {
    let told = ReadOptions { mapping: Some(foreign_mapping()), with_cells: true, ..options() };
    let file = read_any(FOREIGN, &told);
    let cells = &file.rows[1].cells;
    assert_eq!(cells.len(), 10);
    assert!(cells.contains(&("quantity", "zwei".to_owned())));
    assert!(cells.contains(&("currency", "EUR".to_owned())));
    assert_eq!(file.rows[0].fate, Fate::Accepted);
    assert!(file.rows[0].cells.contains(&("unit_price", "2,50".to_owned())));
    assert!(read_any(FOREIGN, &options()).rows.iter().all(|row| row.cells.is_empty()));
}

#[test]
fn a_watcher_hears_of_each_thousand_rows_and_stops_the_reading() {
    let row = "A,2026-11-22,S1,1,2.00,EUR,Hugo Fictif,1 place Inventée,Lyon,69003,FR\n";
    let text = format!("{HEADER}\n{}", row.repeat(2_500));
    let heard = std::cell::RefCell::new(Vec::new());
    let watch = |rows| {
        heard.borrow_mut().push(rows);
        true
    };
    let file = read_watched(text.as_bytes(), &options(), &|_| true, &watch);
    assert_eq!((heard.take(), file.rows.len()), (vec![1_000, 2_000], 2_500));
    let file = read_watched(text.as_bytes(), &options(), &|_| true, &|rows| rows < 2_000);
    assert_eq!((codes(&file), file.rows.len()), (vec![(None, "cancelled")], 0));
}

/// What people have in one file: dates as text in five styles, HTML, marks, emoji, the right address in the
/// wrong columns.
#[test]
fn dirt_is_read_or_told_by_name() {
    let row = |order: &str, date: &str, name: &str, city: &str, postcode: &str, country: &str| {
        format!("{order};{date};S1;1;2.00;EUR;{name};Street 1;{city};{postcode};{country}\n")
    };
    let text = [
        HEADER.replace(',', ";") + "\n",
        row("A", "2026-11-22", "Jonas 🎁 Muster", "Berlin", "10115", "Germany"),
        row("B", "22.11.2026", "Jonas\u{200F} Muster", "Berlin", "10115", "德国"),
        row("C", "22 Nov 2026", "<b>Jonas</b>", "Berlin", "10115", "DE"),
        row("D", "2026年11月22日", "Jonas Muster", "10115", "Berlin", "DE"),
        row("E", "11/22/2026", "Jonas Muster", "10115", "", "DE"),
        row("F", "2026-11-22", "Jonas Muster", "Berlin", "1011", "DE"),
        row("G", "2026-11-22", "Alex Sample", "Seattle", "98101", "US"),
    ]
    .concat();
    let file = read_any(&text, &options());
    let expected =
        [(Some(4), "html"), (Some(5), "postcode_misplaced"), (Some(6), "postcode_misplaced")];
    assert_eq!(codes(&file), expected);
    let misplaced = &file.rows[3].faults[0];
    assert_eq!(misplaced.field, Some("postcode"));
    assert!(misplaced.what.contains("the city is `10115`"), "{}", misplaced.what);
    let warned: Vec<_> = file.warnings.iter().map(|told| (told.line, told.code)).collect();
    assert_eq!(warned, [(Some(3), "marks_removed"), (Some(7), "postcode_shape")]);
    let days: BTreeSet<_> =
        file.orders.iter().map(|read| read.order.placed_at().date().to_string()).collect();
    assert!(days.iter().eq(["2026-11-22"]), "{days:?}");
}

#[test]
fn headings_below_a_title_are_found() {
    let row = "A,2026-11-22,S1,1,2.00,EUR,Hugo Fictif,1 place Inventée,Lyon,69003,FR\n";
    let text = format!("Orders of our shop\n\n,,\n{HEADER}\n{row}");
    let file = read_any(&text, &options());
    assert_eq!((codes(&file), file.rows[0].line, file.orders.len()), (vec![], 5, 1));
    let told = ReadOptions { header_line: Some(1), ..options() };
    assert!(read_any(&text, &told).faults.iter().all(|fault| fault.line == Some(1)));
    let told = ReadOptions { header_line: Some(9), ..options() };
    assert_eq!(codes(&read_any(&text, &told)), [(None, "header_absent")]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>) {
        check_fates(&read(&bytes, &options(), &|_| true))?;
    }

    #[test]
    fn any_rows_are_read(rows in proptest::collection::vec("[AB1-9,;\"\\n.éE+=<& -]{0,60}", 0..8)) {
        let text = format!("{HEADER}\n{}", rows.join("\n"));
        check_fates(&read_any(&text, &options()))?;
    }

    /// Whatever is mapped, mended and removed: no panic, and every row has one fate.
    #[test]
    fn any_mapping_is_read(
        bytes in "[a-c0-9,;\\n\"= -]{0,200}",
        columns in proptest::collection::btree_map(0_usize..22, 0_u32..12, 0..12),
        mends in proptest::collection::btree_map((0_u32..9, 0_usize..22), ".{0,12}", 0..6),
        removed in proptest::collection::btree_set(0_u32..9, 0..3),
    ) {
        let name = |field: usize| FIELDS.get(field).map_or("colour", |field| field.name).to_owned();
        let fields = columns.iter().map(|(field, column)| (name(*field), match column {
            0 => MappedTo::Constant("x".to_owned()),
            column => MappedTo::Column(column - 1),
        }));
        let mapped = Mapping { fields: fields.collect() };
        let mends = mends.into_iter().map(|((line, field), text)| ((line, name(field)), text));
        let told = ReadOptions {
            mapping: Some(mapped),
            mends: mends.collect(),
            removed,
            with_cells: true,
            ..options()
        };
        check_fates(&read(bytes.as_bytes(), &told, &|_| true))?;
        let surveyed = crate::survey(bytes.as_bytes(), &told, crate::FileKind::Orders);
        prop_assert!(surveyed.columns.iter().all(|column| column.samples.len() <= 5));
    }

    /// One byte of a sound file changed: the file is still read, and every row has its fate.
    #[test]
    fn damaged_files_are_read(place in 0_usize..40_000, byte: u8) {
        let mut bytes = ORDERS.to_vec();
        let length = bytes.len();
        bytes[place % length] = byte;
        check_fates(&read(&bytes, &options(), &|_| true))?;
    }
}

/// Every accepted row is part of exactly one order, and every rejected one says why.
fn check_fates(file: &OrderFile) -> Result<(), TestCaseError> {
    let mut in_orders: Vec<u32> =
        file.orders.iter().flat_map(|read| read.file_lines.clone()).collect();
    in_orders.sort_unstable();
    let with_fate = |fate| file.rows.iter().filter(move |row| row.fate == fate);
    let accepted: Vec<u32> = with_fate(Fate::Accepted).map(|row| row.line).collect();
    prop_assert_eq!(in_orders, accepted);
    prop_assert!(with_fate(Fate::Rejected).all(|row| !row.faults.is_empty()));
    prop_assert!(with_fate(Fate::Accepted).all(|row| row.faults.is_empty()));
    prop_assert!(file.faults.is_empty() || file.rows.is_empty());
    Ok(())
}
