//! Batches: many items in one request, each with an answer of its own.

use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The items of a batch, at most 500.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch<T> {
    /// The items, each decided by itself: one failing undoes no other.
    pub items: Vec<T>,
}

/// One answer for each item of a batch, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BatchAnswer {
    /// The answers.
    pub results: Vec<ItemAnswer>,
}

/// What became of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemAnswer {
    /// The item's place in the batch, from 0.
    pub index: u32,
    /// What became of it.
    pub status: ItemStatus,
    /// The id of what was made or found; a SKU for products.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// What can become of an item of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemStatus {
    /// It was made.
    Created,
    /// It replaced what was there.
    Updated,
    /// It was there already, with the same content.
    Unchanged,
    /// It was refused; nothing of it was kept.
    Failed,
}
