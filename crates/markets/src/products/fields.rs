//! The fields of a product file, in the order its page in the book lists them.

use crate::field::{Field, FieldKind, Need, Scope};

pub(super) const SKU: usize = 0;
pub(super) const DESCRIPTION_EN: usize = 1;
pub(super) const DESCRIPTION_LOCAL: usize = 2;
pub(super) const MASS: usize = 3;
pub(super) const LENGTH: usize = 4;
pub(super) const WIDTH: usize = 5;
pub(super) const HEIGHT: usize = 6;
pub(super) const HS_CODE: usize = 7;
pub(super) const ORIGIN: usize = 8;
pub(super) const GOODS: usize = 9;
pub(super) const BATTERY_UN: usize = 10;
pub(super) const BATTERY_PACKING: usize = 11;
pub(super) const BATTERY_WH: usize = 12;
pub(super) const VALUE: usize = 13;
pub(super) const CURRENCY: usize = 14;

const fn field(
    name: &'static str,
    kind: FieldKind,
    need: Need,
    aliases: &'static [&'static str],
) -> Field {
    Field { name, kind, need, aliases, scope: Scope::Row }
}

/// Every field; its place is its number above. Headings of mass and edges may carry the unit.
pub const FIELDS: &[Field] = &[
    field("sku", FieldKind::Reference, Need::Must, &["itemsku", "productsku", "商品编码", "货号"]),
    field(
        "description_en",
        FieldKind::Text,
        Need::Must,
        &["description", "englishdescription", "title", "英文品名"],
    ),
    field(
        "description_local",
        FieldKind::Text,
        Need::May,
        &["localdescription", "descriptionzh", "中文品名"],
    ),
    field(
        "mass",
        FieldKind::Measure,
        Need::Must,
        &["weight", "massg", "massgrams", "masskg", "weightg", "weightkg", "重量"],
    ),
    field("length", FieldKind::Measure, Need::Must, &["lengthmm", "lengthcm", "长"]),
    field("width", FieldKind::Measure, Need::Must, &["widthmm", "widthcm", "宽"]),
    field("height", FieldKind::Measure, Need::Must, &["heightmm", "heightcm", "高"]),
    field("hs_code", FieldKind::Reference, Need::Must, &["hs", "hscode", "tariffcode", "海关编码"]),
    field(
        "origin",
        FieldKind::Country,
        Need::Must,
        &["origincountry", "countryoforigin", "madein", "原产国", "产地"],
    ),
    field(
        "goods",
        FieldKind::Choice,
        Need::Must,
        &["goodsclass", "goodsclasses", "class", "货物类别"],
    ),
    field("battery_un", FieldKind::Choice, Need::May, &["unnumber", "un"]),
    field("battery_packing", FieldKind::Choice, Need::May, &["packing"]),
    field("battery_wh", FieldKind::Measure, Need::May, &["watthours", "wh"]),
    field("value", FieldKind::Money, Need::Must, &["declaredvalue", "customsvalue", "申报价值"]),
    field("currency", FieldKind::Currency, Need::May, &["currencycode", "valuecurrency", "币种"]),
];
