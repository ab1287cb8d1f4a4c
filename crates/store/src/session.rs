//! One connection of either engine: the same statements run on both.
//!
//! Statements number their variables `$1, $2 …`, which both engines read. Where their texts differ the
//! caller asks [`Session::engine`]. Values never stand in a statement's text.

use crate::{
    Engine, StoreError,
    row::Row,
    sqlite::{connection, readers::Reader},
    value::{Bound, Value},
};
use sqlx::{
    Arguments as _, AssertSqlSafe, PgConnection, Postgres, Transaction, pool::PoolConnection,
    postgres::PgArguments,
};
use std::{borrow::Cow, pin::Pin};

/// The work of one command within a session.
pub(crate) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'c>>;

/// One connection.
pub(crate) enum Session {
    /// The one connection that writes to SQLite.
    SqliteWriter(Box<rusqlite::Connection>),
    /// A read-only connection to SQLite.
    SqliteReader(Reader),
    /// A transaction on PostgreSQL.
    PostgresWriter(Transaction<'static, Postgres>),
    /// A connection to PostgreSQL outside a transaction.
    PostgresReader(PoolConnection<Postgres>),
}

enum Connection<'c> {
    Sqlite(&'c mut rusqlite::Connection),
    Postgres(&'c mut PgConnection),
}

impl Session {
    fn connection(&mut self) -> Result<Connection<'_>, StoreError> {
        Ok(match self {
            Self::SqliteWriter(connection) => Connection::Sqlite(connection),
            Self::SqliteReader(reader) => Connection::Sqlite(reader.connection()?),
            Self::PostgresWriter(transaction) => Connection::Postgres(transaction),
            Self::PostgresReader(connection) => Connection::Postgres(connection),
        })
    }

    /// Which engine it is.
    pub(crate) const fn engine(&self) -> Engine {
        match self {
            Self::SqliteWriter(_) | Self::SqliteReader(_) => Engine::Sqlite,
            Self::PostgresWriter(_) | Self::PostgresReader(_) => Engine::Postgres,
        }
    }

    /// Runs a statement and answers how many rows it changed.
    pub(crate) async fn execute(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        let sql = sql.into();
        let safe = |sql| AssertSqlSafe::<Cow<'static, str>>(sql);
        Ok(match self.connection()? {
            Connection::Sqlite(c) => connection::execute(c, &sql, &values)?,
            Connection::Postgres(c) => sqlx::query_with(safe(sql), postgres_arguments(values)?)
                .execute(c)
                .await?
                .rows_affected(),
        })
    }

    /// Runs a statement and answers its rows. A text made at run time is not kept prepared by the
    /// connections that read.
    pub(crate) async fn fetch(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let sql = sql.into();
        let persistent = matches!(sql, Cow::Borrowed(_));
        self.run(sql, values, persistent).await
    }

    /// Runs a statement whose text was made at run time and is one of few; it is kept prepared.
    pub(crate) async fn fetch_prepared(
        &mut self,
        sql: String,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        self.run(sql.into(), values, true).await
    }

    async fn run(
        &mut self,
        sql: Cow<'static, str>,
        values: Vec<Value>,
        persistent: bool,
    ) -> Result<Vec<Row>, StoreError> {
        match self.connection()? {
            Connection::Sqlite(c) => connection::fetch(c, &sql, &values),
            Connection::Postgres(c) => {
                let query = sqlx::query_with(AssertSqlSafe(sql), postgres_arguments(values)?);
                let rows = query.persistent(persistent).fetch_all(c).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Runs a statement and answers its first row.
    pub(crate) async fn fetch_first(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch(sql, values).await?.into_iter().next())
    }

    /// Runs a select and locks its rows; SQLite's writer is alone and needs no lock.
    pub(crate) async fn fetch_locked(
        &mut self,
        select: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        match self.engine() {
            Engine::Sqlite => self.fetch(select, values).await,
            Engine::Postgres => self.fetch(format!("{select} FOR UPDATE"), values).await,
        }
    }

    /// Inserts rows on SQLite and answers the key of each, none where it was not inserted.
    pub(crate) fn insert_each<const N: usize>(
        &mut self,
        sql: &str,
        rows: &[[Bound<'_>; N]],
    ) -> Result<Vec<Option<i64>>, StoreError> {
        match self.connection()? {
            Connection::Sqlite(c) => connection::insert_each(c, sql, rows),
            Connection::Postgres(_) => Err(StoreError::corrupt("engine")),
        }
    }

    /// Runs a statement of SQLite once for each row of values and answers all rows it gave.
    pub(crate) fn fetch_each(
        &mut self,
        sql: &str,
        rows: &[Vec<Value>],
    ) -> Result<Vec<Row>, StoreError> {
        match self.connection()? {
            Connection::Sqlite(c) => connection::fetch_each(c, sql, rows),
            Connection::Postgres(_) => Err(StoreError::corrupt("engine")),
        }
    }

    /// Runs a PostgreSQL statement over columns of values, each bound as an array.
    pub(crate) async fn fetch_columns(
        &mut self,
        sql: String,
        columns: Vec<Vec<Value>>,
    ) -> Result<Vec<Row>, StoreError> {
        let Connection::Postgres(c) = self.connection()? else {
            return Err(StoreError::corrupt("engine"));
        };
        let mut arguments = PgArguments::default();
        for column in columns {
            add_array(&mut arguments, column)?;
        }
        let rows = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_all(c).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    /// Runs a PostgreSQL statement over single values and, as the last variable, an array.
    pub(crate) async fn fetch_listed(
        &mut self,
        sql: String,
        values: Vec<Value>,
        list: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let Connection::Postgres(c) = self.connection()? else {
            return Err(StoreError::corrupt("engine"));
        };
        let mut arguments = postgres_arguments(values)?;
        add_array(&mut arguments, list)?;
        let rows = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_all(c).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    /// Runs several statements without values.
    pub(crate) async fn script(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
    ) -> Result<(), StoreError> {
        let sql = sql.into();
        let script = |sql| sqlx::raw_sql(AssertSqlSafe::<Cow<'static, str>>(sql));
        match self.connection()? {
            Connection::Sqlite(c) => c.execute_batch(&sql)?,
            Connection::Postgres(c) => script(sql).execute(c).await.map(drop)?,
        }
        Ok(())
    }
}

fn encoding(error: sqlx::error::BoxDynError) -> StoreError {
    StoreError::Database(error)
}

fn postgres_arguments(values: Vec<Value>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Int(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Blob(value) => arguments.add(value),
        }
        .map_err(encoding)?;
    }
    Ok(arguments)
}

/// Binds one column as an array; its type is that of its first value.
fn add_array(arguments: &mut PgArguments, column: Vec<Value>) -> Result<(), StoreError> {
    match column.first() {
        None | Some(Value::Int(_)) => arguments.add(array(column, |value| match value {
            Value::Int(value) => Some(value),
            _ => None,
        })?),
        Some(Value::Text(_)) => arguments.add(array(column, |value| match value {
            Value::Text(value) => Some(value),
            _ => None,
        })?),
        Some(Value::Blob(_)) => arguments.add(array(column, |value| match value {
            Value::Blob(value) => Some(value),
            _ => None,
        })?),
    }
    .map_err(encoding)
}

fn array<T>(
    column: Vec<Value>,
    read: impl Fn(Value) -> Option<Option<T>>,
) -> Result<Vec<Option<T>>, StoreError> {
    column
        .into_iter()
        .map(|value| read(value).ok_or_else(|| StoreError::corrupt("column")))
        .collect()
}
