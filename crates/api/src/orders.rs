//! Orders: what buyers bought, how it came in, and what became of it.

use crate::money::{Money, MoneyText};
use crate::parcels::Parcel;
use crate::problem::{Fault, Problem};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A postal address. Personal: kept encrypted, never logged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Address {
    /// Person.
    pub name: String,
    /// Company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Street, number, flat: one to four lines.
    pub lines: Vec<String>,
    /// City.
    pub city: String,
    /// State or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Postcode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Tax number where the destination asks for one (CPF, INN, …).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<String>,
}

/// An order to be created; `reference` is its key within the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderDraft {
    /// The merchant's or marketplace's own number.
    pub reference: String,
    /// When the buyer ordered (RFC 3339); now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed_at: Option<String>,
    /// Where it goes.
    pub recipient: Address,
    /// Where the goods lie; the tenant's own address when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_from: Option<Address>,
    /// What was bought, 1 to 200 lines of one currency.
    pub lines: Vec<OrderLineDraft>,
    /// Service wished; may be chosen when booking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// What to do when it cannot be delivered; `return` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undeliverable: Option<Undeliverable>,
    /// What the recipient pays at the door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collect_on_delivery: Option<MoneyText>,
    /// A word for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An order changed by hand, while it is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderRevision {
    /// The version that was looked at; refused where somebody changed the order since.
    pub version: i64,
    /// The whole order as it is to be; its reference stays.
    pub order: OrderDraft,
}

/// What to do with a parcel that cannot be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Undeliverable {
    /// Send it back.
    Return,
    /// Give it up.
    Abandon,
    /// Ask for another address.
    Redirect,
}

/// One line of an order to be created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderLineDraft {
    /// A product of the tenant.
    pub sku: String,
    /// Pieces.
    pub quantity: u32,
    /// What the buyer paid for one piece.
    pub unit_price: MoneyText,
}

/// What an order is up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Taken, not booked.
    Open,
    /// Its parcels are booked.
    Booked,
    /// It was cancelled, or all its parcels were.
    Cancelled,
}

/// An order in a list: nothing personal in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Order {
    /// `ord_…`.
    pub id: String,
    /// The merchant's own number.
    pub reference: String,
    /// What it is up to.
    pub state: OrderState,
    /// Destination, ISO 3166-1 alpha-2.
    pub country: String,
    /// Service wished or booked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// How many lines it has.
    pub lines: u32,
    /// What the buyer paid for everything.
    pub total: Money,
    /// When the buyer ordered.
    pub placed_at: String,
    /// When it came in.
    pub created_at: String,
}

/// An order in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderDetail {
    /// As in the list.
    pub order: Order,
    /// Grows with every change; a change names the one it was made on.
    pub version: i64,
    /// Where it goes; absent once it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Address>,
    /// Where the goods lie, if not at the tenant's own address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_from: Option<Address>,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// What to do when it cannot be delivered.
    pub undeliverable: Undeliverable,
    /// What the recipient pays at the door.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collect_on_delivery: Option<Money>,
    /// A word for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its parcels, once booked.
    pub parcels: Vec<Parcel>,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderLine {
    /// A product of the tenant.
    pub sku: String,
    /// Pieces.
    pub quantity: u32,
    /// What the buyer paid for one piece.
    pub unit_price: Money,
}

/// Which orders to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrderQuery {
    /// Only those in this state.
    #[param(inline)]
    pub state: Option<OrderState>,
    /// Only those whose reference contains this.
    pub q: Option<String>,
    /// Items wanted, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// How a file of orders is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// Check everything, keep nothing.
    pub dry_run: Option<bool>,
    /// Encoding of the file, such as `gbk`; detected when absent.
    pub encoding: Option<String>,
    /// Take the good orders though others have faults. Otherwise it is all or none.
    pub partial: Option<bool>,
    /// Currency of amounts that name none.
    pub currency: Option<String>,
    /// Whether `03/04/2026` is in April or in March; such a date is a fault when absent.
    #[param(inline)]
    pub dates: Option<DateOrder>,
}

/// How dates written with signs between numbers are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// The day stands first.
    DayFirst,
    /// The month stands first.
    MonthFirst,
}

/// What became of a file of orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportReport {
    /// `imp_…`; absent for a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<String>,
    /// The encoding it was read in.
    pub encoding: String,
    /// Whether the accepted orders were kept: false for a dry run, and when all-or-none found faults.
    pub applied: bool,
    /// Orders in the file.
    pub orders: u32,
    /// Orders without faults that were not there before.
    pub accepted: u32,
    /// Orders that were there already with the same content.
    pub unchanged: u32,
    /// Orders with faults.
    pub rejected: u32,
    /// Every row's fate, in the file's order.
    pub rows: Vec<ImportRow>,
    /// Rows left out of `rows` because there are too many.
    pub rows_omitted: u32,
    /// What was mended or left out in reading, and is worth a look.
    pub warnings: Vec<Fault>,
}

/// What became of one row of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportRow {
    /// Its line, the header being 1.
    pub line: u32,
    /// The order it belongs to, as far as it says.
    pub order: String,
    /// What became of it.
    pub fate: RowFate,
    /// The order's id, once kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// What can become of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowFate {
    /// It has no fault and its order is new.
    Accepted,
    /// It, or another row of its order, has a fault.
    Rejected,
    /// It is empty.
    Skipped,
    /// Its order was there already with the same content.
    Unchanged,
}

/// How an order is to be booked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BookRequest {
    /// The service; the order's own wish when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// How its parcels enter the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<crate::quotes::EntryWish>,
}

/// Orders to be booked together, at most 200, each answered by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookBatch {
    /// The orders.
    pub items: Vec<BookItem>,
}

/// One order to be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookItem {
    /// `ord_…`.
    pub order: String,
    /// The service; the order's own wish when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// How its parcels enter the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<crate::quotes::EntryWish>,
}

/// A booked order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Booked {
    /// The order.
    pub order: Order,
    /// Its parcels.
    pub parcels: Vec<Parcel>,
}

/// One answer for each order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BookAnswer {
    /// The answers, in the items' order.
    pub results: Vec<BookItemAnswer>,
}

/// What became of one order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BookItemAnswer {
    /// The item's place, from 0.
    pub index: u32,
    /// `ord_…`.
    pub order: String,
    /// The booking, if it worked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booked: Option<Booked>,
    /// Why not, if it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}
