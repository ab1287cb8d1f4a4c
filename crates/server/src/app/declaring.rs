//! What is known of a planned parcel beyond its box: what is declared of it, and which data is given.

use crate::app::tenancy::TenantProfile;
use crate::records::DeclaredItem;
use portolan_model::Address;
use portolan_network::records::{Field, FieldSet};
use portolan_routing::split::{Ordered, Planned, Share};

/// What is declared to customs of a parcel's goods.
pub fn declare(ordered: &[Ordered], parcel: &Planned) -> Vec<DeclaredItem> {
    let item = |share: &Share| {
        let Ordered { product, unit_price, .. } = &ordered[share.thing];
        DeclaredItem {
            description_en: product.description_en().to_owned(),
            hs_code: product.hs().to_string(),
            origin: product.origin().to_string(),
            quantity: share.pieces,
            value_minor: unit_price.minor().saturating_mul(share.pieces.into()),
            mass_grams: product.mass().grams().saturating_mul(share.pieces),
        }
    };
    parcel.shares.iter().map(item).collect()
}

/// The data that an order, its products and the tenant give for a parcel.
pub fn given_fields(
    recipient: &Address,
    tenant: &TenantProfile,
    ordered: &[Ordered],
    parcel: &Planned,
) -> FieldSet {
    let has_local = |share: &Share| ordered[share.thing].product.description_local().is_some();
    let given = [
        (Field::RecipientName, recipient.name().is_some()),
        (Field::RecipientPhone, recipient.phone().is_some()),
        (Field::RecipientEmail, recipient.email().is_some()),
        (Field::RecipientTaxId, recipient.tax_id().is_some()),
        (Field::RecipientRegion, recipient.region().is_some()),
        (Field::Postcode, recipient.postcode().is_some()),
        (Field::HsCode, true),
        (Field::DescriptionEn, true),
        (Field::DescriptionLocal, parcel.shares.iter().all(has_local)),
        (Field::Value, true),
        (Field::IossNumber, tenant.ioss_number.is_some()),
        (Field::SenderTaxId, tenant.sender_tax_id.is_some()),
        (Field::Mid, tenant.manufacturer_id.is_some()),
    ];
    given.into_iter().filter(|(_, is_given)| *is_given).map(|(field, _)| field).collect()
}
