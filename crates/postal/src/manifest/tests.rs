//! Manifests small and large: every parcel listed once, totals right, the id read back.

use super::{ManifestInput, ManifestRow, render_manifest_pdf};
use crate::testing::{LATIN, pages_of, pdf_info, pdf_text, read_barcodes};
use portolan_model::{CountryCode, Mass, S10};

fn manifest(parcels: u32) -> ManifestInput {
    let countries = ["FR", "DE", "US", "BR", "KZ", "AU"];
    let row = |index: u32| ManifestRow {
        tracking: S10::new("RB", 12_345_678 + index, "CN").unwrap().to_string(),
        reference: format!("FR-2026-{index:06}"),
        service: "Registered small packet".to_owned(),
        destination: CountryCode::from_alpha2(countries[index as usize % 6]).unwrap(),
        piece_count: if index % 10 == 9 { 2 } else { 1 },
        mass: Mass::from_grams(150 + index).unwrap(),
    };
    ManifestInput {
        manifest: "mft_01jz8q5v7m3k9x2c4d6f8g0h1j".to_owned(),
        merchant: "Lin'an Hickory Nut Co., Ltd.".to_owned(),
        receiver: "Lin'an counter, China Post".to_owned(),
        entry: "Drop-off".to_owned(),
        printed_on: jiff::civil::date(2026, 3, 14),
        rows: (0..parcels).map(row).collect(),
    }
}

#[test]
fn what_stands_on_a_manifest_is_kept() {
    let pdf = render_manifest_pdf(&LATIN, &manifest(12)).unwrap();
    assert_eq!(pdf, render_manifest_pdf(&LATIN, &manifest(12)).unwrap());
    assert_eq!(read_barcodes(std::slice::from_ref(&pdf)), ["mft_01jz8q5v7m3k9x2c4d6f8g0h1j"]);
    let info = pdf_info(&pdf);
    assert!(info.contains("(A4)"), "{info}");
    insta::assert_snapshot!("manifest", pdf_text(&pdf));
}

#[test]
fn two_thousand_parcels_are_listed_once_each() {
    let input = manifest(2_000);
    let pdf = render_manifest_pdf(&LATIN, &input).unwrap();
    assert!(pdf.len() < 1_000_000, "{} bytes", pdf.len());
    let pages = pages_of(&pdf);
    let text = pdf_text(&pdf);
    for row in &input.rows {
        assert_eq!(text.matches(&row.tracking).count(), 1, "{}", row.tracking);
    }
    assert!(text.contains(&format!("Page {pages} of {pages}")));
    // 2,000 × 150 g and 0 + 1 + … + 1,999 g; every tenth has a second piece.
    assert!(text.contains("2000 parcels, 2200 pieces, 2299.000 kg"), "{}", &text[..800]);
}

#[test]
fn counts_and_signatures_never_fall_off_the_page() {
    for parcels in 25..60 {
        let text = pdf_text(&render_manifest_pdf(&LATIN, &manifest(parcels)).unwrap());
        for word in ["Declared", "Accepted", "Short", "Over", "Date and time"] {
            assert!(text.contains(word), "{word} with {parcels}");
        }
    }
}

#[test]
fn none_too_many_and_unprintable_are_refused() {
    assert_eq!(render_manifest_pdf(&LATIN, &manifest(0)).unwrap_err().code(), "label_row_count");
    assert_eq!(
        render_manifest_pdf(&LATIN, &manifest(2_001)).unwrap_err().code(),
        "label_row_count"
    );
    let input = ManifestInput { merchant: "临安山核桃".to_owned(), ..manifest(1) };
    assert_eq!(render_manifest_pdf(&LATIN, &input).unwrap_err().code(), "label_script");
    let mut input = manifest(1);
    input.rows[0].tracking = "X".repeat(64);
    assert_eq!(render_manifest_pdf(&LATIN, &input).unwrap_err().code(), "label_too_long");
}
