//! Pages of lists: keyset cursors, never offsets.

use crate::{StoreError, limits::PAGE_ROWS_MAX};

/// A SHA-256 digest.
pub type ContentHash = [u8; 32];

/// Which page of a list, newest row first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// The `next` of the page before; none for the first page.
    pub after: Option<i64>,
    /// Rows wanted, 1 to [`PAGE_ROWS_MAX`].
    pub limit: u32,
    /// Only rows in this state.
    pub state: Option<String>,
    /// Only rows whose reference, SKU or tracking number contains this text, whatever its case.
    pub text: Option<String>,
}

impl ListQuery {
    /// The first page of `limit` rows, unfiltered.
    pub fn first(limit: u32) -> Self {
        Self { limit, ..Self::default() }
    }

    /// One row more than the page, so that a next page is known of.
    pub(crate) fn rows_wanted(&self) -> Result<i64, StoreError> {
        if (1..=PAGE_ROWS_MAX).contains(&self.limit) {
            Ok(i64::from(self.limit) + 1)
        } else {
            Err(StoreError::Limit { what: "page rows", limit: i64::from(PAGE_ROWS_MAX) })
        }
    }

    /// The key below which the page starts.
    pub(crate) fn below(&self) -> i64 {
        self.after.unwrap_or(i64::MAX)
    }

    /// The text as a LIKE pattern over a lower-case column, its signs escaped by a backslash.
    pub(crate) fn pattern(&self) -> Option<String> {
        let text = self.text.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
        let mut pattern = String::from("%");
        for c in search_text(text).chars() {
            if matches!(c, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        pattern.push('%');
        Some(pattern)
    }
}

/// The text as searched: the same folding on both engines, so it is done here.
pub(crate) fn search_text(text: &str) -> String {
    text.to_lowercase()
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, newest first.
    pub items: Vec<T>,
    /// Give it as `after` for the next page; none on the last.
    pub next: Option<i64>,
}

impl<T> Page<T> {
    /// A page from up to `limit` + 1 rows.
    pub(crate) fn cut(mut items: Vec<T>, limit: u32, key: impl Fn(&T) -> i64) -> Self {
        let limit = limit as usize;
        let next = if items.len() > limit {
            items.truncate(limit);
            items.last().map(key)
        } else {
            None
        };
        Self { items, next }
    }
}
