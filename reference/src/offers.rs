//! What is sold and agreed: services, identifier ranges, agreements and service points.

use anyhow::{Context as _, Result};

use crate::draft::Draft;
use crate::rows::Row;

/// Lines of China Post's numbers with their S10 service indicators. `UA`, `RR`, `LX`, `EE`, `CP` are of
/// the kinds that UPU S10 gives them; the serials are invented.
const S10: [(&str, &str); 12] = [
    ("cnpost-ordinary", "UA"),
    ("cnpost-registered", "RR"),
    ("cnpost-epacket", "LX"),
    ("cnpost-epacket-saver", "LY"),
    ("cnpost-ems", "EE"),
    ("cnpost-eems", "EX"),
    ("cnpost-parcel-air", "CP"),
    ("cnpost-parcel-sal", "CS"),
    ("cnpost-parcel-surface", "CX"),
    ("cnpost-parcel-land", "CL"),
    ("cnpost-rail-eu", "CN"),
    ("kz-ru-land", "LK"),
];

/// Operators that number parcels in sequence: prefix and digits.
const SEQUENCES: [(&str, &str, u32); 22] = [
    ("yunexpress", "YT", 16),
    ("wanb", "WN", 14),
    ("yanwen", "YW", 12),
    ("4px", "4PX", 13),
    ("huahan", "HH", 12),
    ("cainiao", "LP", 14),
    ("sf", "SF", 13),
    ("jd", "JD", 13),
    ("aramex", "AX", 11),
    ("ozon-partners", "OZ", 14),
    ("dhl", "JD01", 14),
    ("dhl-ecommerce", "GM", 16),
    ("fedex", "FX", 12),
    ("ups", "1Z", 16),
    ("matson", "MTS", 10),
    ("ocean-partners", "OCN", 12),
    ("china-railway", "YXE", 10),
    ("usps", "94", 18),
    ("deutsche-post", "JJ", 18),
    ("royal-mail", "RMG", 14),
    ("correos", "PQ", 18),
    ("poczta-polska", "PP", 18),
];

/// More operators whose parcels are numbered by themselves, all invented: prefix by operator.
const OTHERS: [(&str, &str); 8] = [
    ("ceska-posta", "DR"),
    ("russian-post", "80"),
    ("australia-post", "33"),
    ("japan-post", "JPN"),
    ("hongkong-post", "HKP"),
    ("singpost", "SGP"),
    ("postnl", "3S"),
    ("china-post", "KA"),
];

/// Adds identifier ranges, agreements and service points.
///
/// # Errors
/// When a table names what does not exist.
pub fn add(draft: &mut Draft) -> Result<()> {
    for (line, indicator) in S10 {
        for (mode, first, last) in
            [("live", 10_000_000, 14_999_999), ("test", 90_000_000, 99_999_999)]
        {
            let row = invented_range(&format!("{line}-{mode}"), "china-post", mode, 500)
                .set("scheme", "s10")
                .set("indicator", indicator)
                .set("issuer", "CN")
                .set("first", first.to_string())
                .set("last", last.to_string())
                .set("lines", line);
            draft.tables.add("identifier_ranges", row)?;
        }
    }
    let others = OTHERS.iter().map(|(operator, prefix)| (*operator, *prefix, 13));
    for (operator, prefix, digits) in SEQUENCES.into_iter().chain(others) {
        for (mode, suffix, first) in [("live", "", 1_000_000_000_u64), ("test", "T", 9_000_000_000)]
        {
            let row = invented_range(&format!("{operator}-{mode}"), operator, mode, 200)
                .set("scheme", "sequence")
                .set("prefix", format!("{prefix}{suffix}"))
                .set("digits", digits.to_string())
                .set("first", first.to_string())
                .set("last", (first + 99_999_999).to_string());
            draft.tables.add("identifier_ranges", row)?;
        }
    }
    add_agreements(draft)?;
    add_points(draft)
}

fn invented_range(key: &str, operator: &str, mode: &str, block: u32) -> Row {
    Row::estimate("invented, not allotted by the operator; replace before use")
        .set("range", key)
        .set("operator", operator)
        .set("mode", mode)
        .set("block", block.to_string())
}

fn add_agreements(draft: &mut Draft) -> Result<()> {
    for listed in draft.sources.table("tables/agreements")? {
        let mut row = Row::estimate(listed.get("source"));
        for column in [
            "agreement",
            "giver",
            "taker",
            "scope",
            "of",
            "price",
            "currency",
            "preference",
            "share_min_percent",
            "share_max_percent",
            "committed_pieces",
            "period_days",
            "shortfall_price",
            "data_shared",
        ] {
            row = row.set(column, listed.get(column));
        }
        draft.tables.add("agreements", row)?;
    }
    Ok(())
}

/// Two points in every origin city: a post office that other carriers may use, and a locker.
fn add_points(draft: &mut Draft) -> Result<()> {
    for city in draft.atlas.cities.clone() {
        let at = |north: f64| (city.position.latitude + north, city.position.longitude + 0.01);
        for (kind, operator, name, hours, north) in [
            ("both", "china-post", "Post office", ("08:30", "18:00"), 0.01),
            ("locker", "cainiao", "Parcel locker", ("00:00", "24:00"), -0.01),
        ] {
            let (latitude, longitude) = at(north);
            let row = Row::estimate("rule:point-1")
                .set("service_point", format!("sp-{}-{kind}", city.key))
                .set("zone", format!("cn-{}", city.key))
                .set("operator", operator)
                .set("kind", kind)
                .set("name", format!("{name} {}", city.name))
                .number("latitude", latitude)
                .number("longitude", longitude)
                .set("weekdays", "1234567")
                .set("opens", hours.0)
                .set("closes", hours.1);
            draft.tables.add("service_points", row)?;
        }
    }
    Ok(())
}

/// The keys of the services, in the order of their file: the cheapest class first.
///
/// # Errors
/// When `tables/services.toml` cannot be read.
pub fn services(sources: &crate::record::Sources) -> Result<Vec<String>> {
    let table: toml::Table = sources.text("tables/services.toml")?.parse()?;
    let list = table.get("service").and_then(toml::Value::as_array).context("no services")?;
    let key = |service: &toml::Value| service.get("service")?.as_str().map(str::to_owned);
    list.iter().map(|service| key(service).context("a service without a key")).collect()
}
