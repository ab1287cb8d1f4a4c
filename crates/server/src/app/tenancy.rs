//! What is kept about a tenant: prices' tier, currency, clock, own address, own boxes.

use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_api::orders::Address;
use portolan_model::{ClientTier, Code, Currency, Mass, Packaging, Size, TimeZoneName};
use portolan_network::Snapshot;
use portolan_routing::split;
use serde::{Deserialize, Serialize};

/// A tenant's document in the store. What is absent has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantProfile {
    /// `developing` (the default) or `mature`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Currency of prices; the network's base currency when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Zone whose clock dates in files are told by; `Asia/Shanghai` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Where goods lie, and who stands as sender on labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// The sender's address in Latin script, for labels, where `address` is in another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_en: Option<Address>,
    /// Number of the EU's import one-stop shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ioss_number: Option<String>,
    /// The sender's tax number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_tax_id: Option<String>,
    /// Manufacturer identification code, for goods to the United States.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer_id: Option<String>,
    /// Boxes and bags; a usual set when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub packaging: Vec<PackagingType>,
}

/// A box or bag of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackagingType {
    /// Its key.
    pub packaging: String,
    /// Its mass when empty, in grams.
    pub tare_grams: u32,
    /// The room inside, such as `30x20x10 cm`.
    pub inner: String,
}

impl TenantProfile {
    /// The profile as it is kept.
    #[expect(clippy::missing_panics_doc, reason = "a profile has text keys only")]
    pub fn to_document(&self) -> String {
        serde_json::to_string(self).expect("invariant: a profile has text keys only")
    }

    /// The registrations by which the tenant's goods may be declared.
    pub fn registrations(&self) -> impl Iterator<Item = Code> {
        let ioss = self.ioss_number.as_ref().map(|_| "ioss_number");
        ioss.into_iter().filter_map(|name| Code::parse(name).ok())
    }

    /// Whose sell prices apply.
    pub fn tier(&self) -> ClientTier {
        let tier = self.tier.as_deref().and_then(|tier| ClientTier::parse(tier).ok());
        tier.unwrap_or(ClientTier::Developing)
    }

    /// The currency of prices.
    pub fn currency(&self, snapshot: &Snapshot) -> Currency {
        let own = self.currency.as_deref().and_then(|code| snapshot.currencies.get(code).ok());
        own.unwrap_or(snapshot.base_currency)
    }

    /// Whose clock dates are told by.
    pub fn zone(&self) -> TimeZoneName {
        let own = self.time_zone.as_deref().and_then(|name| TimeZoneName::parse(name).ok());
        own.or_else(|| TimeZoneName::parse("Asia/Shanghai").ok()).unwrap_or_else(TimeZoneName::utc)
    }

    /// What orders are packed in: the own boxes, else the usual ones.
    pub fn boxes(&self) -> Vec<Packaging> {
        let own: Vec<Packaging> = self.packaging.iter().filter_map(PackagingType::read).collect();
        if own.is_empty() { split::usual_boxes() } else { own }
    }
}

impl PackagingType {
    fn read(&self) -> Option<Packaging> {
        let code = Code::parse(&self.packaging).ok()?;
        let tare = Mass::from_grams(self.tare_grams).ok()?;
        Some(Packaging::new(code, tare, Size::parse(&self.inner).ok()?))
    }
}

/// The profile of a caller's tenant.
pub async fn get_profile(state: &AppState, caller: &Identity) -> Answer<TenantProfile> {
    let row = state.store.tenant_find(caller.tenant_id).await?;
    let row = row.ok_or_else(|| ApiError::internal("the tenant of an API key is gone"))?;
    serde_json::from_str(&row.document).map_err(ApiError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenants_own_boxes_take_the_usual_ones_place() {
        let own = PackagingType {
            packaging: "tube".into(),
            tare_grams: 60,
            inner: "roll 90x12 cm".into(),
        };
        let tenant = TenantProfile { packaging: vec![own], ..TenantProfile::default() };
        let keys: Vec<String> = tenant.boxes().iter().map(|one| one.code().to_string()).collect();
        assert_eq!(keys, ["tube"]);
        assert_eq!(TenantProfile::default().boxes(), split::usual_boxes());
    }
}
