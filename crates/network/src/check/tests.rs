//! Faults of every kind at once, overlays, and warnings about whole networks.

use super::*;
use crate::{
    TableFile,
    fixture::{base, codes, compiled, edited, file, line, overlaid, snapshot},
};

/// Rows appended to the small network's tables, each wrong in its own way.
const WRONG_ROWS: &[(&str, &str)] = &[
    (
        "countries.csv",
        "XX,Nowhere,,CNY,,,,,,,s,\nUS,United States,,USD,99999,yes,us-nyc,,,,s,\nJP,Japan,,YEN,999-9999,yes,,,,,s,\nKZ,Kazakhstan,,KZT,,yes,,,,,,yes\n",
    ),
    (
        "zones.csv",
        "fr-lyon,Lyon,,FR,delivery,69,,Europe/Lyon,45.7,4.8,,,,,s,\nde-east,East,,DE,delivery|depot,21-20,,Europe/Berlin,91,13,8,,,,s,\nhgh,Shared,,CN,delivery,ABC*,,Asia/Shanghai,30,120,,,,,s,\n",
    ),
    (
        "facilities.csv",
        "muc,Munich,,aerport,lapost,DE,München,,,Europe/Berlin,48.1,11.6,MUCX,,,de,,,s,\nhgh,Twice,,airport,cnpost,CN,Hangzhou,,,Asia/Shanghai,30,120,,,,,,,s,\n",
    ),
    (
        "service_points.csv",
        "late,fr-paris,laposte,both,Late,,,48,2,,19:00,09:00,,,s,\nhalf,hgh-sort,laposte,both,Half,,,48,2,,,,,,s,\nopen,fr-paris,laposte,both,\"Open,,,48,2,,,,,,s,",
    ),
    (
        "operators.csv",
        "Big Co,Big,,carrier,CN,,,,,,,s,\nghost,Ghost,,ghost,CN,,,,,2026-05-01,2026-04-01,s,perhaps\n",
    ),
    (
        "identifier_ranges.csv",
        "twice,cnpost,s10,RB,CN,,,,15000000,15000999,1000,live,,,,s,\nlong,yun,sequence,,,X,,3,1,1000,10,live,spp,,,s,\nback,yun,s10,R1,CN,,,,9,1,1,live,,,,s,\n",
    ),
    (
        "processes.csv",
        "hgh-sort-3,hgh-sort,sorting,always,,1,7,10:00,16:00,3,4,1000,,,s,\nswapped,hgh,sorting,always,postal,1,,,,5,4,,,,s,\nhours,fr-paris,sorting,export,,0,1,9:00,25:00,1,2,,,,s,\n",
    ),
    (
        "legs.csv",
        "both-zones,yun,cn-hgh,fr-paris,road,,1,,1,2,,,yes,0,0,,,s,\nround,yun,hgh,hgh,road,,1,,1,2,,,yes,0,0,,,s,\nbare,yun,hgh,cdg,air,,1,,1,2,,,yes,0,0,,,s,\nneedless,yun,hgh-sort,hgh,road,postal,1,,1,2,,,maybe,2000000,0,,,s,\nlost,yun,hgh-srt,cdgg,road,,1,,1,0.5,,,yes,0,0,,,s,\ninside,yun,hgh-sort,hgh,drop_off,postal,1,,1.005,2,,,yes,0,-1,,,s,\ncollects,yun,fr-paris,par-oe,road,,1,,1,2,,,yes,0,0,,,s,\nidle,yun,hgh,hgh-sort,road,,1,,1,2,,,yes,0,0,,,s,\n",
    ),
    (
        "departures.csv",
        "nowhere,turck,1,,12:00,,,,,,,s,\nboth,truck,1,2026-02-01,12:00,,,,,,,s,\nnever,truck,,2026-02-01,12:00,,,,,2026-03-01,,s,\nodd,truck,,2026-02-30,24:30,,sometimes,,,,,s,\nwaits,cdg-oe,1,,12:00,,,,,,,s,\n",
    ),
    (
        "lines.csv",
        "empty,Empty,,yun,dedicated_line,,,,s,\ntorn,Torn,,yun,dedicated_line,,,,s,\nendless,Endless,,yun,dedicated_line,,,,s,\n",
    ),
    (
        "line_legs.csv",
        "torn,truck,1,yes,,,,s,\ntorn,cdg-oe,2,,yes,,,s,\nendless,truck,1,yes,,,,s,\nsp,truck,2,,,,,s,\nsp,moon,2,,,,,s,\n",
    ),
    (
        "agreements.csv",
        "shares,cnpost,yun,facility,cdg,1,,1,70,60,,,,scans|none,,,s,\nforeign,cnpost,yun,line,wh,,,,,,,,,,,,s,\n",
    ),
    (
        "tariffs.csv",
        "again,buy,,line,sp,,FR,CNY,,,,,,,,,,2026-06-01,,s,\nno-bands,buy,,leg,drop,,DE,CNY,,,,,,,,,,,,s,\ntiered,buy,mature,line,sp,,DE,CNY,,,,600,,,,,,,,s,\nnowhere,sell,,zone,hgh,,USA,CNYY,,,,,,,,,,,,s,\nlost,buy,,planet,sp,,,CNY,,,,,,,,,,,,s,\n",
    ),
    (
        "tariff_bands.csv",
        "again,0,1000,1,,,,,,,,,s,\nagain,900,2000,2,,,,,,,,,s,\nagain,3000,5000,3,,,,,,,,,s,\nagain,5000,6000,1,,,,,,,,,s,\nagain,6000,6000,1,,,,,,,,,s,\nagain,7000,8000,1.1234567,,,,,500,,,,s,\nsp-paris-buyy,0,1,1,,,,,,,,,s,\n",
    ),
    (
        "surcharges.csv",
        "nothing,buy,,line,sp,fuel,,,,,,,,,,s,\nbare,buy,,line,sp,fuel,hgh,fod,,1,,,,,,s,\nmuch,buy,,operator,sp,peak,,,2000,,,,,,,s,\n",
    ),
    (
        "fx.csv",
        "EUR,EUR,2026-11-01,1,,,s,\nEUR,CNY,2026-11-01,8.3,,,s,\nUSD,CNY,2026-11-31,0,,,s,\n",
    ),
    ("duties.csv", "odd,FR,x,duty,61a,value,,,,150,100,,,,s,\n"),
    (
        "restrictions.csv",
        "way,line,sp,to,,,,,,,,,,,,,,,r,,,,s,\nnoway,country,FR,,,,UN3480/contained_in|UN1234,,,,,,,,,,,,r,,,,s,\nheavy,leg,sp,,hgh,any,,100,200,,,,,,,,5,,,,,,s,\n",
    ),
    ("required_fields.csv", "shoe,FR,,,,shoe_size,,,,r,,,,s,\nscope,,,sp,,mid,5,,,r,,,,s,\n"),
    (
        "services.toml",
        "\n[[service]]\nservice = \"odd\"\nname = \"Odd\"\nlines = [\"spx\", \"zz*\"]\nbest_by = \"speed\"\ncountries = [\"FRA\"]\ncolour = 1\nsource = \"s\"\n",
    ),
    (
        "guarantees.toml",
        "\n[[guarantee]]\nguarantee = \"odd\"\nservice = \"standart\"\ncountries = [\"*\"]\ncause = \"lost\"\ndays = 3\npays = \"declared_value\"\npercent = 120\nsource = \"s\"\n\n[[guarantee]]\nguarantee = \"gone\"\nservice = \"standart\"\ncountries = [\"*\"]\ncause = \"lost\"\npays = \"declared_value\"\npercent = 20\ncap = \"5\"\nsource = \"s\"\n",
    ),
    (
        "holidays.csv",
        "cn,2026-10-01,Again,,,s,\nfr,01/11/2026,All Saints,,,s,\nfr,2026-11-01\nfr,2026-11-01,A,B,,,s,\n",
    ),
    (
        "disruptions.csv",
        "back,leg,truck,2026-12-12T00:00Z,2026-12-11T00:00Z,closed,,,,,s,\nlocal,line,spp,2026-12-12T00:00,2026-12-13T00:00Z,delay,,,,,s,\n",
    ),
];

