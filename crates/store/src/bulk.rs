//! Sets of rows in few statements: multi-row VALUES on SQLite, UNNEST of arrays on PostgreSQL.

use crate::{
    Engine, StoreError,
    limits::{BATCH_ROWS_MAX, POSTGRES_ROWS_MAX, SQLITE_LIST_MAX, SQLITE_VARIABLES_MAX},
    row::Row,
    session::Session,
    value::Value,
};

/// Where rows go, and what follows: `ON CONFLICT … RETURNING …`.
pub(crate) struct Insert {
    pub(crate) table: &'static str,
    pub(crate) columns: &'static [&'static str],
    pub(crate) suffix: &'static str,
}

impl Session {
    /// Inserts rows and answers what RETURNING gives, in no order.
    pub(crate) async fn insert(
        &mut self,
        insert: &Insert,
        rows: Vec<Vec<Value>>,
    ) -> Result<Vec<Row>, StoreError> {
        if rows.len() > BATCH_ROWS_MAX {
            let limit = i64::try_from(BATCH_ROWS_MAX).unwrap_or(i64::MAX);
            return Err(StoreError::Limit { what: "rows in one set", limit });
        }
        let size = match self.engine() {
            Engine::Sqlite => SQLITE_VARIABLES_MAX / insert.columns.len(),
            Engine::Postgres => POSTGRES_ROWS_MAX,
        };
        let mut answers = Vec::new();
        let mut rows = rows.into_iter();
        loop {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(size).collect();
            if chunk.is_empty() {
                return Ok(answers);
            }
            answers.extend(match self.engine() {
                Engine::Sqlite => {
                    let sql = values_text(insert, chunk.len());
                    self.fetch(sql, chunk.into_iter().flatten().collect()).await?
                }
                Engine::Postgres => {
                    let columns = turn(chunk, insert.columns.len());
                    self.fetch_columns(unnest_text(insert, &columns), columns).await?
                }
            });
        }
    }

    /// Runs `head IN (list) tail` in chunks; `head` uses `fixed` as `$1 …` and ends with a column.
    pub(crate) async fn fetch_in(
        &mut self,
        head: &str,
        fixed: Vec<Value>,
        list: Vec<Value>,
        tail: &str,
    ) -> Result<Vec<Row>, StoreError> {
        let size = match self.engine() {
            Engine::Sqlite => SQLITE_LIST_MAX,
            Engine::Postgres => POSTGRES_ROWS_MAX,
        };
        let mut answers = Vec::new();
        let mut list = list.into_iter();
        loop {
            let chunk: Vec<Value> = list.by_ref().take(size).collect();
            if chunk.is_empty() {
                return Ok(answers);
            }
            answers.extend(self.fetch_in_chunk(head, fixed.clone(), chunk, tail).await?);
        }
    }

    async fn fetch_in_chunk(
        &mut self,
        head: &str,
        mut fixed: Vec<Value>,
        chunk: Vec<Value>,
        tail: &str,
    ) -> Result<Vec<Row>, StoreError> {
        let next = fixed.len() + 1;
        match self.engine() {
            Engine::Sqlite => {
                let marks: Vec<String> =
                    (next..next + chunk.len()).map(|number| format!("${number}")).collect();
                let sql = format!("{head} IN ({}) {tail}", marks.join(","));
                fixed.extend(chunk);
                self.fetch(sql, fixed).await
            }
            Engine::Postgres => {
                let sql = format!("{head} = ANY(${next}) {tail}");
                self.fetch_listed(sql, fixed, chunk).await
            }
        }
    }
}

/// `INSERT … VALUES (?,?),(?,?) …`: SQLite finds a named variable by walking through all names, so that
/// thousands of them take a time that grows with their square; unnamed ones are counted.
fn values_text(insert: &Insert, rows: usize) -> String {
    let row = format!("({})", vec!["?"; insert.columns.len()].join(","));
    format!(
        "INSERT INTO {} ({}) VALUES {} {}",
        insert.table,
        insert.columns.join(","),
        vec![row.as_str(); rows].join(","),
        insert.suffix
    )
}

/// `INSERT … SELECT * FROM UNNEST($1::bigint[], …)`.
fn unnest_text(insert: &Insert, columns: &[Vec<Value>]) -> String {
    let kinds: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let kind = match column.first() {
                None | Some(Value::Int(_)) => "bigint",
                Some(Value::Text(_)) => "text",
                Some(Value::Blob(_)) => "bytea",
            };
            format!("${}::{kind}[]", index + 1)
        })
        .collect();
    let names = insert.columns.join(",");
    let kinds = kinds.join(",");
    format!(
        "INSERT INTO {} ({names}) SELECT * FROM UNNEST({kinds}) {}",
        insert.table, insert.suffix
    )
}

/// Rows to columns.
fn turn(rows: Vec<Vec<Value>>, width: usize) -> Vec<Vec<Value>> {
    let mut columns: Vec<Vec<Value>> = (0..width).map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    columns
}
