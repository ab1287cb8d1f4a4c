//! Declarations above a CN 22: every kind of goods listed, on as many pages as needed.

use super::{Cn23, is_parcel_post};
use crate::cn22::tests::input;
use crate::label::tests::label;
use crate::testing::{ALL, LATIN, pages_of, pdf_text, read_barcodes, read_images};
use crate::{
    Customs, LabelInput, Resolution, render_label_pdf, render_label_png, render_label_zpl,
};
use portolan_model::{Identifier, Mass, Money};

fn declared(kinds: usize) -> LabelInput {
    let cn23 = Cn23::new(input(kinds)).unwrap();
    LabelInput { customs: Customs::Cn23(Box::new(cn23)), ..label("CP123456785CN", 0) }
}

#[test]
fn what_stands_on_a_cn23_is_kept() {
    let pdf = render_label_pdf(&LATIN, &declared(3)).unwrap();
    assert_eq!(pages_of(&pdf), 2);
    assert_eq!(read_barcodes(std::slice::from_ref(&pdf)), ["CP123456785CN"]);
    insta::assert_snapshot!("cn23", pdf_text(&pdf));
}

#[test]
fn every_kind_of_goods_is_listed_with_the_totals_at_the_end() {
    for (kinds, pages) in [(10, 2), (11, 3), (200, 21)] {
        let input = declared(kinds);
        let pdf = render_label_pdf(&LATIN, &input).unwrap();
        assert_eq!(pages_of(&pdf), pages, "{kinds}");
        let text = pdf_text(&pdf);
        assert_eq!(text.matches("080231").count(), kinds);
        assert_eq!(text.matches("Invoice number").count(), 1);
        let Customs::Cn23(cn23) = &input.customs else { panic!() };
        let total = cn23.declared().total_value().to_decimal().to_string();
        assert!(text.contains(&total), "{total}");
    }
}

#[test]
fn its_pages_print_in_dots_and_zpl() {
    let input = declared(11);
    let png = |page| render_label_png(&LATIN, &input, Resolution::Dpi203, page).unwrap();
    assert_eq!(
        read_images(&[png(0).unwrap(), png(1).unwrap(), png(2).unwrap()]),
        ["CP123456785CN"; 3]
    );
    assert_eq!(png(3), None);
    let zpl = render_label_zpl(&LATIN, &input, Resolution::Dpi203).unwrap();
    assert_eq!((zpl.matches("^XA").count(), zpl.matches("^BCN").count()), (3, 3));
}

#[test]
fn the_ceiling_of_a_cn22_does_not_bind() {
    let mut above = input(2);
    above.ceiling = Some(Money::from_minor(1, above.total_value.currency()));
    assert!(Cn23::new(above).is_ok());
    let mut wrong = input(2);
    wrong.total_mass = Mass::from_grams(1).unwrap();
    assert_eq!(Cn23::new(wrong).unwrap_err().code(), "label_declared_total");
}

#[test]
fn parcel_post_is_told_by_number_or_mass() {
    let is = |number: &str, grams| {
        is_parcel_post(&Identifier::parse(number).unwrap(), Mass::from_grams(grams).unwrap())
    };
    assert!(is("CP123456785CN", 100));
    assert!(!is("RB123456785CN", 2_000));
    assert!(is("RB123456785CN", 2_001));
}

#[test]
fn an_address_in_another_script_is_declared_as_it_is_printed() {
    let mut input = declared(1);
    let mut to = input.recipient.local.to_input();
    to.name = "王小明".to_owned();
    input.recipient = portolan_model::Address::new(&to).unwrap().into();
    let text = pdf_text(&render_label_pdf(&ALL, &input).unwrap());
    assert_eq!(text.matches("王小明").count(), 2, "{text}");
}
