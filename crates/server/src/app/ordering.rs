//! Orders: created one by one, listed, shown.

use crate::app::auditing::audit;
use crate::app::{reading, tenancy};
use crate::auth::Identity;
use crate::ids::mint;
use crate::live::Change;
use crate::paging::{list_query, page};
use crate::problem::{Answer, ApiError, fault};
use crate::state::AppState;
use crate::wire::orders::{OrderDefaults, new_order, order, order_detail, read_order, state_word};
use portolan_api::limits::BATCH_ITEMS_MAX;
use portolan_api::orders::{Order, OrderDetail, OrderDraft, OrderQuery, OrderRevision, OrderState};
use portolan_api::{BatchAnswer, Fault, ItemAnswer, ItemStatus, Page, ProblemCode};
use portolan_model::{CurrencyTable, Order as DomainOrder, OrderId};
use portolan_network::Snapshot;
use portolan_store::{NewOrder, OrderChange, OrderWritten, WriteFate};
use std::collections::HashSet;

/// A page of orders.
pub async fn list_orders(
    state: &AppState,
    caller: &Identity,
    query: &OrderQuery,
) -> Answer<Page<Order>> {
    let word = query.state.map(state_word);
    let list = list_query(query.limit, query.cursor.as_deref(), word, query.q.as_deref())?;
    let rows = state.store.orders_list(caller.scope, &list).await?;
    let currencies = currencies(state);
    page(rows, |row| order(&row, &currencies))
}

/// One order.
pub async fn get_order(state: &AppState, caller: &Identity, id: OrderId) -> Answer<OrderDetail> {
    let row = state.store.order_find(caller.scope, id).await?;
    let row = row.ok_or_else(|| ApiError::not_found("order", &id.to_string()))?;
    let parcels = reading::parcels_of_order(state, caller, id).await?;
    order_detail(&row, parcels, &currencies(state))
}

/// Changes an open order.
pub async fn revise_order(
    state: &AppState,
    caller: &Identity,
    id: OrderId,
    revision: &OrderRevision,
) -> Answer<OrderDetail> {
    let row = state.store.order_find(caller.scope, id).await?;
    let row = row.ok_or_else(|| ApiError::not_found("order", &id.to_string()))?;
    if row.state != state_word(OrderState::Open) {
        let detail = format!("only an open order can be changed, and this one is {}", row.state);
        return Err(ApiError::new(ProblemCode::StateConflict, detail));
    }
    let draft = &revision.order;
    if draft.reference != row.reference {
        let what = format!("`{}` is not the order's reference", draft.reference);
        let mend = format!("give `{}`", row.reference);
        return Err(ApiError::invalid_field("order.reference", what, &mend, "choice_unknown"));
    }
    let network = state.network.get()?;
    let zone = tenancy::get_profile(state, caller).await?.zone();
    let now = state.clock.now();
    let defaults = OrderDefaults { now, zone: &zone, currencies: &network.snapshot.currencies };
    let read = read_order(draft, defaults)?;
    let skus = draft.lines.iter().map(|line| line.sku.clone()).collect();
    let known = known_skus(state, caller, skus).await?;
    let faults = faults_of(&network.snapshot, &read, &known);
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    let new = new_order(id, &read, draft.placed_at.is_some())?;
    let change = OrderChange {
        id,
        version: revision.version,
        state: None,
        document: Some(new.document),
        personal: Some(new.personal),
    };
    state.store.order_update(caller.scope, change, now).await?;
    audit(state, caller, "order.change", id).await?;
    state.live.tell(caller.scope, Change::Order, &id);
    get_order(state, caller, id).await
}

/// The currencies of the network in force, or those of ISO 4217 while there is none.
pub fn currencies(state: &AppState) -> CurrencyTable {
    let network = state.network.find();
    network.map_or_else(CurrencyTable::new, |network| network.snapshot.currencies.clone())
}

