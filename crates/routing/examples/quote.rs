//! Prints a quote on a network folder: `quote DIR FROM TO GRAMS [GOODS] [CURRENCY] [READY]`.
//!
//! FROM and TO are places as a person types them ("Lin'an", "FR 75011", a facility's key). For whoever
//! tunes the data of a network; the program of the same name is `portolan quote`.

use std::path::Path;
use std::process::ExitCode;

use portolan_model::{ClientTier, CurrencyTable, Goods, Mass, Money};
use portolan_network::{
    NetworkSource, Shipment, Snapshot, TableFile, check, records::RestrictionSubject,
};
use portolan_routing::{Endpoint, EntryWish, Live, Query, Quote, Route, quote};

type Failure = Box<dyn std::error::Error>;

#[expect(clippy::print_stdout, reason = "an example prints its answer")]
fn main() -> ExitCode {
    match answer(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            println!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn answer(arguments: &[String]) -> Result<String, Failure> {
    let [folder, from, to, grams, rest @ ..] = arguments else {
        return Err("usage: quote DIR FROM TO GRAMS [GOODS] [CURRENCY] [READY]".into());
    };
    let checked = check(&read_folder(Path::new(folder))?);
    let Some(snapshot) = checked.snapshot else {
        let faults: Vec<_> = checked.faults.iter().map(ToString::to_string).collect();
        return Err(faults.join("\n").into());
    };
    let or = |index: usize, otherwise: &str| {
        rest.get(index).cloned().unwrap_or_else(|| otherwise.to_owned())
    };
    let query = Query {
        from: find_place(&snapshot, from)?,
        to: find_place(&snapshot, to)?,
        ready: or(2, "2026-11-20T10:00:00+08:00").parse()?,
        shipment: Shipment {
            actual: Mass::from_grams(grams.parse()?)?,
            size: None,
            goods: Goods::parse(&or(0, "general"))?,
            value: Money::parse("20 EUR")?,
        },
        tier: ClientTier::Developing,
        currency: CurrencyTable::new().get(&or(1, "CNY"))?,
        entry: EntryWish::Any,
        given_fields: None,
        explain: true,
    };
    let quote = quote(&snapshot, &Live::none(), &query)?;
    Ok(text_of(&snapshot, &quote))
}

fn read_folder(folder: &Path) -> Result<NetworkSource, Failure> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.file_name().to_string_lossy().into_owned();
        let extension = Path::new(&path).extension().unwrap_or_default();
        if extension == "csv" || extension == "toml" {
            files.push(TableFile { path, bytes: std::fs::read(entry.path())? });
        }
    }
    Ok(NetworkSource { folders: vec![files] })
}

fn find_place(snapshot: &Snapshot, text: &str) -> Result<Endpoint, Failure> {
    let matches = snapshot.find_places(text);
    let found = matches.first().ok_or_else(|| format!("no place is called `{text}`"))?;
    Ok(Endpoint::of_place(snapshot, found))
}

fn text_of(snapshot: &Snapshot, quote: &Quote) -> String {
    let mut lines = vec![format!("handed in on {}", quote.hand_in), "options:".to_owned()];
    for option in &quote.options {
        let services = option.services.iter().map(|&s| snapshot.services[s].key.as_str());
        let services: Vec<_> = services.collect();
        lines.push(format!("  {} [{}]", summary(snapshot, &option.route), services.join(" ")));
    }
    lines.push("offers:".to_owned());
    for offer in &quote.offers {
        let service = &snapshot.services[offer.service].key;
        lines.push(format!(
            "  {service}: {} over {}",
            offer.price,
            summary(snapshot, &offer.route)
        ));
    }
    lines.push("refused:".to_owned());
    for row in &quote.refused {
        let would = row.would.map_or_else(String::new, |would| {
            let cheaper = if row.cheaper { ", cheaper" } else { "" };
            let faster = if row.faster { ", faster" } else { "" };
            format!("; would be {} by {}{cheaper}{faster}", would.price, would.date_p90)
        });
        lines.push(format!(
            "  {} by {} ({}): {}{would} [{}]",
            subject_name(snapshot, row.subject),
            row.rule,
            row.by.code(),
            row.reason,
            row.source
        ));
    }
    lines.push(format!("notes: {}", quote.notes.join(" ")));
    lines.join("\n")
}

fn summary(snapshot: &Snapshot, route: &Route) -> String {
    let rides = route.rides.iter().map(|ride| match ride.line {
        Some(line) => snapshot.lines[line].key.as_str(),
        None => snapshot.legs[route.legs[ride.first].leg].key.as_str(),
    });
    let rides: Vec<_> = rides.collect();
    format!(
        "{} p50 {} ({} d) p90 {} ({} d) loss {:.3} % by {}",
        route.price,
        route.date_p50,
        route.days_p50(),
        route.date_p90,
        route.days_p90(),
        route.loss() * 100.0,
        rides.join(" + ")
    )
}

fn subject_name(snapshot: &Snapshot, subject: RestrictionSubject) -> String {
    match subject {
        RestrictionSubject::Operator(index) => {
            format!("operator {}", snapshot.operators[index].key)
        }
        RestrictionSubject::Line(index) => format!("line {}", snapshot.lines[index].key),
        RestrictionSubject::Leg(index) => format!("leg {}", snapshot.legs[index].key),
        RestrictionSubject::Facility(index) => format!("place {}", snapshot.nodes[index].key),
        RestrictionSubject::Service(index) => format!("service {}", snapshot.services[index].key),
        RestrictionSubject::Country(index, _) => {
            format!("country {}", snapshot.countries[index].code)
        }
    }
}
