//! Orders: a caller's draft or a file's row to the domain, to what the store keeps, and to the wire.

use crate::problem::{Answer, ApiError};
use crate::records::{self, LineDocument, OrderDocument, OrderPersonal};
use crate::wire::addresses::{address, read_address};
use crate::wire::amounts::{instant, money, read_money};
use crate::wire::faults::Found;
use jiff::Timestamp;
use portolan_api::orders::{
    Order as WireOrder, OrderDetail, OrderDraft, OrderLine as WireLine, OrderState,
    Undeliverable as WireUndeliverable,
};
use portolan_api::parcels::Parcel;
use portolan_model::{
    Code, CurrencyTable, ModelError, Money, Order, OrderId, OrderInput, OrderLine, Sku,
    TimeZoneName, Undeliverable, ZonedInstant,
};
use portolan_store::{NewOrder, OrderRow};
use sha2::{Digest as _, Sha256};

/// What stands in for what a draft leaves out, and what its amounts may be in.
#[derive(Debug, Clone, Copy)]
pub struct OrderDefaults<'a> {
    /// The time now.
    pub now: Timestamp,
    /// Whose clock tells instants without a zone.
    pub zone: &'a TimeZoneName,
    /// The currencies known.
    pub currencies: &'a CurrencyTable,
}

/// A caller's order, checked; every fault is told at once.
pub fn read_order(draft: &OrderDraft, defaults: OrderDefaults) -> Answer<Order> {
    let mut found = Found::default();
    let recipient = found.keep_all("recipient", read_address(&draft.recipient));
    let ship_from = draft.ship_from.as_ref().map(read_address).transpose();
    let ship_from = found.keep_all("ship_from", ship_from);
    let placed_at = draft.placed_at.as_deref().map_or_else(
        || Ok(ZonedInstant::new(defaults.now, defaults.zone.clone())),
        |text| ZonedInstant::parse_in(text, defaults.zone),
    );
    let placed_at = found.keep("placed_at", placed_at);
    let mut lines = Vec::with_capacity(draft.lines.len());
    for (index, line) in draft.lines.iter().enumerate() {
        let sku = found.keep(&format!("lines[{index}].sku"), Sku::parse(&line.sku));
        let price = read_money(&line.unit_price, defaults.currencies);
        let price = found.keep(&format!("lines[{index}].unit_price"), price);
        let built = sku.zip(price).map(|(sku, price)| OrderLine::new(sku, line.quantity, price));
        lines.extend(built.and_then(|line| found.keep(&format!("lines[{index}].quantity"), line)));
    }
    let service = draft.service.as_deref().map(Code::parse).transpose();
    let service = found.keep("service", service);
    let collect = draft.collect_on_delivery.as_ref();
    let collect = collect.map(|due| read_money(due, defaults.currencies)).transpose();
    let collect_on_delivery = found.keep("collect_on_delivery", collect);
    let input = || {
        Some(OrderInput {
            reference: draft.reference.clone(),
            merchant: None,
            placed_at: placed_at?,
            ship_from: ship_from?,
            recipient: recipient?,
            lines,
            service: service?,
            undeliverable: undeliverable(draft.undeliverable),
            collect_on_delivery: collect_on_delivery?,
            note: draft.note.clone().unwrap_or_default(),
        })
    };
    let is_whole = found.is_empty();
    let order = input().filter(|_| is_whole);
    let order = order.and_then(|input| found.keep_all("", Order::new(input)));
    found.finish(order)
}

const fn undeliverable(wish: Option<WireUndeliverable>) -> Undeliverable {
    match wish {
        None | Some(WireUndeliverable::Return) => Undeliverable::Return,
        Some(WireUndeliverable::Abandon) => Undeliverable::Abandon,
        Some(WireUndeliverable::Redirect) => Undeliverable::Redirect,
    }
}

