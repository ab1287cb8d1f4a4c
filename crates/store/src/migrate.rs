//! Migrations: numbered, embedded, applied in one transaction when a store is opened.
//!
//! Each number has a twin per engine. An applied migration is kept with its digest: one that changed
//! afterwards, or a database newer than the program, is refused and left as it is.

use crate::{Engine, StoreError, session::Session, value::values};
use sha2::{Digest as _, Sha256};

struct Migration {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "foundation",
        sqlite: include_str!("../migrations/sqlite/0001_foundation.sql"),
        postgres: include_str!("../migrations/postgres/0001_foundation.sql"),
    },
    Migration {
        version: 2,
        name: "manifest_of_parcel",
        sqlite: include_str!("../migrations/sqlite/0002_manifest_of_parcel.sql"),
        postgres: include_str!("../migrations/postgres/0002_manifest_of_parcel.sql"),
    },
    Migration {
        version: 3,
        name: "tracking",
        sqlite: include_str!("../migrations/sqlite/0003_tracking.sql"),
        postgres: include_str!("../migrations/postgres/0003_tracking.sql"),
    },
    Migration {
        version: 4,
        name: "dictionaries",
        sqlite: include_str!("../migrations/sqlite/0004_dictionaries.sql"),
        postgres: include_str!("../migrations/postgres/0004_dictionaries.sql"),
    },
    Migration {
        version: 5,
        name: "lessons",
        sqlite: include_str!("../migrations/sqlite/0005_lessons.sql"),
        postgres: include_str!("../migrations/postgres/0005_lessons.sql"),
    },
    Migration {
        version: 6,
        name: "accounts",
        sqlite: include_str!("../migrations/sqlite/0006_accounts.sql"),
        postgres: include_str!("../migrations/postgres/0006_accounts.sql"),
    },
    Migration {
        version: 7,
        name: "staging",
        sqlite: include_str!("../migrations/sqlite/0007_staging.sql"),
        postgres: include_str!("../migrations/postgres/0007_staging.sql"),
    },
];

const SQLITE_TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT";

const POSTGRES_TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    hash BYTEA NOT NULL
)";

/// One process migrates at a time; the number is any that nothing else locks.
const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(7046030200000001)";

/// Brings the schema to this program's version. The session is within a transaction.
pub(crate) async fn migrate(session: &mut Session) -> Result<(), StoreError> {
    match session.engine() {
        Engine::Sqlite => session.script(SQLITE_TABLE).await?,
        Engine::Postgres => {
            session.script(POSTGRES_LOCK).await?;
            session.script(POSTGRES_TABLE).await?;
        }
    }
    let applied = session
        .fetch("SELECT version, hash FROM schema_migrations ORDER BY version", vec![])
        .await?;
    let known = MIGRATIONS.last().map_or(0, |migration| migration.version);
    if let Some(last) = applied.last()
        && last.int("version")? > known
    {
        return Err(StoreError::SchemaNewer { found: last.int("version")?, known });
    }
    for migration in MIGRATIONS {
        let sql = match session.engine() {
            Engine::Sqlite => migration.sqlite,
            Engine::Postgres => migration.postgres,
        };
        let hash: [u8; 32] = Sha256::digest(sql).into();
        let mut found = None;
        for row in &applied {
            if row.int("version")? == migration.version {
                found = Some(row.hash("hash")?);
            }
        }
        match found {
            Some(found) if found == hash => {}
            Some(_) => return Err(StoreError::SchemaChanged { version: migration.version }),
            None => {
                session.script(sql).await?;
                let insert =
                    "INSERT INTO schema_migrations (version, name, hash) VALUES ($1, $2, $3)";
                let row = values![migration.version, migration.name, hash];
                session.execute(insert, row).await?;
            }
        }
    }
    Ok(())
}
