//! Products: put, listed, shown.

use crate::app::ordering::{currencies, failed, require_batch};
use crate::auth::Identity;
use crate::ids::mint;
use crate::live::Change;
use crate::paging::{list_query, page};
use crate::problem::{Answer, ApiError};
use crate::records::{self, GapDocument};
use crate::state::AppState;
use crate::wire::amounts::{instant, money};
use crate::wire::products::{product, read_product};
use portolan_api::limits::BATCH_ITEMS_MAX;
use portolan_api::products::{Product, ProductDraft, ProductGap, ProductQuery};
use portolan_api::{BatchAnswer, ItemAnswer, ItemStatus, Page};
use portolan_model::{CurrencyTable, Money, Product as DomainProduct};
use portolan_store::{GapRow, NewProduct, WriteFate};
use std::collections::{BTreeMap, HashSet};

/// A page of products.
pub async fn list_products(
    state: &AppState,
    caller: &Identity,
    query: &ProductQuery,
) -> Answer<Page<Product>> {
    let list = list_query(query.limit, query.cursor.as_deref(), None, query.q.as_deref())?;
    let rows = state.store.products_list(caller.scope, &list).await?;
    page(rows, |row| records::from_text(&row.document))
}

/// A page of SKUs that are no products yet, as all staged files tell of them.
pub async fn list_gaps(
    state: &AppState,
    caller: &Identity,
    query: &ProductQuery,
) -> Answer<Page<ProductGap>> {
    let list = list_query(query.limit, query.cursor.as_deref(), None, query.q.as_deref())?;
    let rows = state.store.gaps_list(caller.scope, &list).await?;
    let currencies = currencies(state);
    page(rows, |row| gap(&row, &currencies))
}

fn gap(row: &GapRow, currencies: &CurrencyTable) -> Answer<ProductGap> {
    let mut known = BTreeMap::new();
    let mut value: BTreeMap<String, i64> = BTreeMap::new();
    for text in &row.documents {
        let document: GapDocument = records::from_text(text)?;
        known.extend(document.known);
        for (currency, minor) in document.value {
            let sum = value.entry(currency).or_default();
            *sum = sum.saturating_add(minor);
        }
    }
    let fields = portolan_markets::products::FIELDS.iter();
    let missing = fields.filter(|field| field.is_required() && field.name != "sku");
    let missing = missing.filter(|field| !known.contains_key(field.name));
    let missing = missing.map(|field| field.name.to_owned()).collect();
    let amount = |(code, minor): (String, i64)| {
        currencies.get(&code).ok().map(|currency| money(Money::from_minor(minor, currency)))
    };
    Ok(ProductGap {
        sku: row.sku.clone(),
        known,
        missing,
        orders_waiting: u32::try_from(row.orders).unwrap_or(u32::MAX),
        value_waiting: value.into_iter().filter_map(amount).collect(),
        seen_at: instant(row.seen_at),
    })
}

/// One product.
pub async fn get_product(state: &AppState, caller: &Identity, sku: &str) -> Answer<Product> {
    let row = state.store.product_find(caller.scope, sku).await?;
    let row = row.ok_or_else(|| ApiError::not_found("product", sku))?;
    records::from_text(&row.document)
}

/// Creates or replaces one product.
pub async fn put_product(
    state: &AppState,
    caller: &Identity,
    sku: &str,
    draft: ProductDraft,
) -> Answer<Product> {
    if draft.sku != sku {
        let what = format!("`{}` is not the SKU of the path", draft.sku);
        return Err(ApiError::invalid_field("sku", what, "give the same in both", "sku_mismatch"));
    }
    let read = read_product(&draft, &currencies(state))?;
    let new = new_product(state, &read)?;
    state.store.products_put(caller.scope, &[new], state.clock.now()).await?;
    state.live.tell(caller.scope, Change::Product, sku);
    Ok(product(&read))
}

/// A product as the store keeps it.
pub fn new_product(state: &AppState, read: &DomainProduct) -> Answer<NewProduct> {
    let document = records::to_text(&product(read))?;
    Ok(NewProduct { id: mint(state.clock.now())?, sku: read.sku().to_string(), document })
}

/// Creates or replaces products, each answered by itself.
pub async fn put_products(
    state: &AppState,
    caller: &Identity,
    drafts: &[ProductDraft],
) -> Answer<BatchAnswer> {
    require_batch(drafts.len(), BATCH_ITEMS_MAX)?;
    let currencies = currencies(state);
    let mut seen = HashSet::new();
    let mut results: Vec<Option<ItemAnswer>> = Vec::with_capacity(drafts.len());
    let mut good: Vec<(usize, NewProduct)> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let read = read_product(draft, &currencies).and_then(|read| {
            if seen.insert(read.sku().to_string()) {
                return new_product(state, &read);
            }
            let what = format!("`{}` is in this batch already", read.sku());
            Err(ApiError::invalid_field("sku", what, "send each product once", "sku_twice"))
        });
        match read {
            Ok(new) => {
                good.push((index, new));
                results.push(None);
            }
            Err(error) => results.push(Some(failed(index, error))),
        }
    }
    let products: Vec<NewProduct> = good.iter().map(|(_, new)| new.clone()).collect();
    let written = state.store.products_put(caller.scope, &products, state.clock.now()).await?;
    state.live.tell_many(caller.scope, Change::Product);
    for ((index, new), written) in good.iter().zip(&written) {
        let status = status_of(written.fate);
        let index_told = u32::try_from(*index).unwrap_or(u32::MAX);
        let id = Some(new.sku.clone());
        results[*index] = Some(ItemAnswer { index: index_told, status, id, problem: None });
    }
    Ok(BatchAnswer { results: results.into_iter().flatten().collect() })
}

const fn status_of(fate: WriteFate) -> ItemStatus {
    match fate {
        WriteFate::Created => ItemStatus::Created,
        WriteFate::Updated => ItemStatus::Updated,
        WriteFate::Unchanged => ItemStatus::Unchanged,
        WriteFate::Conflicting => ItemStatus::Failed,
    }
}