/// An order as the store keeps it. An instant that nobody gave is not part of its content: the same
/// order sent twice is the same.
pub fn new_order(id: OrderId, order: &Order, is_placed_at_given: bool) -> Answer<NewOrder> {
    let line = |line: &OrderLine| LineDocument {
        sku: line.sku().to_string(),
        quantity: line.quantity(),
        unit_price_minor: line.unit_price().minor(),
    };
    let collect = order.collect_on_delivery();
    let mut document = OrderDocument {
        placed_at: is_placed_at_given.then(|| order.placed_at().to_string()),
        country: order.recipient().country().to_string(),
        lines: order.lines().iter().map(line).collect(),
        currency: order.total().currency().code().to_owned(),
        total_minor: order.total().minor(),
        service: order.service().map(ToString::to_string),
        undeliverable: order.undeliverable().to_string(),
        collect_on_delivery: collect.map(|due| (due.minor(), due.currency().code().to_owned())),
    };
    let personal = OrderPersonal {
        recipient: address(order.recipient()),
        ship_from: order.ship_from().map(address),
        note: order.note().map(str::to_owned),
    };
    let personal = records::to_bytes(&personal)?;
    let mut digest = Sha256::new();
    digest.update(records::to_bytes(&document)?);
    digest.update(&personal);
    document.placed_at = Some(order.placed_at().to_string());
    Ok(NewOrder {
        id,
        reference: order.reference().to_owned(),
        state: state_word(OrderState::Open).to_owned(),
        content_hash: digest.finalize().into(),
        document: records::to_text(&document)?,
        personal,
    })
}

/// The word of a state in the store and in queries.
pub const fn state_word(state: OrderState) -> &'static str {
    match state {
        OrderState::Open => "open",
        OrderState::Booked => "booked",
        OrderState::Cancelled => "cancelled",
    }
}

/// The state of a word.
pub fn state_of(word: &str) -> Answer<OrderState> {
    [OrderState::Open, OrderState::Booked, OrderState::Cancelled]
        .into_iter()
        .find(|state| state_word(*state) == word)
        .ok_or_else(|| ApiError::internal(format!("stored order state `{word}`")))
}

/// An order in a list.
pub fn order(row: &OrderRow, currencies: &CurrencyTable) -> Answer<WireOrder> {
    let document: OrderDocument = records::from_text(&row.document)?;
    show(row, &document, currencies)
}

fn show(row: &OrderRow, document: &OrderDocument, currencies: &CurrencyTable) -> Answer<WireOrder> {
    let currency = currencies.get(&document.currency).map_err(ApiError::internal)?;
    Ok(WireOrder {
        id: row.id.to_string(),
        reference: row.reference.clone(),
        state: state_of(&row.state)?,
        country: document.country.clone(),
        service: document.service.clone(),
        lines: u32::try_from(document.lines.len()).unwrap_or(u32::MAX),
        total: money(Money::from_minor(document.total_minor, currency)),
        placed_at: document.placed_at.clone().unwrap_or_default(),
        created_at: instant(row.created_at),
    })
}

/// An order in full.
pub fn order_detail(
    row: &OrderRow,
    parcels: Vec<Parcel>,
    currencies: &CurrencyTable,
) -> Answer<OrderDetail> {
    let document: OrderDocument = records::from_text(&row.document)?;
    let personal: Option<OrderPersonal> =
        row.personal.kept().map(records::from_bytes).transpose()?;
    let currency = currencies.get(&document.currency).map_err(ApiError::internal)?;
    let line = |line: &LineDocument| WireLine {
        sku: line.sku.clone(),
        quantity: line.quantity,
        unit_price: money(Money::from_minor(line.unit_price_minor, currency)),
    };
    let due = |(minor, code): &(i64, String)| -> Result<_, ModelError> {
        Ok(money(Money::from_minor(*minor, currencies.get(code)?)))
    };
    let due = document.collect_on_delivery.as_ref().map(due).transpose();
    let (recipient, ship_from, note) =
        personal.map_or((None, None, None), |p| (Some(p.recipient), p.ship_from, p.note));
    Ok(OrderDetail {
        order: show(row, &document, currencies)?,
        version: row.version,
        recipient,
        ship_from,
        lines: document.lines.iter().map(line).collect(),
        undeliverable: match document.undeliverable.as_str() {
            "abandon" => WireUndeliverable::Abandon,
            "redirect" => WireUndeliverable::Redirect,
            _ => WireUndeliverable::Return,
        },
        collect_on_delivery: due.map_err(ApiError::internal)?,
        note,
        parcels,
    })
}
