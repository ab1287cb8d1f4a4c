//! Products, both ways. A product holds nothing personal, so its wire form is what the store keeps.

use crate::problem::Answer;
use crate::wire::amounts::{money, read_mass, read_money};
use crate::wire::faults::Found;
use crate::wire::quotes::read_goods;
use portolan_api::products::{Product as WireProduct, ProductDraft};
use portolan_model::{CountryCode, CurrencyTable, HsCode, Product, ProductInput, Size, Sku};

/// A caller's product, checked; every fault is told at once.
pub fn read_product(draft: &ProductDraft, currencies: &CurrencyTable) -> Answer<Product> {
    let mut found = Found::default();
    let sku = found.keep("sku", Sku::parse(&draft.sku));
    let mass = found.keep("mass", read_mass(&draft.mass));
    let size = found.keep("size", Size::parse(&draft.size));
    let hs = found.keep("hs_code", HsCode::parse(&draft.hs_code));
    let origin = found.keep("origin", CountryCode::parse(&draft.origin));
    let goods = found.keep("goods", read_goods(&draft.goods, draft.battery.as_deref()));
    let value = found.keep("value", read_money(&draft.value, currencies));
    let input = || {
        Some(ProductInput {
            sku: sku?,
            description_en: draft.description_en.clone(),
            description_local: draft.description_local.clone().unwrap_or_default(),
            mass: mass?,
            size: size?,
            hs: hs?,
            origin: origin?,
            goods: goods?,
            value: value?,
        })
    };
    let product = input().and_then(|input| found.keep_all("", Product::new(input)));
    found.finish(product)
}

/// A product on the wire and in the store.
pub fn product(product: &Product) -> WireProduct {
    WireProduct {
        sku: product.sku().to_string(),
        description_en: product.description_en().to_owned(),
        description_local: product.description_local().map(str::to_owned),
        mass_grams: product.mass().grams(),
        size: product.size().to_string(),
        hs_code: product.hs().to_string(),
        origin: product.origin().to_string(),
        goods: product.goods().classes().classes().map(|class| class.to_string()).collect(),
        battery: product.goods().battery().map(|battery| battery.to_string()),
        value: money(product.value()),
    }
}

/// A product back from the store.
pub fn kept_product(kept: &WireProduct, currencies: &CurrencyTable) -> Answer<Product> {
    let draft = ProductDraft {
        sku: kept.sku.clone(),
        description_en: kept.description_en.clone(),
        description_local: kept.description_local.clone(),
        mass: portolan_api::money::MassText::Grams(kept.mass_grams),
        size: kept.size.clone(),
        hs_code: kept.hs_code.clone(),
        origin: kept.origin.clone(),
        goods: kept.goods.clone(),
        battery: kept.battery.clone(),
        value: portolan_api::MoneyText::Exact(kept.value.clone()),
    };
    read_product(&draft, currencies)
}
