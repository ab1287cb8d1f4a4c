//! SQLite's connections: statements run where they are called, each prepared once
//! (`docs/decisions/0011-rusqlite.md`).

use crate::{
    StoreError,
    row::Row,
    value::{Bound, Value},
};
use rusqlite::{
    CachedStatement, Connection, ToSql,
    types::{ToSqlOutput, Value as Held, ValueRef},
};
use std::{path::Path, sync::Arc};

/// Statements kept prepared.
const PREPARED: usize = 256;

/// A row that is out of the database: its columns' names, and its values in their order.
pub(crate) struct HeldRow {
    columns: Arc<[String]>,
    values: Vec<Held>,
}

impl HeldRow {
    /// The value of a column; none where there is no such column.
    pub(crate) fn get(&self, column: &str) -> Option<&Held> {
        let index = self.columns.iter().position(|name| name == column)?;
        self.values.get(index)
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Int(Some(value)) => ValueRef::Integer(*value),
            Self::Text(Some(value)) => ValueRef::Text(value.as_bytes()),
            Self::Blob(Some(value)) => ValueRef::Blob(value),
            Self::Int(None) | Self::Text(None) | Self::Blob(None) => ValueRef::Null,
        }))
    }
}

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Int(Some(value)) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Blob(Some(value)) => ValueRef::Blob(value),
            Self::Int(None) | Self::Blob(None) => ValueRef::Null,
        }))
    }
}

/// Opens or makes a file and sets it up.
pub(crate) fn open(path: &Path, pragmas: &[(&str, String)]) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.busy_timeout(crate::limits::SQLITE_BUSY_TIME)?;
    for (name, value) in pragmas {
        connection.pragma_update(None, name, value)?;
    }
    Ok(connection)
}

/// Runs a statement and answers how many rows it changed.
pub(crate) fn execute(
    connection: &Connection,
    sql: &str,
    values: &[Value],
) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    Ok(u64::try_from(statement.raw_execute()?).unwrap_or(u64::MAX))
}

/// Runs a statement and answers its rows.
pub(crate) fn fetch(
    connection: &Connection,
    sql: &str,
    values: &[Value],
) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    let columns = columns(&statement);
    let mut found = Vec::new();
    take_rows(&mut statement, &columns, &mut found)?;
    Ok(found)
}

/// Runs a statement of unnamed variables once for each row of values, and answers all rows it gave.
pub(crate) fn fetch_each(
    connection: &Connection,
    sql: &str,
    rows: &[Vec<Value>],
) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = columns(&statement);
    let mut found = Vec::new();
    for row in rows {
        for (index, value) in row.iter().enumerate() {
            statement.raw_bind_parameter(index + 1, value)?;
        }
        take_rows(&mut statement, &columns, &mut found)?;
    }
    Ok(found)
}

/// Inserts rows and answers the key of each, none where it was not inserted.
pub(crate) fn insert_each<const N: usize>(
    connection: &Connection,
    sql: &str,
    rows: &[[Bound<'_>; N]],
) -> Result<Vec<Option<i64>>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut keys = Vec::with_capacity(rows.len());
    for row in rows {
        for (index, value) in row.iter().enumerate() {
            statement.raw_bind_parameter(index + 1, value)?;
        }
        let changed = statement.raw_execute()?;
        keys.push((changed > 0).then(|| connection.last_insert_rowid()));
    }
    Ok(keys)
}

/// Binds values to `$1 …` by their number, and to unnamed variables by their place.
fn bind(statement: &mut CachedStatement<'_>, values: &[Value]) -> Result<(), StoreError> {
    for index in 1..=statement.parameter_count() {
        let number = match statement.parameter_name(index) {
            Some(name) => name.get(1..).and_then(|number| number.parse().ok()).unwrap_or(0),
            None => index,
        };
        let value = values.get(number.wrapping_sub(1));
        let value = value.ok_or_else(|| StoreError::corrupt("variable of a statement"))?;
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

fn columns(statement: &CachedStatement<'_>) -> Arc<[String]> {
    statement.column_names().into_iter().map(str::to_owned).collect()
}

fn take_rows(
    statement: &mut CachedStatement<'_>,
    columns: &Arc<[String]>,
    into: &mut Vec<Row>,
) -> Result<(), StoreError> {
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let values = (0..columns.len()).map(|index| row.get(index));
        let values = values.collect::<Result<_, _>>()?;
        into.push(Row::Sqlite(HeldRow { columns: Arc::clone(columns), values }));
    }
    Ok(())
}