/// Creates orders, each answered by itself.
pub async fn create_orders(
    state: &AppState,
    caller: &Identity,
    drafts: &[OrderDraft],
) -> Answer<BatchAnswer> {
    require_batch(drafts.len(), BATCH_ITEMS_MAX)?;
    let network = state.network.get()?;
    let zone = tenancy::get_profile(state, caller).await?.zone();
    let now = state.clock.now();
    let defaults = OrderDefaults { now, zone: &zone, currencies: &network.snapshot.currencies };
    let skus = drafts.iter().flat_map(|draft| &draft.lines).map(|line| line.sku.clone()).collect();
    let known = known_skus(state, caller, skus).await?;
    let mut results: Vec<Option<ItemAnswer>> = Vec::with_capacity(drafts.len());
    let mut good = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let read = read_order(draft, defaults).and_then(|order| {
            let faults = faults_of(&network.snapshot, &order, &known);
            if faults.is_empty() { Ok(order) } else { Err(ApiError::invalid(faults)) }
        });
        match read.and_then(|order| new_order(mint(now)?, &order, draft.placed_at.is_some())) {
            Ok(order) => {
                good.push((index, order));
                results.push(None);
            }
            Err(error) => results.push(Some(failed(index, error))),
        }
    }
    let orders: Vec<NewOrder> = good.iter().map(|(_, order)| order.clone()).collect();
    let written = state.store.orders_insert(caller.scope, &orders, now).await?;
    state.live.tell_many(caller.scope, Change::Order);
    for ((index, _), written) in good.iter().zip(&written) {
        results[*index] = Some(answer_written(*index, written));
    }
    Ok(BatchAnswer { results: results.into_iter().flatten().collect() })
}

/// A batch has at least one item and not too many.
pub fn require_batch(found: usize, max: usize) -> Answer<()> {
    if (1..=max).contains(&found) {
        return Ok(());
    }
    let mend = format!("give 1 to {max} and send the rest in another request");
    Err(ApiError::invalid_field("items", format!("{found} items"), &mend, "batch_size"))
}

/// An item's failure.
pub fn failed(index: usize, error: ApiError) -> ItemAnswer {
    let problem = Some(error.into_problem());
    ItemAnswer { index: place(index), status: ItemStatus::Failed, id: None, problem }
}

fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn answer_written(index: usize, written: &OrderWritten) -> ItemAnswer {
    let status = match written.fate {
        WriteFate::Created => ItemStatus::Created,
        WriteFate::Updated => ItemStatus::Updated,
        WriteFate::Unchanged => ItemStatus::Unchanged,
        WriteFate::Conflicting => {
            let detail = format!("order `{}` is here with other content", written.reference);
            return failed(index, ApiError::new(ProblemCode::OrderExists, detail));
        }
    };
    ItemAnswer { index: place(index), status, id: Some(written.id.to_string()), problem: None }
}

/// Which of some SKUs are the tenant's.
pub async fn known_skus(
    state: &AppState,
    caller: &Identity,
    skus: HashSet<String>,
) -> Answer<HashSet<String>> {
    let wanted: Vec<String> = skus.into_iter().collect();
    let mut known = HashSet::with_capacity(wanted.len());
    for chunk in wanted.chunks(crate::limits::SKU_CHUNK) {
        let rows = state.store.products_find(caller.scope, chunk).await?;
        known.extend(rows.into_iter().map(|row| row.sku));
    }
    Ok(known)
}

/// What the network and the tenant's products say against an order: an address in no zone, or a
/// product that is not there.
pub fn faults_of(
    snapshot: &Snapshot,
    order: &DomainOrder,
    known_skus: &HashSet<String>,
) -> Vec<Fault> {
    let recipient = order.recipient();
    let mut faults = Vec::new();
    if let Err(error) = snapshot.zones_of(recipient.country(), recipient.postcode()) {
        let field = match error.code() {
            "country_not_in_network" => "recipient.country",
            _ => "recipient.postcode",
        };
        let text = error.to_string();
        let (what, mend) = text.split_once(": ").unwrap_or((text.as_str(), ""));
        faults.push(fault(field, what, mend, error.code()));
    }
    for (index, line) in order.lines().iter().enumerate() {
        if !known_skus.contains(line.sku().as_str()) {
            let what = format!("no product has the SKU `{}`", line.sku());
            let mend = "create the product first, or mend the SKU";
            faults.push(fault(&format!("lines[{index}].sku"), what, mend, "product_unknown"));
        }
    }
    if let Some(service) = order.service()
        && snapshot.find_service(service.as_str()).is_none()
    {
        let what = format!("the network has no service `{service}`");
        faults.push(fault("service", what, "choose one of the network's", "service_unknown"));
    }
    faults
}
