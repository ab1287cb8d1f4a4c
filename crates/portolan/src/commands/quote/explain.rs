//! `portolan quote --explain`: why each offer's date is promised, and why no earlier one is.

use portolan_api::promise::{CurvePoint, Promise, PromisePart};
use portolan_api::quotes::{Quote, QuotedRoute};

use crate::output::{self, Table};

/// Prints the curve and each offer's parts; of a quote without offers those of its options.
pub fn print(quote: &Quote) -> anyhow::Result<()> {
    let (routes, curve, of) = if quote.offers.is_empty() {
        (&quote.options, &quote.cost_curve, "option")
    } else {
        (&quote.offers, &quote.curve, "offer")
    };
    output::line("\nPRICE AGAINST DATE, the lowest price for each date that can be promised")?;
    print_curve(routes, curve)?;
    output::line(&format!("\nWHY THIS DATE, of each {of}, in hours"))?;
    for (index, route) in routes.iter().enumerate() {
        print_route(routes, index, route)?;
    }
    Ok(())
}

fn print_curve(routes: &[QuotedRoute], curve: &[CurvePoint]) -> anyhow::Result<()> {
    let mut table = Table::new(&["there by", ">with", ">price", "route"]);
    for point in curve {
        let index = usize::try_from(point.index)?;
        table.row(vec![
            point.date.clone(),
            percent(point.probability),
            format!("{} {}", point.price.amount, point.price.currency),
            routes.get(index).map(|route| name(index, route)).unwrap_or_default(),
        ]);
    }
    table.print("no date can be promised")
}

fn print_route(routes: &[QuotedRoute], index: usize, route: &QuotedRoute) -> anyhow::Result<()> {
    let title = name(index, route);
    let Some(promise) = &route.promise else {
        return output::line(&format!(
            "\n{title}: nothing is promised, too few parcels would find a departure"
        ));
    };
    let times = if promise.times == "learned" { "learned from scans" } else { "as published" };
    output::line(&format!(
        "\n{title}: {} with {}, times {times}",
        promise.date,
        percent(promise.probability)
    ))?;
    let mut table = Table::new(&["", ">waits", ">moves", ">late", "what"]);
    for part in promise.parts.iter().filter(|part| takes_time(part) || part.kind == "leg") {
        table.row(row(part));
    }
    table.row(vec![
        "together".to_owned(),
        one_decimal(promise.parts.iter().map(|part| part.waiting_hours).sum()),
        one_decimal(promise.parts.iter().map(|part| part.moving_hours).sum()),
        one_decimal(promise.parts.iter().map(|part| part.spread_hours).sum()),
        String::new(),
    ]);
    table.print("")?;
    output::line(&format!("    arrives by {}", by_date(promise)))?;
    output::line(&format!("    why not faster: {}", why_not_faster(routes, promise)))
}

fn row(part: &PromisePart) -> Vec<String> {
    let place = match part.kind.as_str() {
        "leg" => format!("{} → {}", part.from, part.to),
        _ => part.from.clone(),
    };
    let what = match part.kind.as_str() {
        "delivery" => "until a day of delivery".to_owned(),
        _ => part.what.replace('_', " "),
    };
    let cells = [part.waiting_hours, part.moving_hours, part.spread_hours].map(one_decimal);
    let [waits, moves, late] = cells;
    vec![place, waits, moves, late, what]
}

/// The dates between one in ten and nearly all, each with its probability.
fn by_date(promise: &Promise) -> String {
    const DATES_MAX: usize = 6;
    let told = promise.by_date.iter().filter(|point| point.probability >= 0.1);
    let told = told.take(DATES_MAX).map(|one| format!("{} {}", one.date, percent(one.probability)));
    told.collect::<Vec<_>>().join(", ")
}

fn why_not_faster(routes: &[QuotedRoute], promise: &Promise) -> String {
    let Some(why) = &promise.why_not_faster else { return "nothing to compare".to_owned() };
    if let Some(next) = &why.next {
        let index = usize::try_from(next.index).unwrap_or(usize::MAX);
        let other = routes.get(index).map(|route| name(index, route)).unwrap_or_default();
        let days = if next.days_earlier == 1 { "day" } else { "days" };
        let extra = match next.extra.amount.strip_prefix('-') {
            Some(less) => format!("{less} {} less", next.extra.currency),
            None => format!("{} {} more", next.extra.amount, next.extra.currency),
        };
        return format!("{other} is promised {} {days} earlier, for {extra}", next.days_earlier);
    }
    let binding = usize::try_from(why.binding_part).ok().and_then(|at| promise.parts.get(at));
    let binding = binding.map(|part| {
        let [place, .., what] = row(part).try_into().unwrap_or_else(|_| <[String; 5]>::default());
        format!("; most hours go to {what} {place} ({} h)", one_decimal(hours_of(part)))
    });
    format!("nothing here is faster{}", binding.unwrap_or_default())
}

fn hours_of(part: &PromisePart) -> f64 {
    part.waiting_hours + part.moving_hours + part.spread_hours
}

/// Whether a part takes any time, be it by waiting less than another was late.
fn takes_time(part: &PromisePart) -> bool {
    [part.waiting_hours, part.moving_hours, part.spread_hours].iter().any(|hours| hours.abs() > 0.0)
}

fn name(index: usize, route: &QuotedRoute) -> String {
    let named = route.service_name.clone().or_else(|| route.service.clone());
    named.unwrap_or_else(|| format!("option {}", index + 1))
}

fn one_decimal(hours: f64) -> String {
    format!("{:.1}", hours + 0.0)
}

/// A probability in whole percent, rounded down: what is told is kept.
pub fn percent(probability: f64) -> String {
    format!("{:.0} %", (probability * 100.0 + 1e-6).floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_is_never_told_higher_than_it_is() {
        assert_eq!(percent(0.909), "90 %");
        assert_eq!(percent(0.9), "90 %");
        assert_eq!(percent(0.9999), "99 %");
        assert_eq!(percent(1.0), "100 %");
    }
}