/// The small network with all wrong rows, wrong headers, wrong files and a wrong overlay.
fn faulty() -> NetworkSource {
    let mut files = base();
    for (path, rows) in WRONG_ROWS {
        let found = files.iter_mut().find(|file| file.path == *path).unwrap();
        found.bytes.extend(rows.as_bytes());
    }
    let header = files.iter_mut().find(|file| file.path == "duties.csv").unwrap();
    let text = String::from_utf8(header.bytes.clone()).unwrap();
    header.bytes = text.replacen("duty,country,scheme", "duty,counrty,scheme", 1).into_bytes();
    let latin = files.iter_mut().find(|file| file.path == "required_fields.csv").unwrap();
    latin.bytes.extend(b"latin,,,,,mid,,,,caf\xe9,,,,s,\n");
    files.push(file("leg.csv", "leg\n"));
    files.push(file("readme.md", "not a table"));
    let overlay = vec![
        file(
            "network.toml",
            "format = 2\nnetwork = \"other\"\ntitle = \"T\"\nbase_currency = \"CNY\"\nsource = \"s\"\n",
        ),
        file("legs.csv", "leg,delete,source\ntrukc,yes,\nfly-lhr,yes,\n"),
        file("zones.csv", "zone;name;country\n"),
        file("operators.csv", ""),
    ];
    NetworkSource { folders: vec![files, overlay] }
}

