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

/// Which form each number from 0 to 130 takes, by ICU 78 (CLDR 48): `Intl.PluralRules` in Node.
const FORMS_BY_ICU: &[(PluralRule, &str)] = &[
    (
        PluralRule::One,
        "o1ooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo",
    ),
    (
        PluralRule::ZeroOne,
        "11ooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo",
    ),
    (
        PluralRule::EastSlavic,
        "m1fffmmmmmmmmmmmmmmmm1fffmmmmmm1fffmmmmmm1fffmmmmmm1fffmmmmmm1fffmmmmmm1fffmmmmmm1fffmmmmmm1fffmmmmmm1fffmmmmmmmmmmmmmmmm1fffmmmmmm",
    ),
    (
        PluralRule::Polish,
        "m1fffmmmmmmmmmmmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmfffmmmmmmmmmmmmmmmmmfffmmmmmm",
    ),
    (
        PluralRule::WestSlavic,
        "o1fffoooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo",
    ),
    (
        PluralRule::Arabic,
        "z12ffffffffmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmoooffffffffmmmmmmmmmmmmmmmmmmmm",
    ),
];

#[test]
fn numbers_take_the_forms_that_icu_gives_them() {
    let letter = |form| match form {
        PluralForm::Zero => 'z',
        PluralForm::One => '1',
        PluralForm::Two => '2',
        PluralForm::Few => 'f',
        PluralForm::Many => 'm',
        PluralForm::Other => 'o',
    };
    for &(rule, expected) in FORMS_BY_ICU {
        let found: String = (0..=130).map(|count| letter(rule.form_of(count))).collect();
        assert_eq!(found, expected, "{}", rule.as_str());
    }
    for &rule in PluralRule::ALL {
        let used: std::collections::BTreeSet<_> = (0..=130).map(|n| rule.form_of(n)).collect();
        assert_eq!(used.into_iter().collect::<Vec<_>>(), rule.forms(), "{}", rule.as_str());
    }
}

#[test]
fn counts_are_said_as_people_say_them() {
    let texts = all();
    let said = |language: usize, count| texts[language].count(Counted::SilentDays, count);
    assert_eq!([said(0, 1), said(0, 2)], ["1 day without news", "2 days without news"]);
    assert_eq!(said(1, 1), "1 天没有消息");
    assert_eq!(said(2, 1), "1 день без новостей");
    assert_eq!(said(2, 3), "3 дня без новостей");
    assert_eq!(said(2, 11), "11 дней без новостей");
    assert_eq!(said(2, 21), "21 день без новостей");
    assert_eq!(said(3, 2), "يومان دون أخبار");
    assert_eq!(said(3, 3), "3 أيام دون أخبار");
    assert_eq!(said(3, 11), "11 يومًا دون أخبار");
    assert_eq!(said(3, 100), "100 يوم دون أخبار");
}

#[test]
fn every_phrase_reason_exception_and_country_is_said_in_every_language() {
    let kinds = [
        ExceptionKind::Stalled,
        ExceptionKind::Blind,
        ExceptionKind::OffRoute,
        ExceptionKind::CustomsHold,
        ExceptionKind::FailedDelivery,
        ExceptionKind::PromiseAtRisk,
        ExceptionKind::PromiseBroken,
        ExceptionKind::PresumedLost { probability: 0.99 },
    ];
    let reported = SubStatus::ALL.iter().filter(|sub| sub.status() == Status::Exception);
    let reported: Vec<_> = reported.map(|sub| ExceptionKind::Reported(*sub)).collect();
    assert_eq!((kinds.len(), reported.len()), (EXCEPTIONS.len(), 8));
    for texts in all() {
        for kind in kinds.iter().chain(&reported) {
            assert_ne!(texts.exception(kind), "", "{} {kind:?}", texts.language());
        }
        for phrase in Phrase::ALL {
            assert_ne!(texts.phrase(*phrase), "", "{} {phrase:?}", texts.language());
        }
        for country in CountryCode::all() {
            assert!(texts.countries.contains_key(&country), "{} {country}", texts.language());
        }
    }
}

#[test]
fn dates_are_written_as_the_language_writes_them() {
    let texts = all();
    let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
    let (from, to) = (day("2026-11-22"), day("2027-01-03"));
    let said: Vec<String> = texts.iter().map(|t| t.dates().range(from, to, 2026)).collect();
    assert_eq!(
        said,
        [
            "Sun 22 November – Sun 3 January 2027",
            "11月22日周日至2027年1月3日周日",
            "вс, 22 ноября – вс, 3 января 2027 г.",
            "الأحد 22 نوفمبر – الأحد 3 يناير 2027",
        ]
    );
    assert_eq!(texts[0].dates().range(from, from, 2026), "Sun 22 November");
    assert_eq!(texts[0].dates().range(to, from, 2026), "Sun 22 November", "never backwards");
}

#[test]
fn a_value_cannot_disorder_the_text_around_it() {
    let texts = all();
    let said =
        |language: usize, number| texts[language].filled(Phrase::Title, &[("number", number)]);
    assert_eq!(said(0, "LX1"), "Parcel LX1");
    assert_eq!(said(3, "LX1"), "الطرد \u{2068}LX1\u{2069}");
    assert_eq!(said(0, "شحنة"), "Parcel \u{2068}شحنة\u{2069}");
}

#[test]
fn braces_that_nothing_fills_are_refused() {
    let (_, english) = FILES[0];
    let faults_of = |from: &str, to: &str| {
        assert!(english.contains(from), "{from}");
        let faults = Texts::read("xx.toml", &english.replace(from, to)).unwrap_err();
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    assert!(faults_of("Parcel {number}", "Parcel {nummer}").contains("phrase.title has other"));
    assert!(faults_of("Parcel {number}", "Parcel").contains("phrase.title has other"));
    assert!(faults_of("Delivered {date}", "Delivered {date").contains("phrase.delivered_on has"));
    assert!(faults_of("{count} days ago", "{days} ago").contains("count.heard_days.other has"));
    assert!(faults_of("plural = \"one\"", "plural = \"two\"").contains("plural names no rule"));
    assert!(faults_of("\"Mon\", ", "").contains("date.weekdays has not 7 names"));
    assert!(faults_of("plural = \"one\"", "plural = \"polish\"").contains("count.heard_days.few"));
    assert!(faults_of("DE = ", "QQ = ").contains("country.QQ is no country"));
}
