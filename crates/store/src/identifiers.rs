//! Serial numbers of operators' identifier ranges, leased in blocks.
//!
//! A process takes a block from the range and hands its numbers out from memory. Blocks of different
//! processes never overlap; a crash loses at most the rest of a block, and no number is handed out twice.

use crate::{Store, StoreError, limits::LEASE_NUMBERS_MAX, session::Session, value::values};
use jiff::Timestamp;
use std::collections::{HashMap, VecDeque};
use tokio::sync::Mutex;

/// Numbers wanted of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseRequest {
    /// The range's key. Live and test numbers come from ranges of different keys.
    pub range: String,
    /// The range's first number.
    pub first: i64,
    /// The range's last number; may grow later.
    pub last: i64,
    /// Numbers in one block, at least 1.
    pub block_size: u32,
    /// Numbers wanted.
    pub count: u32,
}

/// What is left of a block: `next` to `last`, both inclusive.
struct Block {
    next: i64,
    last: i64,
}

impl Block {
    /// Numbers left up to `bound`, the range's present end.
    fn left(&self, bound: i64) -> i64 {
        (self.last.min(bound) - self.next + 1).max(0)
    }
}

/// Blocks being handed out, by range.
#[derive(Default)]
pub(crate) struct Leases {
    blocks: Mutex<HashMap<String, VecDeque<Block>>>,
}

impl Store {
    /// Leases `count` numbers of a range, each handed out once for ever;
    /// [`StoreError::IdentifiersExhausted`] where fewer are left, and none is handed out then.
    pub async fn identifiers_lease(
        &self,
        request: &LeaseRequest,
        now: Timestamp,
    ) -> Result<Vec<i64>, StoreError> {
        check(request)?;
        let mut blocks = self.leases().blocks.lock().await;
        let queue = blocks.entry(request.range.clone()).or_default();
        let count = i64::from(request.count);
        let have: i64 = queue.iter().map(|block| block.left(request.last)).sum();
        if have < count {
            let size = (count - have).max(i64::from(request.block_size));
            let input = (request.clone(), size, now);
            let leased = self
                .write(input, |session, (request, size, now)| {
                    Box::pin(lease_block(session, request, *size, *now))
                })
                .await?;
            let left = have + leased.left(request.last);
            queue.push_back(leased);
            if left < count {
                let range = request.range.clone();
                return Err(StoreError::IdentifiersExhausted { range, left, asked: count });
            }
        }
        let mut numbers = Vec::new();
        while numbers.len() < request.count as usize {
            let Some(block) = queue.front_mut() else { break };
            if block.left(request.last) == 0 {
                queue.pop_front();
                continue;
            }
            numbers.push(block.next);
            block.next += 1;
        }
        Ok(numbers)
    }
}

fn check(request: &LeaseRequest) -> Result<(), StoreError> {
    let limit = i64::from(LEASE_NUMBERS_MAX);
    if !(1..=LEASE_NUMBERS_MAX).contains(&request.count) {
        return Err(StoreError::Limit { what: "numbers in one lease", limit });
    }
    if !(1..=LEASE_NUMBERS_MAX).contains(&request.block_size) {
        return Err(StoreError::Limit { what: "numbers in one block", limit });
    }
    if request.first < 0 || request.last < request.first || request.last == i64::MAX {
        return Err(StoreError::Limit { what: "an identifier range", limit: i64::MAX });
    }
    Ok(())
}

/// Takes the next numbers of a range, fewer than `size` at its end, and keeps that they are taken.
async fn lease_block(
    session: &mut Session,
    request: &LeaseRequest,
    size: i64,
    now: Timestamp,
) -> Result<Block, StoreError> {
    // The update, though it may change nothing, locks the row on PostgreSQL.
    let upsert = "INSERT INTO identifier_ranges (name, first_number, last_number, next_number)
        VALUES ($1, $2, $3, $2)
        ON CONFLICT (name) DO UPDATE SET last_number = excluded.last_number
        RETURNING id, first_number, next_number";
    let row = values![&request.range, request.first, request.last];
    let row = session.fetch_first(upsert, row).await?;
    let row = row.ok_or_else(|| StoreError::corrupt("identifier range"))?;
    if row.int("first_number")? != request.first {
        let range = &request.range;
        return Err(StoreError::conflict(format!("identifier range {range} starts elsewhere")));
    }
    let (range, next) = (row.int("id")?, row.int("next_number")?);
    let last = request.last.min(next + size - 1);
    if last < next {
        return Ok(Block { next, last: next - 1 });
    }
    let advance = "UPDATE identifier_ranges SET next_number = $2 WHERE id = $1";
    session.execute(advance, values![range, last + 1]).await?;
    let insert = "INSERT INTO identifier_blocks (range_id, first_number, last_number, leased_at)
        VALUES ($1, $2, $3, $4)";
    session.execute(insert, values![range, next, last, now]).await?;
    Ok(Block { next, last })
}
