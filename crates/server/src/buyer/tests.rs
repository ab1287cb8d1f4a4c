use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use portolan_model::{Code, CountryCode, GeoPoint, Milestone};
use portolan_tracking::adapter::scan_line;
use portolan_tracking::outlook::{Exception, ExceptionKind};
use portolan_tracking::plan::{NextStep, Stop};
use portolan_tracking::texts::Texts;
use portolan_tracking::timeline::{FoldRules, fold};

use super::{language, notice, page::page};
use crate::app::following::Followed;

const NUMBER: &str = "RK000000014CN";

fn now() -> Timestamp {
    "2026-11-22T09:00:00Z".parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn texts(language: &str) -> &'static Texts {
    language::of_reader(Some(language), "")
}

/// One line of scans: when, what, who, and the rest as JSON members.
fn scan(at: &str, milestone: &str, carrier: &str, rest: &str) -> String {
    let comma = if rest.is_empty() { "" } else { "," };
    format!(
        r#"{{"identifier":"{NUMBER}","carrier":"{carrier}","occurred_at":"{at}","milestone":"{milestone}"{comma}{rest}}}"#
    )
}

fn place(country: &str, city: &str) -> String {
    format!(r#""place":{{"country":"{country}","city":"{city}"}}"#)
}

/// A parcel from Hangzhou to Lyon that has just left customs, after a week without news.
fn journey() -> Vec<String> {
    vec![
        scan("2026-11-02T09:30:00", "announced", "china_post", ""),
        scan("2026-11-03T18:05:00", "accepted", "china_post", &place("CN", "Hangzhou")),
        scan(
            "2026-11-04T07:40:00",
            "arrived_at_outward_office",
            "china_post",
            &place("CN", "Shanghai"),
        ),
        scan(
            "2026-11-05T02:12:00",
            "released_by_export_customs",
            "china_post",
            &place("CN", "Shanghai"),
        ),
        scan(
            "2026-11-05T23:55:00+08:00",
            "departed_outward_office",
            "china_post",
            &place("CN", "Shanghai"),
        ),
        scan(
            "2026-11-20T16:20:00+01:00",
            "arrived_at_inward_office",
            "la_poste",
            &place("FR", "Roissy"),
        ),
        scan(
            "2026-11-21T08:10:00+01:00",
            "held_by_import_customs",
            "la_poste",
            r#""reason":"inspection","place":{"country":"FR","city":"Roissy"}"#,
        ),
    ]
}

fn followed(lines: &[String]) -> Followed {
    let scans: Vec<_> = lines.iter().map(|line| scan_line::read(line, now()).unwrap()).collect();
    let rules = FoldRules { now: Some(now()), ..FoldRules::PLAIN };
    let stop = |name: &str, country: &str, lat: i32, lon: i32, is_seen: bool| Stop {
        name: name.to_owned(),
        country: CountryCode::from_alpha2(country),
        position: GeoPoint::from_micro_degrees(lat, lon).unwrap(),
        seen_at: is_seen.then(now),
    };
    let step = |milestone, operator: &str, about: &str| NextStep {
        milestone,
        operator: Some(operator.to_owned()),
        about: Some(day(about)),
    };
    Followed {
        number: NUMBER.to_owned(),
        is_test: false,
        timeline: fold(&scans, &rules),
        other_numbers: vec!["8R41234567890".to_owned()],
        service: Some("Economy".to_owned()),
        origin_country: CountryCode::from_alpha2("CN"),
        destination_country: CountryCode::from_alpha2("FR"),
        destination_city: Some("Lyon".to_owned()),
        promised_on: Some(day("2026-12-01")),
        window: Some((day("2026-11-25"), day("2026-11-30"))),
        next: vec![
            step(Milestone::ReleasedByImportCustoms, "Douane", "2026-11-23"),
            step(Milestone::ArrivedAtSortingCentre, "La Poste", "2026-11-24"),
            step(Milestone::Delivered, "La Poste", "2026-11-25"),
        ],
        stops: vec![
            stop("Hangzhou", "CN", 30_274_000, 120_155_000, true),
            stop("Shanghai Pudong", "CN", 31_144_000, 121_808_000, true),
            stop("Paris CDG", "FR", 49_009_700, 2_547_900, true),
            stop("Lyon", "FR", 45_764_000, 4_835_700, false),
        ],
        exceptions: Vec::new(),
        operators: BTreeMap::from([(Code::parse("china_post").unwrap(), "China Post".to_owned())]),
    }
}

fn exception(kind: ExceptionKind) -> Exception {
    Exception { kind, since: now(), shown_by: None }
}

/// What a reader sees: the text without tags, blanks made one.
fn seen(html: &str) -> String {
    let body = &html[html.find("<body").unwrap()..];
    let mut text = String::new();
    let mut is_tag = false;
    for character in body.chars() {
        match character {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push(' ');
            }
            _ if !is_tag => text.push(character),
            _ => {}
        }
    }
    let text = text.replace(['\u{2068}', '\u{2069}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_parcel_is_told_in_the_readers_language() {
    let followed = followed(&journey());
    let told = |language| seen(&page(&followed, texts(language), now()));
    let english = told("en");
    for text in [
        "RK000000014CN",
        "With customs",
        "Expected Wed 25 November – Mon 30 November",
        "Promised by Tue 1 December",
        "Last news 1 day ago",
        "Customs or security , since Sat 21 November",
        "presented by La Poste",
        "From China",
        "Lyon , France",
        "It is being inspected",
        "14 days without news",
        "Delivery · La Poste · about Wed 25 November",
        "23:55 UTC+8",
        "8R41234567890",
    ] {
        assert!(english.contains(text), "{text} is not in: {english}");
    }
    let russian = told("ru");
    for text in ["На таможне", "14 дней без новостей", "Ожидается: ср, 25 ноября", "Лион"]
    {
        assert_eq!(russian.contains(text), text != "Лион", "{text} in: {russian}");
    }
    assert!(told("zh").contains("预计11月25日周三至11月30日周一送达"), "{}", told("zh"));
    assert!(told("ar").contains("14 يومًا دون أخبار"), "{}", told("ar"));
}

#[test]
fn the_page_says_its_language_and_direction_and_offers_the_others() {
    let followed = followed(&journey());
    for one in language::all() {
        let html = page(&followed, one, now());
        let start = format!(
            r#"<!DOCTYPE html><html lang="{}" dir="{}">"#,
            one.language(),
            one.direction().as_str()
        );
        assert!(html.starts_with(&start), "{}", &html[..80]);
        for other in language::all() {
            assert!(html.contains(&format!(r#"href="?lang={}""#, other.language())));
        }
        assert_eq!(html.matches(r#"aria-current="true""#).count(), 1);
    }
    assert!(page(&followed, texts("ar"), now()).contains(r#"<html lang="ar" dir="rtl">"#));
}

#[test]
fn a_page_with_as_much_as_it_can_have_is_under_fifty_kilobytes() {
    let long = "Ж".repeat(400);
    let mut lines: Vec<String> = (0..300)
        .map(|n| {
            let at = format!("2026-{:02}-{:02}T10:{:02}:00+05:45", 1 + n / 28 % 10, 1 + n % 28, n % 60);
            let rest = format!(
                r#""reason":"declaration_incomplete","place":{{"country":"FR","city":"{long}"}},"raw_text":"{long}""#
            );
            scan(&at, "held_by_import_customs", &"c".repeat(60), &rest)
        })
        .collect();
    lines.push(scan("2026-11-21T10:00:00Z", "unknown", "x", r#""raw_code":"ZZ9""#));
    let mut followed = followed(&lines);
    followed.other_numbers = (0..100).map(|n| format!("NUMBER{n:058}")).collect();
    followed.next = vec![followed.next[0].clone(); 200];
    followed.stops = vec![followed.stops[0].clone(); 500];
    followed.exceptions = vec![exception(ExceptionKind::Blind), exception(ExceptionKind::OffRoute)];
    for texts in language::all() {
        let html = page(&followed, texts, now());
        assert!(html.len() < 50_000, "{}: {} bytes", texts.language(), html.len());
        assert!(html.len() > 20_000, "{}: {} bytes", texts.language(), html.len());
    }
}

#[test]
fn nothing_personal_and_no_free_text_of_a_carrier_is_shown() {
    let mut lines = journey();
    let secret = r#""raw_text":"Jean Dupont, tel 0612345678","raw_code":"OFD","#;
    let at_home = |text: &str| {
        format!(
            r#"{secret}"place":{{"country":"FR","city":"Lyon","postcode":"69002","text":"{text}"}},"proof":{{"signatory":"Jean Dupont","code":"4711"}}"#
        )
    };
    lines.push(scan(
        "2026-11-22T07:00:00+01:00",
        "out_for_delivery",
        "la_poste",
        &at_home("12 rue X"),
    ));
    lines.push(scan("2026-11-22T08:00:00+01:00", "delivered", "la_poste", &at_home("chez Dupont")));
    lines.push(scan(
        "2026-11-20T17:00:00+01:00",
        "arrived_at_sorting_centre",
        "la_poste",
        r#""place":{"country":"FR","text":"Call 0612345678"}"#,
    ));
    lines.push(scan(
        "2026-11-20T18:00:00+01:00",
        "departed_sorting_centre",
        "la_poste",
        r#""place":{"country":"FR","text":"PIC Lyon Saint-Priest"}"#,
    ));
    let html = page(&followed(&lines), texts("en"), now());
    for secret in ["Dupont", "0612345678", "69002", "12 rue", "4711", "OFD"] {
        assert!(!html.contains(secret), "{secret}");
    }
    assert!(html.contains("PIC Lyon Saint-Priest"));
    assert!(seen(&html).contains("Delivered Sun 22 November"), "{}", seen(&html));
}

#[test]
fn what_comes_from_outside_is_escaped() {
    let evil = "<script>alert(1)</script>";
    let escaped = evil.replace('"', "\\\"");
    let mut lines = journey();
    lines.push(scan("2026-11-21T09:00:00+01:00", "in_transit", "x", &place("FR", &escaped)));
    let mut followed = followed(&lines);
    followed.number = evil.to_owned();
    followed.service = Some(evil.to_owned());
    followed.destination_city = Some(evil.to_owned());
    followed.other_numbers = vec![evil.to_owned()];
    followed.stops[0].name = format!("'\"{evil}");
    for html in [
        page(&followed, texts("en"), now()),
        notice::unknown(evil, texts("ar")),
        notice::not_a_number(evil, texts("zh")),
    ] {
        assert!(!html.contains("<script>alert"), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)"), "{html}");
    }
    let scripts = page(&followed, texts("en"), now());
    assert_eq!(scripts.matches("<script").count(), 1, "the map's own");
    assert!(scripts.contains(r#"<script type="module" src="/track/map.js"></script>"#));
    assert!(!scripts.contains(" style=") && !scripts.contains(" onload="));
}

#[test]
fn exceptions_are_said_calmly_and_the_graver_covers_the_lesser() {
    let mut followed = followed(&journey());
    let told = |followed: &Followed| seen(&page(followed, texts("en"), now()));
    followed.exceptions = vec![
        exception(ExceptionKind::Stalled),
        exception(ExceptionKind::Blind),
        exception(ExceptionKind::PromiseAtRisk),
        exception(ExceptionKind::PromiseBroken),
    ];
    let text = told(&followed);
    assert!(text.contains("longer than usual. The parcel may well be moving"), "{text}");
    assert!(
        text.contains("has not arrived by the promised day") && !text.contains("may arrive later")
    );
    assert!(!text.contains("The next news is later"), "blind says it already");
    assert!(text.contains("Expected Wed 25"), "{text}");
    followed.exceptions.push(exception(ExceptionKind::PresumedLost { probability: 0.98 }));
    let text = told(&followed);
    assert!(text.contains("It may be lost. Please ask the shop"), "{text}");
    assert!(!text.contains("Expected Wed 25") && !text.contains("promised day"), "{text}");
    assert!(!text.contains("0.98") && !text.contains("98 %"));
}

#[test]
fn a_delivered_parcel_has_nothing_to_expect_and_nothing_to_fear() {
    let mut lines = journey();
    lines.push(scan("2026-11-22T08:00:00+01:00", "delivered", "la_poste", &place("FR", "Lyon")));
    let mut followed = followed(&lines);
    followed.exceptions = vec![exception(ExceptionKind::PromiseBroken)];
    let text = seen(&page(&followed, texts("en"), now()));
    assert!(text.contains("Delivered Sun 22 November"), "{text}");
    for gone in ["Expected", "Promised by", "Good to know", "about Wed", "Last news"] {
        assert!(!text.contains(gone), "{gone} in {text}");
    }
    assert!(text.contains("The recipient , since Sun 22 November"), "{text}");
}

#[test]
fn what_the_carrier_reports_goes_before_the_status() {
    let mut lines = journey();
    lines.push(scan("2026-11-22T08:00:00+01:00", "lost", "la_poste", ""));
    let mut lost = followed(&lines);
    lost.exceptions = vec![exception(ExceptionKind::Reported(lost.timeline.sub_status))];
    let text = seen(&page(&lost, texts("en"), now()));
    assert!(text.contains("A carrier has declared it lost"), "{text}");
    assert!(!text.contains("Something is wrong") && !text.contains("Expected"), "{text}");
}

#[test]
fn what_is_taken_back_unknown_doubtful_or_without_a_time_is_marked() {
    let lines = [
        scan("2026-11-20", "accepted", "p", ""),
        scan(
            "2026-11-20T23:00:00",
            "unknown",
            "p",
            r#""raw_code":"ZX-9","raw_text":"Secret words""#,
        ),
        scan("2026-11-21T10:00:00Z", "delivered", "p", r#""event_key":"e1""#),
        scan("2026-11-21T11:00:00Z", "note", "p", r#""void_of":"e1""#),
        scan("2026-11-22T07:00:00-03:30", "delivered", "p", ""),
        scan("2026-11-22T08:00:00-03:30", "departed_by_transport", "p", ""),
    ];
    let text = seen(&page(&followed(&lines), texts("en"), now()));
    assert!(text.contains("the carrier's code: ZX-9") && !text.contains("Secret"), "{text}");
    assert!(text.contains("Taken back by the carrier"), "{text}");
    assert!(text.contains("Does not fit with the rest"), "{text}");
    assert!(text.contains("08:00 UTC−3:30") && text.contains("10:00 UTC+0"), "{text}");
    assert!(!text.contains("00:00"), "a day without a time has none: {text}");
}

#[test]
fn a_parcel_of_which_nothing_is_known_still_has_a_page() {
    let mut empty = followed(&[]);
    empty.window = None;
    empty.stops.clear();
    let html = page(&empty, texts("en"), now());
    assert!(seen(&html).contains("Nobody has told anything about this parcel yet"), "{html}");
    assert!(!html.contains("<script") && !html.contains("id=\"map\""));
}

#[test]
fn a_window_that_is_over_is_not_expected_any_more() {
    let followed = followed(&journey());
    let at = |days: i64| now() + SignedDuration::from_hours(days * 24);
    let told = |days: i64| seen(&page(&followed, texts("en"), at(days)));
    assert!(told(8).contains("Expected"));
    assert!(!told(10).contains("Expected"));
}

#[test]
fn an_unknown_number_is_answered_with_what_may_be_the_case() {
    let told = |number: &str| seen(&notice::unknown(number, texts("en")));
    let check = "Its check digit does not fit";
    assert!(!told("RK000000014CN").contains(check));
    assert!(told("RK000000015CN").contains(check));
    assert!(!told("hello").contains(check));
    assert!(told("hello").contains("It may be too new"));
    let endless = seen(&notice::not_a_number(&"9".repeat(60_000), texts("ru")));
    assert!(endless.len() < 2_000 && endless.contains('…'), "{endless}");
    assert!(endless.contains("Это не номер отправления"));
    assert!(seen(&notice::too_many(61, texts("ru"))).contains("через 2 минуты"));
    assert!(seen(&notice::too_many(0, texts("en"))).contains("in 1 minute."));
    assert!(seen(&notice::failed(texts("en"))).contains("Please try again"));
    assert!(notice::ask(texts("ar")).contains(r#"<form class="sheet" action="/t""#));
}
