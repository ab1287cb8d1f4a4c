//! Pages: a caller's limit and cursor to the store's, and back.
//!
//! A cursor is a row's key with a few bytes of check before it, so that a number made up by hand is
//! refused instead of starting a list somewhere.

use crate::problem::{Answer, ApiError};
use portolan_api::limits::{PAGE_ITEMS, PAGE_ITEMS_MAX};
use portolan_api::{Page, ProblemCode};
use portolan_store::ListQuery;
use sha2::{Digest as _, Sha256};

/// A list's query from what the caller gave.
pub fn list_query(
    limit: Option<u32>,
    cursor: Option<&str>,
    state: Option<&str>,
    text: Option<&str>,
) -> Answer<ListQuery> {
    let limit = limit.unwrap_or(PAGE_ITEMS);
    if !(1..=PAGE_ITEMS_MAX).contains(&limit) {
        let what = format!("{limit} is no number of items");
        return Err(ApiError::invalid_field("limit", what, "give 1 to 200", "limit_range"));
    }
    let after = cursor.map(|cursor| {
        read_cursor(cursor).ok_or_else(|| {
            let detail =
                "the cursor is not one of this server's: give `next_cursor` as it was answered";
            ApiError::new(ProblemCode::MalformedRequest, detail)
        })
    });
    Ok(ListQuery {
        after: after.transpose()?,
        limit,
        state: state.map(str::to_owned),
        text: text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned),
    })
}

/// A page for the caller.
pub fn page<R, T>(
    page: portolan_store::Page<R>,
    shown: impl FnMut(R) -> Answer<T>,
) -> Answer<Page<T>> {
    let items: Answer<Vec<T>> = page.items.into_iter().map(shown).collect();
    Ok(Page { items: items?, next_cursor: page.next.map(cursor) })
}

/// The cursor of a row's key.
pub fn cursor(key: i64) -> String {
    format!("c{:08x}{key:x}", check(key))
}

fn read_cursor(cursor: &str) -> Option<i64> {
    let rest = cursor.strip_prefix('c')?;
    let (found, key) = rest.split_at_checked(8)?;
    let key = i64::from_str_radix(key, 16).ok()?;
    (u32::from_str_radix(found, 16).ok()? == check(key)).then_some(key)
}

fn check(key: i64) -> u32 {
    let digest = Sha256::digest(key.to_be_bytes());
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_come_back_and_inventions_do_not() {
        for key in [1, 255, i64::MAX] {
            assert_eq!(read_cursor(&cursor(key)), Some(key));
        }
        for made_up in ["", "c", "1", "c0000000001", "é0000000ff", "c12345678"] {
            assert_eq!(read_cursor(made_up), None, "{made_up}");
        }
        assert!(list_query(Some(0), None, None, None).is_err());
        assert!(list_query(Some(201), None, None, None).is_err());
    }
}
