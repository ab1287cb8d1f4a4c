//! The engine's own insert: rows of the same sizes, nothing read, sealed, compressed or looked up.

use crate::ours::{Sizes, start};
use crate::traffic::Traffic;
use portolan_bench::Numbers;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, SqliteConnection};
use std::time::Duration;

/// Variables in one statement of SQLite.
const VARIABLES_MAX: usize = 16_000;

/// Where the rows go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Tables with the keys of the product's.
    SameKeys,
    /// Tables without any key.
    NoKeys,
}

impl Table {
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::SameKeys => ("scans", "messages"),
            Self::NoKeys => ("raw_scans", "raw_messages"),
        }
    }
}

/// A connection to the engine.
pub struct Raw {
    connection: Connection,
    sizes: Sizes,
    traffic: Traffic,
    numbers: Numbers,
    next_message: i64,
}

enum Connection {
    Sqlite(Box<SqliteConnection>),
    Postgres(Box<PgConnection>),
}

/// The first two columns of a statement's first row.
pub async fn fetch(url: &str, sql: &'static str) -> anyhow::Result<(f64, f64)> {
    if url.starts_with("postgres") {
        let mut connection = PgConnection::connect(url).await?;
        let sql = sql.replace("AVG(LENGTH", "(AVG(LENGTH").replace("))", "))::float8)");
        let sql = sql.replace("0.0", "0.0::float8");
        return Ok(sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut connection).await?);
    }
    let mut connection = SqliteConnection::connect(url).await?;
    Ok(sqlx::query_as(sql).fetch_one(&mut connection).await?)
}

impl Raw {
    /// Opens the engine, durable as the product opens it.
    pub async fn open(url: &str, sizes: Sizes, traffic: Traffic) -> anyhow::Result<Self> {
        let tables = [
            "CREATE TABLE raw_scans (chain_id BIGINT, digest BIGINT, received_at BIGINT,
                message_id BIGINT, document BYTES, sealed BYTES)",
            "CREATE TABLE raw_messages (id BIGINT, chain_id BIGINT, digest BYTES, adapter TEXT,
                received_at BIGINT, expires_at BIGINT, body BYTES)",
        ];
        let connection = if url.starts_with("postgres") {
            let mut connection = PgConnection::connect(url).await?;
            for table in tables {
                let sql = table.replace("BYTES", "BYTEA");
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
            }
            Connection::Postgres(Box::new(connection))
        } else {
            let options: SqliteConnectOptions = url.parse()?;
            let options = options
                .synchronous(SqliteSynchronous::Full)
                .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
            let mut connection = options.connect().await?;
            for table in tables {
                let sql = table.replace("BYTES", "BLOB");
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
            }
            Connection::Sqlite(Box::new(connection))
        };
        // Far from the keys that the product gives, which goes on in the same database on PostgreSQL.
        let next_message = 1_000_000_000;
        Ok(Self { connection, sizes, traffic, numbers: Numbers::new(9), next_message })
    }

    /// Inserts so many pairs of rows and tells how long it took.
    pub async fn insert(
        &mut self,
        rows: u64,
        batch: u64,
        table: Table,
    ) -> anyhow::Result<Duration> {
        let mut taken = Duration::ZERO;
        let mut left = rows;
        while left > 0 {
            let count = left.min(batch);
            left -= count;
            let rows: Vec<RawRow> = (0..count).map(|_| self.row()).collect();
            let started = start();
            match &mut self.connection {
                Connection::Sqlite(c) => insert_sqlite(c, &rows, table).await?,
                Connection::Postgres(c) => insert_postgres(c, rows, table).await?,
            }
            taken += started.elapsed();
        }
        Ok(taken)
    }

    fn row(&mut self) -> RawRow {
        let told = self.traffic.next();
        let mut bytes = |length: usize| {
            let mut bytes = Vec::with_capacity(length + 8);
            while bytes.len() < length {
                bytes.extend_from_slice(&self.numbers.next_u64().to_le_bytes());
            }
            bytes.truncate(length);
            bytes
        };
        let (document, sealed) = (bytes(self.sizes.document), bytes(self.sizes.sealed));
        let (hash, body) = (bytes(32), bytes(self.sizes.message));
        self.next_message += 1;
        RawRow {
            chain: i64::try_from(told.parcel).unwrap_or(0) + 1,
            digest: i64::from_ne_bytes(self.numbers.next_u64().to_ne_bytes()),
            message: self.next_message,
            document,
            sealed,
            hash,
            body,
        }
    }
}

struct RawRow {
    chain: i64,
    digest: i64,
    message: i64,
    document: Vec<u8>,
    sealed: Vec<u8>,
    hash: Vec<u8>,
    body: Vec<u8>,
}

fn values(table: &str, columns: &str, width: usize, rows: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(","));
    format!("INSERT INTO {table} ({columns}) VALUES {}", vec![row.as_str(); rows].join(","))
}

const SCANS: &str = "chain_id,digest,received_at,message_id,document,sealed";
const MESSAGES: &str = "id,chain_id,digest,adapter,received_at,expires_at,body";

async fn insert_sqlite(
    connection: &mut SqliteConnection,
    rows: &[RawRow],
    table: Table,
) -> anyhow::Result<()> {
    let (scans, messages) = table.names();
    let mut work = connection.begin().await?;
    for rows in rows.chunks(VARIABLES_MAX / 7) {
        let sql = values(messages, MESSAGES, 7, rows.len());
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            query = query.bind(row.message).bind(row.chain).bind(row.hash.as_slice());
            query = query.bind("yanwen").bind(1_i64).bind(i64::MAX).bind(row.body.as_slice());
        }
        query.execute(&mut *work).await?;
    }
    for rows in rows.chunks(VARIABLES_MAX / 6) {
        let sql = values(scans, SCANS, 6, rows.len());
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            query = query.bind(row.chain).bind(row.digest).bind(1_i64).bind(row.message);
            query = query.bind(row.document.as_slice()).bind(row.sealed.as_slice());
        }
        query.execute(&mut *work).await?;
    }
    work.commit().await?;
    Ok(())
}

async fn insert_postgres(
    connection: &mut PgConnection,
    rows: Vec<RawRow>,
    table: Table,
) -> anyhow::Result<()> {
    let (scans, messages) = table.names();
    let mut work = connection.begin().await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.message).collect();
    let chains: Vec<i64> = rows.iter().map(|row| row.chain).collect();
    let digests: Vec<i64> = rows.iter().map(|row| row.digest).collect();
    let (mut hashes, mut bodies, mut documents, mut sealed) = (vec![], vec![], vec![], vec![]);
    for row in rows {
        hashes.push(row.hash);
        bodies.push(row.body);
        documents.push(row.document);
        sealed.push(row.sealed);
    }
    let sql = format!(
        "INSERT INTO {messages} ({MESSAGES}) SELECT i, c, h, 'yanwen', 1, 9000000000000000000, b
        FROM UNNEST($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[]) AS t (i, c, h, b)"
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(&ids).bind(&chains).bind(hashes).bind(bodies);
    query.execute(&mut *work).await?;
    let sql = format!(
        "INSERT INTO {scans} ({SCANS}) SELECT c, d, 1, m, o, s FROM UNNEST($1::bigint[],
        $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[]) AS t (c, d, m, o, s)"
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(&chains).bind(&digests).bind(&ids);
    query.bind(documents).bind(sealed).execute(&mut *work).await?;
    work.commit().await?;
    Ok(())
}
