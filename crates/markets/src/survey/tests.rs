//! What is told of a file before it is read.

use super::*;
use crate::MappedTo;
use portolan_model::TimeZoneName;

fn survey_text(text: &str) -> Survey {
    let options = ReadOptions::new(TimeZoneName::utc());
    survey(text.as_bytes(), &options, FileKind::Orders)
}

fn mapped(told: &Survey) -> Vec<(&str, u32)> {
    let column = |to: &MappedTo| if let MappedTo::Column(column) = to { *column } else { 99 };
    told.mapping.fields.iter().map(|(name, to)| (name.as_str(), column(to))).collect()
}

#[test]
fn a_file_of_our_own_needs_no_mapping() {
    let text = include_str!("../../../../examples/orders.csv");
    let told = survey_text(text);
    assert_eq!((told.proposed_by, told.unmapped.len()), (ProposedBy::OwnHeadings, 0));
    assert_eq!((told.row_count, told.header_line, told.separator), (278, 1, Some(',')));
    assert!(told.faults.is_empty() && told.warnings.is_empty());
    let options = ReadOptions {
        mapping: Some(told.mapping.clone()),
        ..ReadOptions::new(TimeZoneName::utc())
    };
    let read = crate::orders::read(text.as_bytes(), &options, &|_| true);
    assert_eq!((read.orders.len(), read.all_faults().count()), (200, 0));
}

#[test]
fn unknown_headings_are_surveyed_all_the_same() {
    let text = "Bestellung;Menge;Preis;Buyer postal code;Quantity ordered\n\
                A;2;1,50;10115;7\nB;2;1,60;10115;8\n;;;;\nC;3;;;\n";
    let told = survey_text(text);
    assert_eq!(told.faults, []);
    assert_eq!((told.separator, told.row_count), (Some(';'), 3));
    assert_eq!(told.proposed_by, ProposedBy::Closeness);
    assert_eq!(mapped(&told), [("postcode", 3), ("quantity", 4)]);
    assert!(told.unmapped.contains(&"order") && !told.unmapped.contains(&"quantity"));
    assert_eq!(told.columns[1].samples, ["2", "3"]);
    assert_eq!(told.columns[0].heading, "Bestellung");
}

#[test]
fn a_file_that_is_no_table_has_its_fault() {
    for (bytes, code) in [(b"%PDF-1.7".as_slice(), "file_not_text"), (b"", "file_empty")] {
        let told = survey(bytes, &ReadOptions::new(TimeZoneName::utc()), FileKind::Products);
        let codes: Vec<_> = told.faults.iter().map(|fault| fault.code).collect();
        assert_eq!((codes, told.columns.len()), (vec![code], 0));
        assert!(told.unmapped.contains(&"sku"));
    }
}

#[test]
fn a_fingerprint_is_of_kind_headings_and_order() {
    let of = |text| survey_text(text).fingerprint();
    assert_eq!(of("Bestellung,Menge\nA,1\n"), of("bestellung;MENGE \nB;7\n"));
    assert_ne!(of("Bestellung,Menge\n"), of("Menge,Bestellung\n"));
    assert_ne!(of("ab,c\n"), of("a,bc\n"));
    let options = ReadOptions::new(TimeZoneName::utc());
    let products = survey(b"Bestellung,Menge\n", &options, FileKind::Products).fingerprint();
    assert_ne!(of("Bestellung,Menge\n"), products);
}
