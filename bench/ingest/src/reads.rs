//! Timelines of parcels drawn from all that were told of: found, read, opened and folded.

use crate::clock::Clock;
use crate::ours::Ours;
use crate::say;
use crate::traffic::number;
use portolan_bench::Numbers;
use portolan_model::id::{Parcel, Route};
use portolan_model::{OrderId, ParcelId, Scan};
use portolan_store::{
    BookCommand, Mode, NewIdentifier, NewOrder, NewParcel, NewRoute, NewTenant, TenantScope,
};
use portolan_tracking::record;
use portolan_tracking::timeline::{FoldRules, fold};
use std::time::Duration;

/// Reads so many timelines and prints how long one takes.
pub async fn measure(ours: &Ours, url: &str, reads: u64) -> anyhow::Result<()> {
    let now = jiff::Timestamp::from_second(1_790_000_000)?;
    let tenant = NewTenant {
        id: ours.id(3),
        name: format!("reader {}", ours.held),
        document: "{}".to_owned(),
    };
    let keys = ours.store.tenants_insert(&[tenant], now).await?;
    let scope = TenantScope::new(keys[0], Mode::Live);
    let mut numbers = Numbers::new(5 + ours.held);
    let all = usize::try_from(ours.traffic.parcels())?;
    let mut parcels: Vec<ParcelId> = Vec::new();
    for n in 0..reads {
        let parcel = numbers.below(all) as u64;
        parcels.push(book(ours, scope, (n, parcel)).await?);
    }
    let mut taken: Vec<Duration> = Vec::new();
    let mut events = 0_usize;
    for parcel in &parcels {
        let clock = Clock::start()?;
        let found = ours.store.parcel_ref(scope, *parcel, now).await?;
        let found = found.ok_or_else(|| anyhow::anyhow!("a booked parcel is gone"))?;
        let told = ours.store.parcel_told(found).await?;
        let read = told
            .scans
            .iter()
            .map(|row| record::decode(&row.document, row.personal.as_deref(), row.received_at));
        let scans: Vec<Scan> = read.collect::<Result<_, _>>()?;
        let timeline = fold(&scans, &FoldRules::PLAIN);
        taken.push(clock.stop()?.wall);
        events += timeline.events.len();
    }
    taken.sort_unstable();
    let at = |percent: usize| taken[(taken.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    let mean = events / parcels.len().max(1);
    let engine = if url.starts_with("postgres") { "PostgreSQL" } else { "SQLite" };
    say(&format!(
        "timeline of {mean} events, {engine} | p50 {:.2} ms | p99 {:.2} ms | slowest {:.2} ms",
        at(50),
        at(99),
        at(100)
    ))?;
    Ok(())
}

/// Books a parcel of a number.
async fn book(
    ours: &Ours,
    scope: TenantScope,
    (n, parcel): (u64, u64),
) -> anyhow::Result<ParcelId> {
    let now = jiff::Timestamp::from_second(1_790_000_000)?;
    let order: OrderId = ours.id(1_000_000 + n);
    let reference = format!("B-{n}");
    let new = NewOrder {
        id: order,
        reference,
        state: "new".to_owned(),
        content_hash: [0; 32],
        document: "{}".to_owned(),
        personal: Vec::new(),
    };
    ours.store.orders_insert(scope, &[new], now).await?;
    let number = number(parcel);
    let key: portolan_model::Id<Parcel> = ours.id(3_000_000 + n);
    let route: portolan_model::Id<Route> = ours.id(2_000_000 + n);
    let new = NewParcel {
        id: key,
        state: "booked".to_owned(),
        service: "standard".to_owned(),
        tracking_number: Some(number.clone()),
        identifiers: vec![NewIdentifier {
            scheme: "carrier".to_owned(),
            value: number.clone(),
            search_key: number,
        }],
        route: NewRoute { id: route, network: [0; 32], document: "{}".to_owned() },
        charged_mass_grams: 1,
        price_minor: 1,
        currency: "CNY".to_owned(),
        entry: "drop_off".to_owned(),
        document: "{}".to_owned(),
        personal: Vec::new(),
        holds: Vec::new(),
        timers: Vec::new(),
    };
    let command = BookCommand {
        order,
        order_version: 1,
        order_state: "booked".to_owned(),
        order_document: None,
        parcels: vec![new],
        consignment: None,
        audit: Vec::new(),
        outbox: Vec::new(),
        idempotency: None,
    };
    ours.store.parcels_book(scope, command, now).await?;
    Ok(key)
}
