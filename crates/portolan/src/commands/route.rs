//! `portolan route`: the route of every order of a file, one row per parcel.
//!
//! Orders are split and routed as a booking would, with all room free. One that cannot be routed has a row
//! with the reason. Orders are shared out over threads in windows, each thread keeping its searcher; the
//! rows come out in the order of the file.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use portolan_api::quotes::PlaceText;
use portolan_markets::{Fault, ReadOptions};
use portolan_model::{ClientTier, Order, Packaging, Product, Sku};
use portolan_network::records::ServiceIdx;
use portolan_network::{Shipment, Snapshot};
use portolan_routing::split::{Lane, Ordered, Planned, may_smaller_pass, plan_ways};
use portolan_routing::{Endpoint, EntryWish, Live, Offer, Query, Refused, Searcher};
use portolan_server::{Clock, TenantProfile, given_fields, of_postcode, understand};

use crate::args::{OrderFileArgs, RouteArgs};
use crate::{networks, output};

/// Orders per thread between two writes.
const WINDOW_ORDERS: usize = 512;
/// Faults of a file that are shown before the rest is only counted.
const FAULTS_SHOWN_MAX: usize = 20;
const HEADER: [&str; 14] = [
    "order",
    "parcel",
    "service",
    "price",
    "currency",
    "cost",
    "hand_in",
    "p50",
    "p90",
    "loss",
    "mass_grams",
    "lines",
    "legs",
    "refused",
];

/// What every order is routed with.
struct Job<'a> {
    snapshot: &'a Snapshot,
    products: BTreeMap<Sku, Product>,
    from: Endpoint,
    ready: Timestamp,
    service: ServiceIdx,
    tenant: TenantProfile,
    boxes: Vec<Packaging>,
}

/// Orders, and parcels routed and refused.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    routed: u64,
    refused: u64,
}

type Row = [String; HEADER.len()];
/// The parcels of an order, each with its offer.
type Routed = Vec<(Planned, Offer)>;

pub fn run(args: &RouteArgs) -> anyhow::Result<ExitCode> {
    let snapshot = networks::load(&args.network.folders)?;
    let job = job(args, &snapshot)?;
    let orders = read_orders(args, &job)?;
    let threads = args.threads.filter(|n| *n > 0).unwrap_or_else(processors);
    let mut writer = csv::Writer::from_writer(BufWriter::new(sink(args.output.as_deref())?));
    writer.write_record(HEADER)?;
    let tally = route_all(&job, &orders, threads, &mut writer)?;
    writer.flush()?;
    output::note(&format!(
        "{} orders: {} parcels routed, {} orders not",
        orders.len(),
        tally.routed,
        tally.refused
    ))?;
    Ok(if tally.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn sink(path: Option<&Path>) -> anyhow::Result<Box<dyn Write>> {
    match path {
        None => Ok(Box::new(io::stdout().lock())),
        Some(path) => {
            let file = std::fs::File::create(path);
            Ok(Box::new(file.with_context(|| format!("cannot write {}", path.display()))?))
        }
    }
}

fn job<'a>(args: &RouteArgs, snapshot: &'a Snapshot) -> anyhow::Result<Job<'a>> {
    let from = understand(snapshot, "from", &PlaceText::Text(args.from.clone()))
        .map_err(|fault| anyhow::anyhow!("--from: {}: {}", fault.what, fault.mend))?;
    let ready = match &args.ready {
        Some(text) => {
            portolan_model::ZonedInstant::parse_in(text, &from.zone).context("--ready")?.instant()
        }
        None => Clock::System.now(),
    };
    let service = snapshot.find_service(&args.service).with_context(|| {
        let known: Vec<String> = snapshot.services.iter().map(|s| s.key.to_string()).collect();
        format!(
            "--service: the network has no service `{}`: take {}",
            args.service,
            known.join(", ")
        )
    })?;
    let tenant = TenantProfile::default();
    let options = product_options(base_options(snapshot, &tenant), &args.order_file)?;
    let products = read_products(&args.products, &options)?;
    let boxes = tenant.boxes();
    Ok(Job { snapshot, products, from: from.endpoint, ready, service, tenant, boxes })
}

fn base_options(snapshot: &Snapshot, tenant: &TenantProfile) -> ReadOptions {
    ReadOptions { currencies: snapshot.currencies.clone(), ..ReadOptions::new(tenant.zone()) }
}

/// How the order file is read: as told by the options of the command.
fn order_options(base: ReadOptions, args: &OrderFileArgs) -> anyhow::Result<ReadOptions> {
    let (encoding, date_order) = (args.encoding.clone(), args.date_order.map(Into::into));
    Ok(ReadOptions { encoding, date_order, ..product_options(base, args)? })
}