#[test]
fn every_fault_is_named_at_once() {
    let checked = check(&faulty());
    assert!(checked.snapshot.is_none());
    let kinds: std::collections::BTreeSet<_> = checked.faults.iter().map(|f| f.code).collect();
    assert!(kinds.len() >= 60, "{} kinds of fault", kinds.len());
    let lines: Vec<String> = checked.faults.iter().map(|f| format!("{} {f}", f.folder)).collect();
    insta::assert_snapshot!("faults", lines.join("\n"));
}

#[test]
fn the_small_network_has_no_fault() {
    let checked = check(&overlaid(&[]));
    assert_eq!(checked.faults, []);
    assert!(compile(&overlaid(&[])).is_ok());
    let faults = compile(&faulty()).unwrap_err();
    assert!(faults.faults.iter().all(|fault| fault.severity == Severity::Error));
    assert_eq!(faults.faults.len(), check(&faulty()).error_count());
}

#[test]
fn an_overlay_replaces_and_deletes_rows_by_key() {
    let network = snapshot(&[
        (
            "legs.csv",
            "leg,operator,from,to,mode,p50_hours,p90_hours,tracked,loss_ppm,damage_ppm,source\ntruck,yun,hgh-sort,hgh,rail,2,3,no,1,1,new\n",
        ),
        ("departures.csv", "departure,delete\ntruck-1,yes\n"),
        ("line_legs.csv", "line,leg,delete,source,stage\nsp,fly-lhr,yes,,\nsp,deliver-gb,yes,,\n"),
    ]);
    let truck = &network.legs[network.find_leg("truck").unwrap()];
    assert_eq!((truck.mode.as_str(), truck.p50_seconds, truck.tracked), ("rail", 7200, false));
    assert_eq!(truck.provenance.source.text.as_ref(), "new");
    assert!(!truck.provenance.source.estimated);
    assert_eq!(truck.departures.len(), 1);
    assert_eq!(network.lines[line(&network, "sp")].legs.len(), 4);
    // The version tells the difference, the order of files does not.
    let plain = snapshot(&[]);
    assert_ne!(network.version, plain.version);
    assert_eq!(plain.version.as_str().len(), 64);
    let mut turned = overlaid(&[]);
    turned.folders[0].reverse();
    assert_eq!(compiled(&turned).version, plain.version);
}

#[test]
fn a_row_deleted_takes_its_faults_along_and_leaves_references() {
    let deleted = overlaid(&[("operators.csv", "operator,delete\nyun,yes\n")]);
    let found = codes(&deleted);
    assert!(found.len() > 3 && found.iter().all(|code| *code == "reference_unknown"), "{found:?}");
}

#[test]
fn a_missing_file_is_a_fault_only_where_it_must_be_there() {
    for file in FILES {
        let mut files = base();
        files.retain(|kept| kept.path != file);
        let found = codes(&NetworkSource { folders: vec![files] });
        let must = [
            "network.toml",
            "countries.csv",
            "operators.csv",
            "facilities.csv",
            "zones.csv",
            "legs.csv",
        ];
        assert_eq!(found.contains(&"file_missing"), must.contains(&file), "{file}");
    }
}

