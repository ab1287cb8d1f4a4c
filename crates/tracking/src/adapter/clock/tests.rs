use super::*;
use crate::adapter::field::{Origin, Way};
use crate::adapter::path::{Path, Syntax};
use crate::adapter::tree::json;

fn field(path: &str) -> Field {
    let path = Path::parse(path, Syntax::Members).unwrap();
    Field { ways: vec![Way { origin: Origin::Path(path), transforms: Vec::new() }] }
}

fn way(formats: &[&str]) -> TimeWay {
    TimeWay {
        at: field("$.t"),
        formats: formats.iter().map(|text| Format::parse(text).unwrap()).collect(),
        offset: field("$.o"),
        ignore_offset: false,
        zone: None,
        is_instant: false,
    }
}

fn zones(operator: Option<&str>) -> Zones {
    let paris = TimeZoneName::parse("Europe/Paris").unwrap();
    let france = CountryCode::from_alpha2("FR").unwrap();
    let operator = operator.map(|name| TimeZoneName::parse(name).unwrap());
    Zones { is_local: false, places: HashMap::from([(france, paris)]), operator }
}

fn told(way: &TimeWay, zones: &Zones, country: Option<&str>, text: &str, offset: &str) -> String {
    let message = format!("{{\"t\": \"{text}\", \"o\": \"{offset}\"}}");
    let tree = json::parse(&message).unwrap();
    let country = country.and_then(CountryCode::from_alpha2);
    match read(std::slice::from_ref(way), zones, country, &tree, Place { parcel: 0, event: 0 }) {
        Ok(time) => format!("{time} {} {}", time.precision(), time.offset_source()),
        Err(fault) => format!("{fault:?}"),
    }
}

fn local(format: &str, text: &str) -> String {
    told(&way(&[format]), &Zones::default(), None, text, "")
}

#[test]
fn formats_read_what_carriers_write() {
    let cases = [
        ("iso", "2026-11-22", "2026-11-22 day none"),
        ("iso", "2026-11-22T10:00", "2026-11-22T10:00:00 minute none"),
        ("iso", "2026-11-22T10:00:05.123", "2026-11-22T10:00:05 second none"),
        ("iso", "2026-11-22T10:00:05Z", "2026-11-22T10:00:05+00:00 second message"),
        ("iso", "2026-11-22T10:00:05.000+0530", "2026-11-22T10:00:05+05:30 second message"),
        ("iso_blank", "2026-11-22 10:00:05 +08", "2026-11-22T10:00:05+08:00 second message"),
        ("DD/MM/YYYY[ hh:mm[:ss]]", "22/11/2026 ", "2026-11-22 day none"),
        ("MMMM D, YYYY h:mm a", "January 7, 2026 12:05 am", "2026-01-07T00:05:00 minute none"),
        ("MMM D YYYY h:mm a", "Sept. 7 2026 12:05 PM", "2026-09-07T12:05:00 minute none"),
        ("YYYYMMDDhhmmss", "20261122100005", "2026-11-22T10:00:05 second none"),
        ("D.M.YY", "2.1.26", "2026-01-02 day none"),
        ("epoch_seconds", "1795329605", "2026-11-22T06:40:05+00:00 second message"),
        ("epoch_milliseconds", "1795329605999", "2026-11-22T06:40:05+00:00 second message"),
    ];
    for (format, text, expected) in cases {
        assert_eq!(local(format, text), expected, "{format}");
    }
}

#[test]
fn midnight_at_the_end_of_a_day_is_the_next_day() {
    assert_eq!(local("iso", "2026-12-31T24:00:00"), "2027-01-01T00:00:00 second none");
    assert_eq!(local("iso", "2026-12-31T23:59:60"), "2026-12-31T23:59:59 second none");
    for text in ["2026-12-31T24:01:00", "2026-12-31T25:00:00", "2026-12-31T23:59:61", "2026-02-30"]
    {
        assert!(local("iso", text).starts_with("Unreadable"), "{text}");
    }
    assert!(local("YYYY-MM-DD h:mm a", "2026-12-31 13:00 pm").starts_with("Unreadable"));
    assert!(local("iso", "2026-12-31T10:00:00 tomorrow").starts_with("Unreadable"));
}