/// How the product file is read: amounts without a currency are those of the order file's.
fn product_options(base: ReadOptions, args: &OrderFileArgs) -> anyhow::Result<ReadOptions> {
    let currency = args.default_currency.as_deref().map(|code| base.currencies.get(code));
    let default_currency = currency.transpose().context("--default-currency")?;
    Ok(ReadOptions { default_currency, ..base })
}

fn read_products(path: &Path, options: &ReadOptions) -> anyhow::Result<BTreeMap<Sku, Product>> {
    let file = portolan_markets::products::read(&bytes_of(path)?, options);
    refuse_faults(path, &file.all_faults().collect::<Vec<_>>())?;
    Ok(file.products.into_iter().map(|read| (read.product.sku().clone(), read.product)).collect())
}

fn read_orders(args: &RouteArgs, job: &Job) -> anyhow::Result<Vec<Order>> {
    let options = order_options(base_options(job.snapshot, &job.tenant), &args.order_file)?;
    let knows_sku = |sku: &Sku| job.products.contains_key(sku);
    let file = portolan_markets::orders::read(&bytes_of(&args.file)?, &options, &knows_sku);
    refuse_faults(&args.file, &file.all_faults().collect::<Vec<_>>())?;
    Ok(file.orders.into_iter().map(|read| read.order).collect())
}

fn bytes_of(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn refuse_faults(path: &Path, faults: &[&Fault]) -> anyhow::Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    for fault in faults.iter().take(FAULTS_SHOWN_MAX) {
        let line = fault.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        let field = fault.field.map(|field| format!("{field}: ")).unwrap_or_default();
        output::note(&format!("{}: {line}{field}{}: {}", path.display(), fault.what, fault.mend))?;
    }
    bail!("{} has {} faults: mend them and start again", path.display(), faults.len())
}

fn route_all(
    job: &Job,
    orders: &[Order],
    threads: usize,
    writer: &mut csv::Writer<impl Write>,
) -> anyhow::Result<Tally> {
    let style =
        ProgressStyle::with_template("{wide_bar} {pos}/{len} orders, {per_sec}, {eta} left")?;
    let bar = ProgressBar::new(u64::try_from(orders.len())?).with_style(style);
    let mut searchers: Vec<Searcher> = (0..threads).map(|_| Searcher::new(job.snapshot)).collect();
    let mut tally = Tally::default();
    for window in orders.chunks(threads * WINDOW_ORDERS) {
        let share = window.len().div_ceil(threads);
        let rows = std::thread::scope(|scope| {
            let work = window.chunks(share).zip(&mut searchers);
            let running: Vec<std::thread::ScopedJoinHandle<Vec<Row>>> = work
                .map(|(orders, searcher)| {
                    scope.spawn(move || {
                        orders
                            .iter()
                            .flat_map(|order| rows_of(job, searcher, order))
                            .collect::<Vec<Row>>()
                    })
                })
                .collect();
            let rows = running.into_iter().map(std::thread::ScopedJoinHandle::join);
            rows.collect::<Result<Vec<Vec<Row>>, _>>()
        });
        let rows =
            rows.map_err(|_| anyhow::anyhow!("a thread broke off: nothing more was written"))?;
        for row in rows.iter().flatten() {
            let is_refused = !row[HEADER.len() - 1].is_empty();
            tally.refused += u64::from(is_refused);
            tally.routed += u64::from(!is_refused);
            writer.write_record(row)?;
        }
        bar.inc(u64::try_from(window.len())?);
    }
    bar.finish_and_clear();
    Ok(tally)
}

/// A row per parcel of an order, or one that says why there is none: an order goes whole or not at all.
fn rows_of(job: &Job, searcher: &mut Searcher, order: &Order) -> Vec<Row> {
    match route_order(job, searcher, order) {
        Ok(parcels) => {
            let rows = parcels.iter().enumerate();
            rows.map(|(n, (planned, offer))| row_of(job, order, n + 1, (planned, offer))).collect()
        }
        Err(reason) => {
            let mut row = Row::default();
            order.reference().clone_into(&mut row[0]);
            row[HEADER.len() - 1] = reason;
            vec![row]
        }
    }
}

/// The parcels of an order with their offers: in the first way to part it, or, where rules on mass or size
/// refuse that, in the next.
fn route_order(job: &Job, searcher: &mut Searcher, order: &Order) -> Result<Routed, String> {
    let ready = prepare(job, order)?;
    let ways =
        plan_ways(ready.lane, &ready.ordered, &job.boxes).map_err(|error| error.to_string())?;
    let mut first = None;
    for way in ways {
        let refused = match ready.route(searcher, way)? {
            Ok(parcels) => return Ok(parcels),
            Err(refused) => refused,
        };
        let is_final = !may_smaller_pass(job.snapshot, &refused);
        first.get_or_insert_with(|| reasons_of(&refused));
        if is_final {
            break;
        }
    }
    Err(first.unwrap_or_default())
}

