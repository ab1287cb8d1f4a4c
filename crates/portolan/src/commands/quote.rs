//! `portolan quote`: one parcel, every option, the best offers, and what was refused and why.

use std::fmt::Write as _;
use std::process::ExitCode;

use jiff::Timestamp;
use portolan_api::money::{MassText, MoneyText};
use portolan_api::quotes::{EntryWish, PlaceText, Quote, QuoteRequest, QuotedRoute, Tier};
use portolan_model::{ClientTier, ZonedInstant};
use portolan_network::Snapshot;
use portolan_routing::Live;
use portolan_server::{ApiError, Clock, Defaults, quote_answer, read_quote_request};

use crate::args::{self, Format, QuoteArgs};
use crate::networks;
use crate::output::{self, Table};

pub fn run(args: &QuoteArgs) -> anyhow::Result<ExitCode> {
    let snapshot = networks::load(&args.network.folders)?;
    let quote = quote(&snapshot, args)?;
    match args.format {
        Format::Json => output::json(&quote)?,
        Format::Table => print(args, &quote)?,
    }
    Ok(if quote.options.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn quote(snapshot: &Snapshot, args: &QuoteArgs) -> anyhow::Result<Quote> {
    let request = request(args);
    let defaults = Defaults {
        now: whole_second(Clock::System.now()),
        tier: ClientTier::Developing,
        currency: snapshot.base_currency,
    };
    let asked = read_quote_request(snapshot, &request, defaults).map_err(in_words)?;
    let quote = portolan_routing::quote(snapshot, &Live::none(), &asked.query)?;
    Ok(quote_answer(snapshot, &asked, &quote, true))
}

/// Nobody hands in a parcel to the nanosecond.
fn whole_second(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// An instant as a clock on the wall tells it, with its zone; seconds only where there are some.
fn wall_clock(instant: &str) -> String {
    let Ok(told) = ZonedInstant::parse(instant) else { return instant.to_owned() };
    let told = told.to_zoned();
    let clock = if told.second() == 0 { "%Y-%m-%d %H:%M %:Q" } else { "%Y-%m-%d %H:%M:%S %:Q" };
    told.strftime(clock).to_string()
}

/// A problem of the request, each fault with the option it came from.
fn in_words(error: ApiError) -> anyhow::Error {
    let problem = error.into_problem();
    let mut text = problem.detail.clone();
    for fault in &problem.faults {
        let _ = write!(text, "\n  --{}: {}: {}", fault.field, fault.what, fault.mend);
    }
    anyhow::anyhow!(text)
}

fn request(args: &QuoteArgs) -> QuoteRequest {
    QuoteRequest {
        from: PlaceText::Text(args.from.clone()),
        to: PlaceText::Text(args.to.clone()),
        weight: MassText::Text(args.weight.clone()),
        size: args.size.clone(),
        value: args.value.clone().map(MoneyText::Text),
        goods: args.goods.clone(),
        battery: args.battery.clone(),
        ready: args.ready.clone(),
        tier: Some(match args.tier {
            args::Tier::Developing => Tier::Developing,
            args::Tier::Mature => Tier::Mature,
        }),
        entry: Some(match args.entry {
            args::Entry::Any => EntryWish::Any,
            args::Entry::Collection => EntryWish::Collection,
            args::Entry::DropOff => EntryWish::DropOff,
        }),
        currency: args.currency.clone(),
    }
}

fn print(args: &QuoteArgs, quote: &Quote) -> anyhow::Result<()> {
    output::line(&format!("{} → {}, {}", quote.from.label, quote.to.label, args.weight))?;
    output::line(&format!(
        "ready {}, network {:.12}",
        wall_clock(&quote.ready),
        quote.network_version
    ))?;
    output::line("prices are DDU: duty and tax are not computed\n")?;
    output::line("OFFERS, what a seller pays")?;
    print_offers(quote)?;
    output::line(
        "\nOPTIONS, what operators charge: no other route beats one on price, dates and loss",
    )?;
    print_options(quote)?;
    output::line("\nREFUSED")?;
    print_refused(quote)?;
    if quote.offers.iter().chain(&quote.options).any(|route| route.estimated) {
        output::line("\n~ holds figures that follow from a written rule instead of a publication")?;
    }
    Ok(())
}

fn print_offers(quote: &Quote) -> anyhow::Result<()> {
    let mut table = Table::new(&[
        "service",
        ">price",
        "half arrive by",
        "nine in ten by",
        ">loss",
        "route",
        "needs",
    ]);
    for offer in &quote.offers {
        table.row(vec![
            offer.service_name.clone().or_else(|| offer.service.clone()).unwrap_or_default(),
            price(offer),
            arrival(&offer.p50),
            arrival(&offer.p90),
            format!("{} %", offer.loss_percent),
            route(offer),
            offer.requires.iter().map(|r| r.field.as_str()).collect::<Vec<_>>().join(", "),
        ]);
    }
    table.print("no service can take this parcel")
}

fn print_options(quote: &Quote) -> anyhow::Result<()> {
    let mut table = Table::new(&[
        ">price",
        "half arrive by",
        "nine in ten by",
        ">loss",
        "lines",
        "operators",
        "services",
    ]);
    for option in &quote.options {
        table.row(vec![
            price(option),
            arrival(&option.p50),
            arrival(&option.p90),
            format!("{} %", option.loss_percent),
            route(option),
            option.operators.iter().map(|o| o.operator.as_str()).collect::<Vec<_>>().join(" › "),
            option.services.join(", "),
        ]);
    }
    table.print("no route can take this parcel")
}

fn print_refused(quote: &Quote) -> anyhow::Result<()> {
    if quote.refused.is_empty() {
        return output::line("nothing");
    }
    for refusal in &quote.refused {
        output::line(&format!("{} {}: {}", refusal.subject_kind, refusal.name, refusal.reason))?;
        let mut would = String::new();
        if let (Some(cost), Some(date)) = (&refusal.would_cost, &refusal.would_arrive) {
            let _ = write!(
                would,
                "; it would have cost {} {} and arrived {date}",
                cost.amount, cost.currency
            );
        }
        let mark = if refusal.estimated { " ~" } else { "" };
        output::line(&format!(
            "    rule {}, source: {}{mark}{would}",
            refusal.rule, refusal.source
        ))?;
    }
    Ok(())
}

fn price(route: &QuotedRoute) -> String {
    let mark = if route.estimated { "~" } else { "" };
    format!("{mark}{} {}", route.price.amount, route.price.currency)
}

fn arrival(arrival: &portolan_api::quotes::Arrival) -> String {
    format!("{} ({} days)", arrival.date, arrival.days)
}

/// The lines ridden, or the modes of a route without any.
fn route(route: &QuotedRoute) -> String {
    if route.lines.is_empty() {
        return route.legs.iter().map(|l| l.mode.as_str()).collect::<Vec<_>>().join(" › ");
    }
    route.lines.iter().map(|l| l.name.as_str()).collect::<Vec<_>>().join(" › ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_as_a_person_would() {
        let told = |text: &str| wall_clock(text);
        assert_eq!(
            told("2026-11-22T10:00:00+08:00[Asia/Shanghai]"),
            "2026-11-22 10:00 Asia/Shanghai"
        );
        assert_eq!(told("2026-11-22T10:00:07+00:00[UTC]"), "2026-11-22 10:00:07 UTC");
        assert_eq!(told("2026-11-22T10:00:00.25+00:00[UTC]"), "2026-11-22 10:00 UTC");
        let now: Timestamp = "2026-11-22T02:00:07.123456789Z".parse().unwrap();
        assert_eq!(whole_second(now).to_string(), "2026-11-22T02:00:07Z");
    }
}
