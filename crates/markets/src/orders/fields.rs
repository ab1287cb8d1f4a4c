//! The fields of an order file, in the order its page in the book lists them.

use crate::header::{FieldSpec, Need};

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
pub(super) const CITY: usize = 11;
pub(super) const REGION: usize = 12;
pub(super) const POSTCODE: usize = 13;
pub(super) const COUNTRY: usize = 14;
pub(super) const PHONE: usize = 15;
pub(super) const EMAIL: usize = 16;
pub(super) const TAX_ID: usize = 17;
pub(super) const SERVICE: usize = 18;
pub(super) const UNDELIVERABLE: usize = 19;
pub(super) const NOTE: usize = 20;

const fn field(name: &'static str, need: Need, aliases: &'static [&'static str]) -> FieldSpec {
    FieldSpec { name, aliases, need }
}

/// Every field; its place is its number above.
pub(super) const FIELDS: &[FieldSpec] = &[
    field(
        "order",
        Need::Must,
        &["orderid", "orderno", "ordernumber", "order#", "订单号", "订单编号"],
    ),
    field("date", Need::Must, &["orderdate", "purchasedate", "createdat", "日期", "下单时间"]),
    field("sku", Need::Must, &["itemsku", "productsku", "sellersku", "商品编码", "货号"]),
    field("quantity", Need::Must, &["qty", "pieces", "quantitypurchased", "数量"]),
    field("unit_price", Need::Must, &["price", "itemprice", "单价"]),
    field("currency", Need::May, &["currencycode", "币种", "货币"]),
    field(
        "name",
        Need::Unless("company"),
        &["recipient", "recipientname", "shiptoname", "收件人", "收货人"],
    ),
    field("company", Need::May, &["recipientcompany", "shiptocompany", "公司"]),
    field(
        "address1",
        Need::Must,
        &["address", "addressline1", "street", "shiptoaddress1", "地址", "地址1"],
    ),
    field("address2", Need::May, &["addressline2", "shiptoaddress2", "地址2"]),
    field("address3", Need::May, &["addressline3", "shiptoaddress3", "地址3"]),
    field("city", Need::Must, &["town", "shiptocity", "城市"]),
    field(
        "region",
        Need::May,
        &["state", "province", "stateprovince", "shiptostate", "省", "州", "省州"],
    ),
    field("postcode", Need::May, &["zip", "zipcode", "postalcode", "shiptozip", "邮编"]),
    field("country", Need::Must, &["countrycode", "shiptocountry", "国家"]),
    field("phone", Need::May, &["telephone", "tel", "mobile", "phonenumber", "电话", "手机"]),
    field("email", Need::May, &["mail", "emailaddress", "邮箱"]),
    field("tax_id", Need::May, &["taxnumber", "cpf", "cpfcnpj", "vatnumber", "税号"]),
    field("service", Need::May, &["shippingservice", "shippingmethod", "服务", "物流方式"]),
    field("undeliverable", Need::May, &["ifundeliverable", "无法投递"]),
    field("note", Need::May, &["notes", "remark", "remarks", "comment", "备注"]),
];
