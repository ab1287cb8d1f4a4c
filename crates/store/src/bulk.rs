//! Sets of rows: one statement stepped through on SQLite, UNNEST of arrays on PostgreSQL.

use crate::{
    Engine, StoreError,
    limits::{BATCH_ROWS_MAX, POSTGRES_ROWS_MAX, SQLITE_LIST_MAX},
    row::Row,
    session::Session,
    value::{Bound, Value},
};
use std::collections::HashMap;

/// Where rows go, and what follows: `ON CONFLICT … RETURNING …`.
pub(crate) struct Insert {
    pub(crate) table: &'static str,
    pub(crate) columns: &'static [&'static str],
    pub(crate) suffix: &'static str,
}

/// An insert of rows that are told apart by some of their columns, into a table with a key `id`.
pub(crate) struct KeyedInsert {
    pub(crate) table: &'static str,
    pub(crate) columns: &'static [&'static str],
    /// Places in `columns` whose values no two rows of a set share.
    pub(crate) told_apart_by: &'static [usize],
    /// `ON CONFLICT … DO NOTHING`, or nothing.
    pub(crate) on_conflict: &'static str,
}

impl Session {
    /// Inserts rows and answers the key of each in their order, none where it was there before.
    pub(crate) async fn insert_keyed<const N: usize>(
        &mut self,
        insert: &KeyedInsert,
        rows: &[[Bound<'_>; N]],
    ) -> Result<Vec<Option<i64>>, StoreError> {
        let KeyedInsert { table, columns, told_apart_by, on_conflict } = insert;
        if self.engine() == Engine::Sqlite {
            let insert = Insert { table, columns, suffix: on_conflict };
            return self.insert_each(&values_text(&insert), rows);
        }
        let mut keys = Vec::with_capacity(rows.len());
        for rows in rows.chunks(POSTGRES_ROWS_MAX) {
            let values = (0..N).map(|column| rows.iter().map(|row| row[column].into()).collect());
            let values: Vec<Vec<Value>> = values.collect();
            let names: Vec<&str> = told_apart_by.iter().map(|column| columns[*column]).collect();
            let returning = format!("{on_conflict} RETURNING id, {}", names.join(","));
            let text = unnest_text(&Insert { table, columns, suffix: "" }, &values) + &returning;
            let answers = self.fetch_columns(text, values).await?;
            let mut known: HashMap<Vec<Value>, i64> = HashMap::with_capacity(answers.len());
            for answer in answers {
                let part = |column: &usize| match rows[0][*column] {
                    Bound::Int(_) => answer.int_maybe(columns[*column]).map(Value::Int),
                    Bound::Text(_) => answer.text_maybe(columns[*column]).map(Value::Text),
                    Bound::Blob(_) => answer.blob_maybe(columns[*column]).map(Value::Blob),
                };
                let parts = told_apart_by.iter().map(part).collect::<Result<_, _>>()?;
                known.insert(parts, answer.int("id")?);
            }
            let parts = |row: &[Bound<'_>; N]| -> Vec<Value> {
                told_apart_by.iter().map(|column| row[*column].into()).collect()
            };
            keys.extend(rows.iter().map(|row| known.get(&parts(row)).copied()));
        }
        Ok(keys)
    }

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
        if self.engine() == Engine::Sqlite {
            return self.fetch_each(&values_text(insert), &rows);
        }
        let mut answers = Vec::new();
        let mut rows = rows.into_iter();
        loop {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(POSTGRES_ROWS_MAX).collect();
            if chunk.is_empty() {
                return Ok(answers);
            }
            let columns = turn(chunk, insert.columns.len());
            answers.extend(self.fetch_columns(unnest_text(insert, &columns), columns).await?);
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
                let item = match chunk.first() {
                    Some(Value::Blob(_)) => "unhex(value)",
                    _ => "value",
                };
                fixed.push(list_text(&chunk)?.into());
                let sql = format!("{head} IN (SELECT {item} FROM json_each(${next})) {tail}");
                self.fetch_prepared(sql, fixed).await
            }
            Engine::Postgres => {
                let sql = format!("{head} = ANY(${next}) {tail}");
                self.fetch_listed(sql, fixed, chunk).await
            }
        }
    }
}

/// A list as JSON, bytes as hexadecimal digits: one variable, so that the statement stays the same.
fn list_text(values: &[Value]) -> Result<String, StoreError> {
    let text = |value: &Value| match value {
        Value::Int(Some(value)) => Ok(value.to_string()),
        Value::Text(Some(value)) => serde_json::to_string(value),
        Value::Blob(Some(value)) => {
            Ok(value.iter().fold("\"".to_owned(), |text, byte| text + &format!("{byte:02x}"))
                + "\"")
        }
        Value::Int(None) | Value::Text(None) | Value::Blob(None) => Ok("null".to_owned()),
    };
    let texts = values.iter().map(text).collect::<Result<Vec<_>, _>>();
    let texts = texts.map_err(|error| StoreError::Database(error.into()))?;
    Ok(format!("[{}]", texts.join(",")))
}

/// `INSERT … VALUES (?,?)`.
fn values_text(insert: &Insert) -> String {
    let marks = vec!["?"; insert.columns.len()].join(",");
    let names = insert.columns.join(",");
    format!("INSERT INTO {} ({names}) VALUES ({marks}) {}", insert.table, insert.suffix)
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
