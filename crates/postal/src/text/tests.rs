//! What can be printed, what is named as unprintable, and how rows break.

use super::{fit_size, printable, shorten, transliterate, wrap};
use crate::LabelError;
use crate::font::Face;
use crate::shape::Fonts;
use crate::testing::{ALL, LATIN};
use unicode_normalization::char::is_combining_mark;

#[test]
fn every_european_latin_alphabet_can_be_printed() {
    let fonts = Fonts::new(&LATIN);
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
        for face in [Face::REGULAR, Face::BOLD] {
            assert!(fonts.width_mm(face, 10.0, &text) > 10.0, "{name}");
        }
    }
}

#[test]
fn accents_written_apart_are_joined_and_blanks_made_single() {
    let fonts = Fonts::new(&LATIN);
    let text = printable(&fonts, "f", "  Krako\u{301}w\u{a0}\u{2009} Rynek\u{2011}1 ").unwrap();
    assert_eq!(text, "Krak\u{f3}w Rynek-1");
}

#[test]
fn every_script_can_be_printed_and_without_its_fonts_is_named() {
    let (all, latin) = (Fonts::new(&ALL), Fonts::new(&LATIN));
    for text in ["Москва", "Αθήνα", "Ђорђе Ўзбек Қазақстан"] {
        assert_eq!(printable(&latin, "recipient.city", text).unwrap(), text);
    }
    let others = [
        "临安区喆堃镕",
        "臺北市",
        "القاهرة",
        "تهران پنج",
        "東京都渋谷区",
        "서울특별시",
        "กรุงเทพฯ",
        "नई दिल्ली",
        "תל אביב",
        "תֵּל־אָבִיב",
        "თბილისი",
        "Երևան",
    ];
    for text in others {
        assert_eq!(printable(&all, "recipient.city", text).unwrap(), text);
        match printable(&latin, "recipient.city", text).unwrap_err() {
            LabelError::Script { field, text: found, letter, mend } => {
                assert_eq!((field, found.as_str()), ("recipient.city", text));
                let first = text.chars().next().unwrap();
                assert!(letter.contains(first) && letter.contains("U+"), "{letter}");
                assert!(mend.contains("make web"), "{mend}");
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn what_no_font_draws_is_named_and_never_left_out() {
    let fonts = Fonts::new(&ALL);
    let texts = [
        ("Łódź 🙂", "`🙂` (U+1F642)"),
        ("Ann\u{7}a", "U+0007"),
        ("Ann\u{0}a", "U+0000"),
        ("private \u{E000}", "`\u{E000}` (U+E000)"),
        ("\u{12000}", "`\u{12000}` (U+12000)"),
        ("👩\u{200D}🚀", "`👩` (U+1F469)"),
    ];
    for (text, named) in texts {
        match printable(&fonts, "recipient.name", text).unwrap_err() {
            LabelError::Script { letter, mend, .. } => {
                assert_eq!(letter, named);
                assert!(mend.contains("without that character"), "{mend}");
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn html_is_text_and_signs_of_direction_cannot_turn_an_address_around() {
    let fonts = Fonts::new(&ALL);
    let is = |text: &str| printable(&fonts, "recipient.name", text).unwrap();
    assert_eq!(is("<b>Ann</b> &amp; <script>1</script>"), "<b>Ann</b> &amp; <script>1</script>");
    // Overrides, embeddings and isolates go; marks that belong to mixed text stay and draw nothing.
    assert_eq!(is("12\u{202E}34 Main\u{202C} \u{2067}St\u{2069}"), "1234 Main St");
    assert_eq!(is("שלום\u{200F} 12\u{200E}"), "שלום\u{200F} 12\u{200E}");
    assert_eq!(is("two\nlines\tand\u{200B}\u{FEFF} more"), "two lines and more");
    let width = |text: &str| fonts.width_mm(Face::REGULAR, 10.0, text);
    assert!((width("שלום\u{200F}") - width("שלום")).abs() < 0.001);
}

#[test]
fn scripts_without_blanks_break_where_their_rules_allow() {
    let fonts = Fonts::new(&ALL);
    let texts = [
        "中华人民共和国浙江省杭州市临安区锦城街道钱王街八十八号",
        "東京都千代田区千代田一丁目一番一号、パレスビル十二階",
        "กรุงเทพมหานครอมรรัตนโกสินทร์มหินทรายุธยา",
    ];
    for text in texts {
        let rows = wrap(&fonts, (Face::REGULAR, 12.0), text, 50.0).unwrap();
        assert!(rows.len() > 1, "{rows:?}");
        assert_eq!(rows.concat(), text);
        assert!(rows.iter().all(|row| fonts.width_mm(Face::REGULAR, 12.0, row) <= 50.0));
        for row in &rows {
            let first = row.chars().next().unwrap();
            assert!(!"、。ฯำ".contains(first) && !is_combining_mark(first), "{rows:?}");
        }
    }
}

#[test]
fn other_scripts_have_a_form_in_latin_letters() {
    let is = |text: &str| transliterate(text).unwrap();
    assert_eq!(is("Ольга, Москва"), "Ol'ga, Moskva");
    assert_eq!(is("Αθήνα 151 25"), "Athina 151 25");
    assert_eq!(is("東京都"), "DongJingDou");
    for text in ["محمد عبد اللطيف", "ณัฐพงศ์", "अनुष्का", "세종대로 110", "გიორგი", "喆"]
    {
        assert!(is(text).is_ascii() && !is(text).is_empty(), "{text}: {}", is(text));
    }
    for text in ["Łódź, ul. Święta 12", "Đường Nguyễn Huệ", "12 № 7 €", ""] {
        assert_eq!(transliterate(text), None);
    }
}

#[test]
fn rows_break_at_blanks_and_lose_nothing() {
    let fonts = Fonts::new(&LATIN);
    let text = "Donaudampfschifffahrtsgesellschaftstraße 112, Hinterhaus rechts";
    let rows = wrap(&fonts, (Face::REGULAR, 10.0), text, 85.0).unwrap();
    assert_eq!(rows.join(" "), text);
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| fonts.width_mm(Face::REGULAR, 10.0, row) <= 85.0));
    assert_eq!(wrap(&fonts, (Face::REGULAR, 10.0), text, 30.0), None);
}

#[test]
fn sizes_shrink_to_fit_and_no_further() {
    let fonts = Fonts::new(&LATIN);
    let text = "Registered small packet";
    let width = fonts.width_mm(Face::BOLD, 10.0, text) + 0.01;
    assert_eq!(fit_size(&fonts, Face::BOLD, text, width, (6.0, 20.0)), Some(10.0));
    assert_eq!(fit_size(&fonts, Face::BOLD, text, 1000.0, (6.0, 20.0)), Some(20.0));
    assert_eq!(fit_size(&fonts, Face::BOLD, text, width, (11.0, 20.0)), None);
}

#[test]
fn shortened_text_ends_in_an_ellipsis_and_fits() {
    let fonts = Fonts::new(&LATIN);
    let style = (Face::REGULAR, 6.0);
    assert_eq!(shorten(&fonts, style, "Walnuts", 40.0), "Walnuts");
    let short = shorten(&fonts, style, "Walnuts in shell, roasted, unsalted, from Lin’an", 20.0);
    assert!(short.starts_with("Walnuts") && short.ends_with('…'), "{short}");
    assert!(fonts.width_mm(Face::REGULAR, 6.0, &short) <= 20.0);
}