#[test]
fn whole_networks_are_warned_about() {
    for (path, from, to, expected) in [
        ("departures.csv", "oe-1,deliver-fr", "oe-1,cdg-oe", "headway_unused"),
        ("legs.csv", "air,postal,9200", "air,,9200", "clearance_missing"),
        (
            "legs.csv",
            "collect,cnpost,cn-hgh,hgh-sort,road,,20,4,3,6,,,yes,20,10,2026-01-01,",
            "collect,cnpost,cn-hgh,hgh-sort,road,,20,4,3,6,,,yes,20,10,2026-01-01,2026-06-30",
            "leg_over",
        ),
        ("line_legs.csv", "wh,inbound-de,1,yes,yes", "wh,drop,1,yes,yes", "leg_unusable"),
        (
            "processes.csv",
            "lhr-customs,lhr,import_customs,import",
            "lhr-customs,lhr,handling,always",
            "customs_missing",
        ),
        ("tariffs.csv", "wh-buy,buy,,line,wh", "wh-buy,buy,,line,sp", "line_unsold"),
        ("tariffs.csv", "sp-gb-buy,buy", "sp-gb-buy,sell", "country_unreached"),
        ("tariffs.csv", "sell,,service,standard,CN,FR", "buy,,service,standard,CN,FR", ""),
        ("tariff_bands.csv", "sp-paris-buy,500,2000,10", "sp-paris-buy,500,2000,0", "price_falls"),
        ("tariff_bands.csv", "sp-paris-buy,500", "sp-paris-buy,600", "band_hole"),
        ("holidays.csv", "cn,2027-01-01", "cn,2026-12-31", "calendar_old"),
        ("fx.csv", "CNY,GBP,2026-11-01", "CNY,GBP,2026-07-01", "fx_old"),
        ("restrictions.csv", "1500,CNY", "1500,USD", "fx_missing"),
        ("facilities.csv", "lhr,London Heathrow", "lhx,Lost", "reference_unknown"),
        ("zones.csv", "FR,tariff,75011", "FR,collection,75011", "island"),
        ("zones.csv", "SW*|W*", "SW*|9*", "pattern_unfit"),
        ("services.toml", "\"w*\"", "\"x*\"", "service_unfit"),
    ] {
        let found = codes(&edited(path, from, to));
        if expected.is_empty() {
            assert_eq!(found, Vec::<&str>::new(), "{path}: {to}");
        } else {
            assert!(found.contains(&expected), "{path}: {to}: {found:?}");
        }
    }
}

#[test]
fn equal_tariffs_are_told_by_zones_that_share_postcodes() {
    let zone = "zone,name,country,kinds,postcodes,timezone,latitude,longitude,source\nfr-ile,Ile,FR,tariff,PATTERN,Europe/Paris,48,2,s\n";
    let tariff = "tariff,side,scope,of,to,currency,source\nile,buy,line,sp,fr-ile,CNY,s\n";
    let bands = "tariff,from_grams,flat,source\nile,0,1,s\n";
    for (pattern, is_ambiguous) in
        [("75*", true), ("74-76", true), ("750*", false), ("77*", false), ("*", false)]
    {
        let zones = zone.replace("PATTERN", pattern);
        let source = overlaid(&[
            ("zones.csv", &zones),
            ("tariffs.csv", tariff),
            ("tariff_bands.csv", bands),
        ]);
        assert_eq!(codes(&source).contains(&"tariff_ambiguous"), is_ambiguous, "{pattern}");
    }
}

#[test]
fn sources_are_kept_once() {
    let network = snapshot(&[]);
    let texts = network.legs.iter().map(|leg| leg.provenance.source.text.as_ptr());
    let distinct: std::collections::BTreeSet<_> = texts.collect();
    assert_eq!(distinct.len(), 1);
}

#[test]
fn no_folder_and_a_file_twice_are_faults() {
    assert!(codes(&NetworkSource::default()).contains(&"folder_missing"));
    let mut files = base();
    let again: TableFile = files[0].clone();
    files.push(again);
    assert!(codes(&NetworkSource { folders: vec![files] }).contains(&"file_repeated"));
}