/// An order that is ready to be routed.
struct Ready<'a> {
    job: &'a Job<'a>,
    order: &'a Order,
    ordered: Vec<Ordered>,
    lane: Lane<'a>,
    to: Endpoint,
}

fn prepare<'a>(job: &'a Job<'a>, order: &'a Order) -> Result<Ready<'a>, String> {
    let snapshot = job.snapshot;
    let recipient = order.recipient();
    let country = snapshot.find_country(recipient.country());
    let country =
        country.ok_or_else(|| format!("the network does not go to {}", recipient.country()))?;
    let to = of_postcode(snapshot, "postcode", recipient.country(), recipient.postcode().cloned());
    let to = to.map_err(|fault| format!("{}: {}", fault.what, fault.mend))?;
    let service = match order.service() {
        None => job.service,
        Some(key) => {
            let found = snapshot.find_service(key.as_str());
            found.ok_or_else(|| format!("the network has no service `{key}`"))?
        }
    };
    let day = job.ready.to_zoned(job.tenant.zone().zone().clone()).date();
    let lane = Lane { snapshot, service, country, day };
    Ok(Ready { job, order, ordered: ordered(job, order)?, lane, to: to.endpoint })
}

/// The reasons of a refusal, each once, those of rules before those of the service itself.
fn reasons_of(refused: &[Refused]) -> String {
    let mut reasons: Vec<&str> = Vec::new();
    for one in refused {
        if !reasons.contains(&one.reason.as_str()) {
            reasons.push(&one.reason);
        }
    }
    reasons.join("; ")
}

impl Ready<'_> {
    /// Routes every parcel, or none.
    fn route(
        &self,
        searcher: &mut Searcher,
        planned: Vec<Planned>,
    ) -> Result<Result<Routed, Vec<Refused>>, String> {
        let mut parcels = Vec::with_capacity(planned.len());
        for parcel in planned {
            let query = self.query_of(&parcel);
            let found = searcher.offer(&Live::none(), &query, self.lane.service);
            match found.map_err(|error| error.to_string())? {
                Ok(offer) => parcels.push((parcel, offer)),
                Err(refused) => return Ok(Err(refused)),
            }
        }
        Ok(Ok(parcels))
    }

    /// A parcel's query. Its value is that of the whole order: the parcels of one order are one
    /// consignment, and parting it must not bring it under a limit on value.
    fn query_of(&self, parcel: &Planned) -> Query {
        let (job, recipient) = (self.job, self.order.recipient());
        Query {
            from: job.from.clone(),
            to: self.to.clone(),
            ready: job.ready,
            shipment: Shipment {
                actual: parcel.mass,
                size: parcel.size,
                goods: parcel.goods,
                value: self.order.total(),
            },
            tier: ClientTier::Developing,
            currency: job.snapshot.base_currency,
            entry: EntryWish::Any,
            given_fields: Some(given_fields(recipient, &job.tenant, &self.ordered, parcel)),
            explain: false,
        }
    }
}

fn ordered(job: &Job, order: &Order) -> Result<Vec<Ordered>, String> {
    let lines = order.lines().iter().map(|line| {
        let product = job.products.get(line.sku());
        let product = product.ok_or_else(|| format!("no product has the SKU `{}`", line.sku()))?;
        Ok(Ordered {
            product: product.clone(),
            pieces: line.quantity(),
            unit_price: line.unit_price(),
        })
    });
    lines.collect()
}

fn row_of(job: &Job, order: &Order, number: usize, (planned, offer): (&Planned, &Offer)) -> Row {
    let route = &offer.route;
    let lines = route.rides.iter().filter_map(|ride| ride.line);
    let lines: Vec<&str> = lines.map(|line| job.snapshot.lines[line].key.as_str()).collect();
    let legs: Vec<&str> =
        route.legs.iter().map(|leg| job.snapshot.legs[leg.leg].key.as_str()).collect();
    [
        order.reference().to_owned(),
        number.to_string(),
        job.snapshot.services[offer.service].key.to_string(),
        offer.price.to_decimal().to_string(),
        offer.price.currency().to_string(),
        route.price.to_decimal().to_string(),
        route.hand_in.to_string(),
        route.date_p50.to_string(),
        route.date_p90.to_string(),
        format!("{:.5}", route.loss()),
        planned.mass.grams().to_string(),
        lines.join("|"),
        legs.join("|"),
        String::new(),
    ]
}

#[cfg(test)]
mod tests;
