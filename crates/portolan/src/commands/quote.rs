//! `portolan quote`: one parcel, every option, the best offers, and what was refused and why.

mod explain;

use std::fmt::Write as _;
use std::process::ExitCode;

use jiff::Timestamp;
use portolan_api::Money;
use portolan_api::duty::{Duty, DutyStatus, QuoteItem};
use portolan_api::money::{MassText, MoneyText};
use portolan_api::promise::Promise;
use portolan_api::quotes::{
    EntryWish, Incoterm, PlaceText, Quote, QuoteRequest, QuotedRoute, Tier,
};
use portolan_model::{ClientTier, ZonedInstant};
use portolan_network::Snapshot;
use portolan_promise::outcomes::Levels;
use portolan_routing::Live;
use portolan_routing::distribution::TimesTaken;
use portolan_routing::learning::day_of;
use portolan_server::{ApiError, Clock, Defaults, Known, quote_answer, read_quote_request};

use crate::args::{self, Format, QuoteArgs};
use crate::commands::network_learn::read_lessons;
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
    let times = match &args.times {
        Some(path) => read_lessons(path)?.times(snapshot, day_of(asked.query.ready)),
        None => TimesTaken::published(),
    };
    let known = Known { times: &times, live: &Live::none(), levels: &Levels::default() };
    Ok(quote_answer(snapshot, &asked, &quote, known, true))
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
        items: args.hs.iter().map(|text| item(text)).collect(),
        registrations: args.registration.clone(),
    }
}

/// `6109.10` or `6109.10=60 EUR`.
fn item(text: &str) -> QuoteItem {
    let (hs, value) = text.split_once('=').map_or((text, None), |(hs, value)| (hs, Some(value)));
    QuoteItem {
        hs: Some(hs.trim().to_owned()),
        value: value.map(|value| MoneyText::Text(value.trim().to_owned())),
        ..QuoteItem::default()
    }
}

fn print(args: &QuoteArgs, quote: &Quote) -> anyhow::Result<()> {
    output::line(&format!("{} → {}, {}", quote.from.label, quote.to.label, args.weight))?;
    output::line(&format!(
        "ready {}, network {:.12}",
        wall_clock(&quote.ready),
        quote.network_version
    ))?;
    output::line("prices are before duty and tax, which are estimates\n")?;
    output::line("OFFERS, what a seller pays")?;
    print_offers(quote)?;
    output::line("\nDUTY AND TAX of each offer")?;
    print_duty(quote)?;
    output::line(
        "\nOPTIONS, what operators charge: no other route beats one on price, dates and loss",
    )?;
    print_options(quote)?;
    if args.explain {
        explain::print(quote)?;
    }
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
        "promised",
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
            promised(offer),
            arrival(&offer.p50),
            arrival(&offer.p90),
            format!("{} %", offer.loss_percent),
            route(offer),
            offer.requires.iter().map(|r| r.field.as_str()).collect::<Vec<_>>().join(", "),
        ]);
    }
    table.print("no service can take this parcel")
}

/// Duty of each offer: offers of the same duty together.
fn print_duty(quote: &Quote) -> anyhow::Result<()> {
    if quote.offers.is_empty() {
        return output::line("nothing is offered");
    }
    let mut told: Vec<(Vec<&str>, &QuotedRoute)> = Vec::new();
    for offer in &quote.offers {
        let name = offer.service_name.as_deref().or(offer.service.as_deref()).unwrap_or_default();
        match told.iter_mut().find(|(_, other)| other.duty == offer.duty) {
            Some((names, _)) => names.push(name),
            None => told.push((vec![name], offer)),
        }
    }
    for (names, offer) in told {
        let terms = match offer.incoterm {
            Incoterm::Ddu => "DDU",
            Incoterm::Ddp => "DDP",
        };
        output::line(&format!("{} ({terms}): {}", names.join(", "), duty_in_words(&offer.duty)))?;
        print_duty_lines(&offer.duty)?;
    }
    Ok(())
}

fn duty_in_words(duty: &Duty) -> String {
    let mark = if duty.doubtful { " (doubtful)" } else { "" };
    let amount = |money: &Money| format!("{} {}", money.amount, money.currency);
    match (duty.status, &duty.total) {
        (DutyStatus::NoBorder, _) => "none, no customs border is crossed".to_owned(),
        (DutyStatus::Known, Some(total)) => {
            let scheme = duty.scheme.as_deref().unwrap_or_default();
            let sale =
                duty.at_sale.as_ref().filter(|sale| sale.amount.contains(|c| c != '0' && c != '.'));
            let sale = sale.map(|sale| format!(", of it {} with the price", amount(sale)));
            format!("{}{} under {scheme}{mark}", amount(total), sale.unwrap_or_default())
        }
        _ => format!("duty not known{mark}"),
    }
}

fn print_duty_lines(duty: &Duty) -> anyhow::Result<()> {
    for line in &duty.lines {
        let mark = if line.doubtful { " (doubtful)" } else { "" };
        let estimated = if line.estimated { " ~" } else { "" };
        let waived = if line.waived { ", too little to collect" } else { "" };
        let is_counted =
            ["subheading", "item", "parcel", "consignment"].contains(&line.basis.as_str());
        let base = if is_counted {
            let plural = if line.base == "1" { "" } else { "s" };
            format!("for {} {}{plural}", line.base, line.basis)
        } else {
            format!("of {} {}", line.base, line.basis.replace('_', " "))
        };
        output::line(&format!(
            "    {} {}: {} {base}{waived}{mark}",
            line.amount.amount,
            line.amount.currency,
            [line.charge.as_str(), line.rate.as_str()].join(" ")
        ))?;
        output::line(&format!("        row {}, source: {}{estimated}", line.row, line.source))?;
    }
    for note in &duty.unknown {
        let charge = note.charge.as_ref().map(|charge| format!("{charge} ")).unwrap_or_default();
        output::line(&format!("    {charge}not known: {}", note.reason))?;
    }
    for note in &duty.conditions {
        let charge = note.charge.as_ref().map(|charge| format!("{charge}: ")).unwrap_or_default();
        output::line(&format!("    provided: {charge}{}", note.reason))?;
    }
    Ok(())
}

fn print_options(quote: &Quote) -> anyhow::Result<()> {
    let mut table = Table::new(&[
        ">price",
        "promised",
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
            promised(option),
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
    let unit = if arrival.days == 1 { "day" } else { "days" };
    format!("{} ({} {unit})", arrival.date, arrival.days)
}

/// The date promised and how surely.
fn promised(route: &QuotedRoute) -> String {
    let told =
        |promise: &Promise| format!("{}, {}", promise.date, explain::percent(promise.probability));
    route.promise.as_ref().map_or_else(|| "nothing".to_owned(), told)
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
    fn one_day_is_told_in_the_singular() {
        let told = |days| {
            arrival(&portolan_api::quotes::Arrival {
                date: "2026-11-23".into(),
                instant: String::new(),
                days,
            })
        };
        assert_eq!(told(1), "2026-11-23 (1 day)");
        assert_eq!(told(0), "2026-11-23 (0 days)");
        assert_eq!(told(12), "2026-11-23 (12 days)");
    }

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