#[test]
fn an_offset_is_taken_from_the_nearest_thing_that_tells_it() {
    let way = way(&["iso"]);
    let zones = zones(Some("Asia/Shanghai"));
    let time = "2026-11-22T10:00:00";
    let with_own = "2026-11-22T10:00:00-03:00";
    let tell = |country, text, offset| told(&way, &zones, country, text, offset);
    assert_eq!(tell(Some("FR"), with_own, "+02:00"), "2026-11-22T10:00:00-03:00 second message");
    assert_eq!(tell(Some("FR"), time, "+02:00"), "2026-11-22T10:00:00+02:00 second field");
    assert_eq!(tell(Some("FR"), time, "?"), "2026-11-22T10:00:00+01:00 second place");
    assert_eq!(tell(Some("US"), time, ""), "2026-11-22T10:00:00+08:00 second operator");
    assert_eq!(local("iso", time), "2026-11-22T10:00:00 second none");
    assert_eq!(tell(Some("FR"), "2026-11-22", "+02:00"), "2026-11-22 day none");
    let ignoring = TimeWay { ignore_offset: true, ..way.clone() };
    let told = told(&ignoring, &zones, Some("FR"), with_own, "");
    assert_eq!(told, "2026-11-22T10:00:00+01:00 second place");
}

#[test]
fn in_a_gap_or_an_overlap_the_earlier_offset_holds() {
    let way = way(&["iso"]);
    let tell = |text| told(&way, &zones(None), Some("FR"), text, "");
    assert_eq!(tell("2026-03-29T02:30:00"), "2026-03-29T02:30:00+01:00 second place");
    assert_eq!(tell("2026-10-25T02:30:00"), "2026-10-25T02:30:00+02:00 second place");
}

#[test]
fn a_local_clock_is_known_by_its_country_where_the_country_has_one() {
    let way = way(&["iso"]);
    let operator = Some(TimeZoneName::parse("Asia/Shanghai").unwrap());
    let local = Zones { is_local: true, operator, ..Zones::default() };
    let tell = |zones: &Zones, country, text| told(&way, zones, country, text, "");
    let (noon, summer) = ("2026-11-22T12:00:00", "2026-07-01T12:00:00");
    assert_eq!(tell(&local, Some("DE"), noon), "2026-11-22T12:00:00+01:00 second place");
    assert_eq!(tell(&local, Some("DE"), summer), "2026-07-01T12:00:00+02:00 second place");
    assert_eq!(tell(&local, Some("IN"), noon), "2026-11-22T12:00:00+05:30 second place");
    // In a gap and in an overlap of its clock the earlier offset holds here too.
    let (gap, overlap) = ("2026-03-29T02:30:00", "2026-10-25T02:30:00");
    assert_eq!(tell(&local, Some("DE"), gap), "2026-03-29T02:30:00+01:00 second place");
    assert_eq!(tell(&local, Some("DE"), overlap), "2026-10-25T02:30:00+02:00 second place");
    // A country with several clocks says nothing, and the operator's own clock does not hold there.
    assert_eq!(tell(&local, Some("US"), noon), "2026-11-22T12:00:00 second none");
    assert_eq!(tell(&local, None, noon), "2026-11-22T12:00:00+08:00 second operator");
    let named = Zones { is_local: true, ..zones(None) };
    assert_eq!(tell(&named, Some("FR"), noon), "2026-11-22T12:00:00+01:00 second place");
    // Without the adapter's word that its times are local none is taken for that.
    assert_eq!(tell(&zones(None), Some("DE"), noon), "2026-11-22T12:00:00 second none");
}

