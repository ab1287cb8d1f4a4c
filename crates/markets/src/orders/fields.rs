//! The fields of an order file, in the order its page in the book lists them.

use crate::field::{Field, FieldKind, Need, Scope};

pub(super) const ORDER: usize = 0;
pub(super) const DATE: usize = 1;
pub(super) const SKU: usize = 2;
pub(super) const QUANTITY: usize = 3;
pub(super) const UNIT_PRICE: usize = 4;
pub(super) const CURRENCY: usize = 5;
pub(super) const NAME: usize = 6;
pub(super) const COMPANY: usize = 7;
pub(super) const ADDRESS1: usize = 8;
pub(super) const ADDRESS2: usize = 9;
pub(super) const ADDRESS3: usize = 10;
pub(super) const FULL_ADDRESS: usize = 11;
pub(super) const CITY: usize = 12;
pub(super) const REGION: usize = 13;
pub(super) const POSTCODE: usize = 14;
pub(super) const COUNTRY: usize = 15;
pub(super) const PHONE: usize = 16;
pub(super) const EMAIL: usize = 17;
pub(super) const TAX_ID: usize = 18;
pub(super) const SERVICE: usize = 19;
pub(super) const UNDELIVERABLE: usize = 20;
pub(super) const NOTE: usize = 21;

const fn field(
    name: &'static str,
    kind: FieldKind,
    need: Need,
    aliases: &'static [&'static str],
) -> Field {
    Field { name, kind, need, aliases, scope: Scope::Order }
}

const fn of_row(
    name: &'static str,
    kind: FieldKind,
    need: Need,
    aliases: &'static [&'static str],
) -> Field {
    Field { scope: Scope::Row, ..field(name, kind, need, aliases) }
}

/// Every field; its place is its number above.
pub const FIELDS: &[Field] = &[
    field(
        "order",
        FieldKind::Reference,
        Need::Must,
        &["orderid", "orderno", "ordernumber", "order#", "订单号", "订单编号"],
    ),
    field(
        "date",
        FieldKind::Date,
        Need::Must,
        &["orderdate", "purchasedate", "createdat", "日期", "下单时间"],
    ),
    of_row(
        "sku",
        FieldKind::Reference,
        Need::Must,
        &["itemsku", "productsku", "sellersku", "商品编码", "货号"],
    ),
    of_row(
        "quantity",
        FieldKind::Count,
        Need::Must,
        &["qty", "pieces", "quantitypurchased", "数量"],
    ),
    of_row("unit_price", FieldKind::Money, Need::Must, &["price", "itemprice", "单价"]),
    field("currency", FieldKind::Currency, Need::May, &["currencycode", "币种", "货币"]),
    field(
        "name",
        FieldKind::Text,
        Need::Unless("company"),
        &["recipient", "recipientname", "shiptoname", "收件人", "收货人"],
    ),
    field("company", FieldKind::Text, Need::May, &["recipientcompany", "shiptocompany", "公司"]),
    field(
        "address1",
        FieldKind::Text,
        Need::Unless("full_address"),
        &["address", "addressline1", "street", "shiptoaddress1", "地址", "地址1"],
    ),
    field("address2", FieldKind::Text, Need::May, &["addressline2", "shiptoaddress2", "地址2"]),
    field("address3", FieldKind::Text, Need::May, &["addressline3", "shiptoaddress3", "地址3"]),
    field(
        "full_address",
        FieldKind::Address,
        Need::May,
        &["wholeaddress", "completeaddress", "addressinfull", "完整地址", "全地址"],
    ),
    field("city", FieldKind::Text, Need::Unless("full_address"), &["town", "shiptocity", "城市"]),
    field(
        "region",
        FieldKind::Text,
        Need::May,
        &["state", "province", "stateprovince", "shiptostate", "省", "州", "省州"],
    ),
    field(
        "postcode",
        FieldKind::Postcode,
        Need::May,
        &["zip", "zipcode", "postalcode", "shiptozip", "邮编"],
    ),
    field("country", FieldKind::Country, Need::Must, &["countrycode", "shiptocountry", "国家"]),
    field(
        "phone",
        FieldKind::Phone,
        Need::May,
        &["telephone", "tel", "mobile", "phonenumber", "电话", "手机"],
    ),
    field("email", FieldKind::Email, Need::May, &["mail", "emailaddress", "邮箱"]),
    field(
        "tax_id",
        FieldKind::Reference,
        Need::May,
        &["taxnumber", "cpf", "cpfcnpj", "vatnumber", "税号"],
    ),
    field(
        "service",
        FieldKind::Choice,
        Need::May,
        &["shippingservice", "shippingmethod", "服务", "物流方式"],
    ),
    field("undeliverable", FieldKind::Choice, Need::May, &["ifundeliverable", "无法投递"]),
    field("note", FieldKind::Text, Need::May, &["notes", "remark", "remarks", "comment", "备注"]),
];
