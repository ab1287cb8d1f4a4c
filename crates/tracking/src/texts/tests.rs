use super::*;

const FILES: &[(&str, &str)] = &[
    ("en.toml", include_str!("../../texts/en.toml")),
    ("zh.toml", include_str!("../../texts/zh.toml")),
    ("ru.toml", include_str!("../../texts/ru.toml")),
    ("ar.toml", include_str!("../../texts/ar.toml")),
];

fn all() -> Vec<Texts> {
    FILES.iter().map(|(file, text)| Texts::read(file, text).unwrap()).collect()
}

#[test]
fn every_language_has_every_word() {
    let texts = all();
    let languages: Vec<&str> = texts.iter().map(Texts::language).collect();
    assert_eq!(languages, ["en", "zh", "ru", "ar"]);
    for (texts, (file, _)) in texts.iter().zip(FILES) {
        assert_eq!(format!("{}.toml", texts.language()), *file);
        assert_eq!(texts.direction() == Direction::RightToLeft, texts.language() == "ar");
        let said = texts.milestone(Milestone::OutForDelivery);
        assert!(!said.is_empty() && said != texts.milestone(Milestone::Delivered));
    }
}

#[test]
fn every_fault_of_a_file_is_told_at_once() {
    let (_, english) = FILES[0];
    let broken = english
        .replace("direction = \"ltr\"", "direction = \"up\"")
        .replace("lost = \"Lost\"\n", "")
        .replace("[status]", "[status]\nnowhere = \"Nowhere\"");
    let faults = Texts::read("xx.toml", &broken).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "xx.toml: direction is neither of its words: write ltr or rtl",
            "xx.toml: milestone.lost is missing: write it as text in quotation marks",
            "xx.toml: status.nowhere is no status: take the line out",
        ]
    );
    assert_eq!(Texts::read("xx.toml", "language = ").unwrap_err().len(), 1);
}

#[test]
fn a_reader_gets_the_language_he_reads_best() {
    let texts = all();
    let got = |wanted| preferred(&texts, wanted).unwrap().language();
    assert_eq!(got("fr-FR, ru;q=0.7, ar;q=0.9"), "ar");
    assert_eq!(got("zh-Hans-CN"), "zh");
    assert_eq!(got("ru;q=0, ar;q=0.001"), "ar");
    for none in ["", "fr", "*", ";;;,,,q=", "ru;q=nine", "x".repeat(10_000).as_str()] {
        assert_eq!(got(none), "en", "{none}");
    }
    assert_eq!(preferred(&texts[1..], "fr").unwrap().language(), "zh");
    assert_eq!(preferred(&[], "en"), None);
}
