//! The words of cross-border parcel logistics as types: illegal values cannot be built.
//!
//! Plain data only: no I/O, no serialisation, no clock and no randomness; whatever needs those takes
//! its result as an argument. Every value is built by `new` or `parse`, which answer a [`ModelError`]
//! (or all [`FieldFault`]s at once for the many-field words) instead of an illegal value.
//! Units: money in minor units, mass in grams, length in millimetres, places in micro-degrees.
//! Start at [`order`] and [`parcel`], then the small words they are made of.

mod names;
mod text;

pub mod address;
pub mod consignment;
pub mod country;
pub mod error;
pub mod goods;
pub mod hs;
pub mod id;
pub mod identifier;
pub mod limits;
pub mod mass;
pub mod money;
pub mod order;
pub mod packaging;
pub mod parcel;
pub mod place;
pub mod product;
pub mod s10;
pub mod s8;
pub mod s9;
pub mod scan;
pub mod service;
pub mod size;
pub mod time;

pub use address::{Address, AddressInput};
pub use consignment::{Consignment, ConsignmentInput, ConsignmentItem, Incoterm};
pub use country::CountryCode;
pub use error::{FieldFault, ModelError};
pub use goods::{BatteryKind, BatteryPacking, BatteryUn, Goods, GoodsClass, GoodsSet};
pub use hs::HsCode;
pub use id::{
    AccountId, ApiKeyId, Code, ConsignmentId, EventId, ExceptionId, HandOverId, HoldId, Id,
    ImportId, InboundId, InvitationId, LabelId, ManifestId, MerchantId, NoticeId, OrderId,
    ParcelId, ProductId, QuarantineId, RouteId, TenantId,
};
pub use identifier::{Identifier, IdentifierScheme, OtherIdentifier};
pub use mass::Mass;
pub use money::{Currency, CurrencyTable, Money};
pub use order::{Order, OrderInput, OrderLine, Undeliverable, Unit};
pub use packaging::Packaging;
pub use parcel::{
    CollectionWindow, Entry, Measure, Measurer, Parcel, ParcelInput, ParcelItem, ParcelState, Piece,
};
pub use place::{GeoPoint, Postcode, TimeZoneName};
pub use product::{Product, ProductInput, Sku};
pub use s8::{Impc, S8};
pub use s9::S9;
pub use s10::{S10, S10Check};
pub use scan::{Milestone, Occurred, Proof, Scan, ScanPlace, ScanText, Status, SubStatus};
pub use service::{ClientTier, Side};
pub use size::{Shape, Size};
pub use time::{CivilDate, Validity, ZonedInstant};
