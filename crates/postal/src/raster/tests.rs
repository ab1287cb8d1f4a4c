//! Dots as a scanner sees them: read back from the PNG alone, bars all whole.

use super::{Bars, Bitmap, Resolution};
use crate::label::tests::{label, pages_of_label};
use crate::page::{Align, Area, DOT_MM, Document, Style};
use crate::testing::{ALL, LATIN, read_images};
use crate::{LabelInput, render_label_png};
use portolan_model::{Identifier, IdentifierScheme};

const BOTH: [Resolution; 2] = [Resolution::Dpi203, Resolution::Dpi300];

fn png(input: &LabelInput, resolution: Resolution) -> Vec<u8> {
    render_label_png(&LATIN, input, resolution, 0).unwrap().unwrap()
}

#[test]
fn the_barcode_is_read_back_from_the_dots() {
    let texts =
        ["RB123456785CN", "YT2612345678901234", "a", "<^_~>`", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcd"];
    for resolution in BOTH {
        let pngs = texts.iter().map(|text| {
            let tracking = Identifier::read(IdentifierScheme::Other, text).unwrap();
            png(&LabelInput { tracking, ..label("RB123456785CN", 2) }, resolution)
        });
        assert_eq!(read_images(&pngs.collect::<Vec<_>>()), texts);
    }
}

#[test]
fn bars_too_fine_for_a_printer_are_refused_and_read_on_a_finer_one() {
    let tracking = Identifier::read(IdentifierScheme::Other, &"Ab".repeat(18)).unwrap();
    let input = LabelInput { tracking, ..label("RB123456785CN", 0) };
    let coarse = render_label_png(&LATIN, &input, Resolution::Dpi203, 0).unwrap_err();
    assert_eq!(coarse.code(), "label_resolution");
    assert_eq!(read_images(&[png(&input, Resolution::Dpi300)]), ["Ab".repeat(18)]);
}

#[test]
fn every_bar_is_whole_dots_of_one_module() {
    for resolution in BOTH {
        let page = pages_of_label(&label("RB123456785CN", 0)).remove(0);
        let (bitmap, placed) = Bitmap::of(&LATIN, &page, resolution, Bars::Drawn).unwrap();
        let (at, code) = (
            placed[0],
            crate::barcode::Barcode::encode("RB123456785CN", crate::barcode::Symbology::Code128)
                .unwrap(),
        );
        let row = at.top + at.height / 2;
        let mut wanted = vec![false; code.module_count() * at.module];
        for (start, width) in code.bars() {
            wanted[start * at.module..(start + width) * at.module].fill(true);
        }
        let found: Vec<bool> =
            (0..wanted.len()).map(|x| bitmap.is_black(at.left + x, row)).collect();
        assert_eq!(found, wanted);
        // Ten modules of white at either side.
        let quiet = 10 * at.module;
        assert!((at.left - quiet..at.left).all(|x| !bitmap.is_black(x, row)));
        let end = at.left + wanted.len();
        assert!((end..end + quiet).all(|x| !bitmap.is_black(x, row)));
    }
}

#[test]
fn a_png_has_the_size_of_its_paper() {
    for (resolution, size) in BOTH.into_iter().zip([(799, 1199), (1181, 1772)]) {
        let file = png(&label("RB123456785CN", 3), resolution);
        let reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        let info = reader.info();
        assert_eq!((info.width, info.height), size);
        assert_eq!(info.bit_depth, png::BitDepth::One);
        let per_metre = info.pixel_dims.unwrap().xppu;
        assert_eq!((per_metre * 254 + 5_000) / 10_000, u32::from(resolution.dpi()));
        assert!(file.len() < 40_000, "{} bytes", file.len());
    }
    let past = render_label_png(&LATIN, &label("RB123456785CN", 0), Resolution::Dpi203, 1);
    assert_eq!(past, Ok(None));
}

#[test]
fn letters_are_black_on_white_and_white_on_black() {
    let mut doc = Document::new(&ALL, 40.0, 20.0);
    doc.fill(Area::new(0.0, 80.0 * DOT_MM, 40.0, 10.0));
    doc.text(20.0, 7.0, Style::bold(16.0).align(Align::Centre), "一");
    doc.text(20.0, 7.0 + 80.0 * DOT_MM, Style::bold(16.0).white().align(Align::Centre), "一");
    let page = doc.into_pages().remove(0);
    let (bitmap, _) = Bitmap::of(&ALL, &page, Resolution::Dpi203, Bars::Drawn).unwrap();
    let ink = |rows: std::ops::Range<usize>| {
        rows.map(|y| (0..bitmap.width).filter(|x| bitmap.is_black(*x, y)).count()).sum::<usize>()
    };
    let (above, below) = (ink(0..80), ink(80..160));
    // One stroke: the same dots black above as white below.
    assert!(above > 100 && 80 * bitmap.width - below == above, "{above} {below}");
}
