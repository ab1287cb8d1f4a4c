//! The engine's own insert: rows of the same sizes, nothing read, sealed, compressed or looked up.

use crate::clock::{Clock, Spent};
use crate::ours::Sizes;
use crate::traffic::Traffic;
use portolan_bench::Numbers;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

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
    Sqlite(rusqlite::Connection),
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
    let connection = rusqlite::Connection::open(url.trim_start_matches("sqlite:"))?;
    Ok(connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
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
            let path = url.trim_start_matches("sqlite:");
            let connection = rusqlite::Connection::open(path)?;
            // As the product opens it.
            for (name, value) in [
                ("journal_mode", "wal"),
                ("synchronous", "full"),
                ("cache_size", "-65536"),
                ("wal_autocheckpoint", "65536"),
            ] {
                connection.pragma_update(None, name, value)?;
            }
            for table in tables {
                connection.execute_batch(&table.replace("BYTES", "BLOB"))?;
            }
            Connection::Sqlite(connection)
        };
        // Far from the keys that the product gives, which goes on in the same database on PostgreSQL.
        let next_message = 1_000_000_000;
        Ok(Self { connection, sizes, traffic, numbers: Numbers::new(9), next_message })
    }

    /// Inserts so many pairs of rows and tells how long it took.
    pub async fn insert(&mut self, rows: u64, batch: u64, table: Table) -> anyhow::Result<Spent> {
        let mut spent = Spent::default();
        let mut left = rows;
        while left > 0 {
            let count = left.min(batch);
            left -= count;
            let rows: Vec<RawRow> = (0..count).map(|_| self.row()).collect();
            let clock = Clock::start()?;
            match &mut self.connection {
                Connection::Sqlite(c) => insert_sqlite(c, &rows, table)?,
                Connection::Postgres(c) => insert_postgres(c, rows, table).await?,
            }
            spent += clock.stop()?;
        }
        Ok(spent)
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

const SCANS: &str = "chain_id,digest,received_at,message_id,document,sealed";
const MESSAGES: &str = "id,chain_id,digest,adapter,received_at,expires_at,body";

/// A statement prepared once and stepped through for each row, in one transaction: the fastest way to
/// insert rows into SQLite that its manual knows.
fn insert_sqlite(
    connection: &mut rusqlite::Connection,
    rows: &[RawRow],
    table: Table,
) -> anyhow::Result<()> {
    let (scans, messages) = table.names();
    let work = connection.transaction()?;
    {
        let sql = format!("INSERT INTO {messages} ({MESSAGES}) VALUES (?,?,?,'yanwen',1,?,?)");
        let mut statement = work.prepare_cached(&sql)?;
        for row in rows {
            statement.execute((row.message, row.chain, &row.hash, i64::MAX, &row.body))?;
        }
        let sql = format!("INSERT INTO {scans} ({SCANS}) VALUES (?,?,1,?,?,?)");
        let mut statement = work.prepare_cached(&sql)?;
        for row in rows {
            let RawRow { chain, digest, message, document, sealed, .. } = row;
            statement.execute((chain, digest, message, document, sealed))?;
        }
    }
    work.commit()?;
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
