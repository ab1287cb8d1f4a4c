//! What can be printed, what is named as unprintable, and how rows break.

use super::{fit_size, printable, shorten, wrap};
use crate::LabelError;
use crate::font::{Face, Fonts};

#[test]
fn every_european_latin_alphabet_can_be_printed() {
    let fonts = Fonts::load();
    let names = [
        "Łódź, ul. Święta Ścieżka 12",
        "Příliš žluťoučký kůň, Ostrov u Macochy",
        "Şanlıurfa, İğneada Çıkmazı",
        "Größe Straße, GROẞE STRASSE",
        "Cœur de l’Île, Façade Noël",
        "Brașov, Târgu Mureș, Ţara",
        "Ærøskøbing, Åland, Þingvellir, Ðorđe",
        "Győr, Székesfehérvár, Ünnő",
        "Ķekava, Šiauliai, Ģertrūdes, Jõhvi",
        "Ta’ Xbiex, Ħamrun, Żebbuġ",
        "Llanfairpwll Ŵyr ŷ",
        "Đường Nguyễn Huệ, Quận 1",
        "Oʻzbekiston",
        "São Paulo, nº 5, 2ª via – “A” №7 €",
    ];
    for name in names {
        let text = printable(&fonts, "recipient.name", name).unwrap();
        for face in [Face::Regular, Face::Bold] {
            assert!(fonts.width_mm(face, 10.0, &text) > 10.0, "{name}");
        }
    }
}

#[test]
fn accents_written_apart_are_joined_and_blanks_made_single() {
    let fonts = Fonts::load();
    let text = printable(&fonts, "f", "  Krako\u{301}w\u{a0}\u{2009} Rynek\u{2011}1 ").unwrap();
    assert_eq!(text, "Krak\u{f3}w Rynek-1");
}

#[test]
fn other_scripts_are_named_with_field_and_mend() {
    let fonts = Fonts::load();
    for text in ["临安区", "Москва", "Αθήνα", "القاهرة", "東京", "Łódź 🙂"]
    {
        match printable(&fonts, "recipient.city", text).unwrap_err() {
            LabelError::Script { field, text: found, mend } => {
                assert_eq!((field, found.as_str()), ("recipient.city", text));
                assert!(mend.contains("Latin script only"));
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn rows_break_at_blanks_and_lose_nothing() {
    let fonts = Fonts::load();
    let text = "Donaudampfschifffahrtsgesellschaftstraße 112, Hinterhaus rechts";
    let rows = wrap(&fonts, (Face::Regular, 10.0), text, 85.0).unwrap();
    assert_eq!(rows.join(" "), text);
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| fonts.width_mm(Face::Regular, 10.0, row) <= 85.0));
    assert_eq!(wrap(&fonts, (Face::Regular, 10.0), text, 30.0), None);
}

#[test]
fn sizes_shrink_to_fit_and_no_further() {
    let fonts = Fonts::load();
    let text = "Registered small packet";
    let width = fonts.width_mm(Face::Bold, 10.0, text) + 0.01;
    assert_eq!(fit_size(&fonts, Face::Bold, text, width, (6.0, 20.0)), Some(10.0));
    assert_eq!(fit_size(&fonts, Face::Bold, text, 1000.0, (6.0, 20.0)), Some(20.0));
    assert_eq!(fit_size(&fonts, Face::Bold, text, width, (11.0, 20.0)), None);
}

#[test]
fn shortened_text_ends_in_an_ellipsis_and_fits() {
    let fonts = Fonts::load();
    let style = (Face::Regular, 6.0);
    assert_eq!(shorten(&fonts, style, "Walnuts", 40.0), "Walnuts");
    let short = shorten(&fonts, style, "Walnuts in shell, roasted, unsalted, from Lin’an", 20.0);
    assert!(short.starts_with("Walnuts") && short.ends_with('…'), "{short}");
    assert!(fonts.width_mm(Face::Regular, 6.0, &short) <= 20.0);
}
