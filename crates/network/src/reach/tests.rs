//! What the small network reaches, and why not.

use crate::{check, fixture::overlaid};

fn lines(source: &crate::NetworkSource) -> Vec<String> {
    let checked = check(source);
    assert_eq!(checked.error_count(), 0, "{:?}", checked.faults);
    let reached = checked.reach.reached.iter().map(|country| {
        let names = |codes: &[portolan_model::Code]| {
            codes.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")
        };
        format!(
            "{} {} {} {}",
            country.country,
            country.legs_min,
            names(&country.lines),
            names(&country.services)
        )
    });
    let unreached = checked
        .reach
        .unreached
        .iter()
        .map(|country| format!("{} {}", country.country, country.why));
    reached.chain(unreached).collect()
}

#[test]
fn countries_are_reached_by_lines_and_services() {
    let expected =
        ["DE 3 wh ", "FR 5 sp standard", "GB 4 sp standard", "CN it has no zone of kind delivery"];
    assert_eq!(lines(&overlaid(&[])), expected);
}

#[test]
fn a_mode_names_its_lines_and_the_services_that_ride_them() {
    let checked = check(&overlaid(&[]));
    let told: Vec<String> = checked
        .reach
        .reached
        .iter()
        .flat_map(|country| {
            country.modes.iter().map(|own| {
                use crate::Word as _;
                let names = |codes: &[portolan_model::Code]| {
                    codes.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")
                };
                let (lines, services) = (names(&own.lines), names(&own.services));
                format!("{} {}: {lines} {services}", country.country, own.mode.as_str())
            })
        })
        .collect();
    let expected = [
        "DE overseas_warehouse: wh ",
        "FR small_packet: sp standard",
        "GB small_packet: sp standard",
    ];
    assert_eq!(told, expected);
}

#[test]
fn why_a_country_is_cut_off() {
    for (file, row, why) in [
        (
            "tariffs.csv",
            "tariff,delete,source\nsp-gb-buy,yes,\n",
            "GB no lines and legs that can be bought",
        ),
        (
            "tariffs.csv",
            "tariff,delete,source\nde-buy,yes,\n",
            "DE the legs into its delivery zones are in no line",
        ),
    ] {
        let bands = if row.contains("gb") {
            "tariff,from_grams,delete,source\nsp-gb-buy,0,yes,\n"
        } else {
            "tariff,from_grams,delete,source\nde-buy,0,yes,\n"
        };
        let found = lines(&overlaid(&[(file, row), ("tariff_bands.csv", bands)]));
        assert!(found.iter().any(|line| line.starts_with(why)), "{found:?}");
    }
}
