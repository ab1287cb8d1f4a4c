//! Several items in one cell: `【1】title (商家编码:SKU) (产品数量:2 piece)`.

/// One item of such a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub sku: String,
    pub quantity: String,
}

/// What stands before an item.
const OPENING: char = '【';
/// What stands before an item's SKU and its quantity.
const SKU_MARK: &str = "商家编码";
const QUANTITY_MARK: &str = "产品数量";

/// The items of a cell; none where it holds something else.
pub(super) fn list_items(text: &str) -> Option<Vec<Item>> {
    let (before, rest) = text.split_once(OPENING)?;
    if !before.trim().is_empty() {
        return None;
    }
    let item = |part: &str| Item {
        sku: marked(part, SKU_MARK).unwrap_or_default().to_owned(),
        quantity: digits(marked(part, QUANTITY_MARK).unwrap_or_default()).to_owned(),
    };
    Some(rest.split(OPENING).map(item).collect())
}

/// What stands behind a mark and its colon, up to the bracket that closes it.
fn marked<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let behind = text[text.find(mark)? + mark.len()..].trim_start();
    let value = behind.strip_prefix([':', '：'])?;
    Some(value[..value.find([')', '）'])?].trim())
}

/// The number of `2 piece`.
fn digits(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}