#[test]
fn the_table_of_countries_with_one_clock_is_in_order_and_read() {
    let all: Vec<(CountryCode, &str)> = countries::all().collect();
    assert!(all.is_sorted_by_key(|(country, _)| country.to_string()));
    for (country, zone) in &all {
        let read = countries::zone_of(*country).map(|read| read.zone().clone());
        assert_eq!(read, TimeZoneName::parse(zone).ok().map(|zone| zone.zone().clone()), "{zone}");
        assert!(read.is_some(), "{zone} is a zone");
    }
    for many in ["US", "CN", "RU", "BR", "ES", "PT", "AU", "CA", "MX", "ID", "KZ", "UA"] {
        let country = CountryCode::from_alpha2(many).unwrap();
        assert!(countries::zone_of(country).is_none(), "{many} has more than one clock");
    }
}

/// The reference network's places were given their zones one by one: another hand than the table's.
#[test]
fn the_table_of_countries_agrees_with_the_places_of_the_reference_network() {
    let table = include_str!("../../../../../network/reference/facilities.csv");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let columns = rows.headers().unwrap().clone();
    let column = |name: &str| columns.iter().position(|known| known == name).unwrap();
    let (country, zone) = (column("country"), column("timezone"));
    let noons = ["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"];
    // Their mail is handed over elsewhere: Pitcairn's on Tahiti, Palestine's in Amman.
    let elsewhere = ["PN", "PS"];
    let mut compared = std::collections::BTreeSet::new();
    for row in rows.records() {
        let row = row.unwrap();
        let place = TimeZoneName::parse(&row[zone]).unwrap();
        let country = CountryCode::from_alpha2(&row[country]).unwrap();
        let Some(known) = countries::zone_of(country) else { continue };
        if elsewhere.contains(&country.to_string().as_str()) {
            continue;
        }
        for noon in noons {
            let at: jiff::Timestamp = noon.parse().unwrap();
            let (one, other) = (known.zone().to_offset(at), place.zone().to_offset(at));
            assert_eq!(one, other, "{country}: {known} and {place}");
        }
        compared.insert(country);
    }
    assert!(compared.len() > 100, "{}", compared.len());
}

#[test]
fn an_instant_is_told_by_the_clock_of_the_place() {
    let utc = Some(TimeZoneName::utc());
    let way = TimeWay { is_instant: true, zone: utc, ..way(&["iso"]) };
    let tell = |country, text, offset| told(&way, &zones(None), country, text, offset);
    let time = "2026-11-22T10:00:00";
    assert_eq!(tell(None, time, ""), "2026-11-22T10:00:00+00:00 second operator");
    assert_eq!(tell(Some("FR"), time, ""), "2026-11-22T11:00:00+01:00 second operator");
    assert_eq!(tell(Some("FR"), time, "GMT+8"), "2026-11-22T18:00:00+08:00 second operator");
    let own = "2026-11-22T10:00:00+02:00";
    assert_eq!(tell(Some("FR"), own, "UTC-05:00"), "2026-11-22T03:00:00-05:00 second message");
}

#[test]
fn offsets_are_read_however_they_are_written() {
    let seconds = |text: &str| format::read_offset(text).map(jiff::tz::Offset::seconds);
    for text in ["+08:00", "+8", "+0800", "+8:00", "GMT+8", "UTC +08:00"] {
        assert_eq!(seconds(text), Some(28_800), "{text}");
    }
    assert_eq!(seconds("-7:30"), Some(-27_000));
    assert_eq!([seconds("Z"), seconds("GMT"), seconds("UTC")], [Some(0); 3]);
    for text in ["", "8", "+", "+19", "+8:60", "+08:0x", "+١", "CET", "+0800:00"] {
        assert_eq!(seconds(text), None, "{text}");
    }
}

#[test]
fn a_wrong_format_says_so() {
    for text in ["", "hh:mm", "YYY", "YYYY-MM-DDThh:m", "YYYY[", "YYYY]", "[[[[[YYYY]]]]]"] {
        assert!(Format::parse(text).is_err(), "{text}");
    }
}
