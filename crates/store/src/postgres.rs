//! PostgreSQL: a pool without a ping per acquire, a transaction per command.

use crate::{
    StoreConfig, StoreError,
    limits::{ACQUIRE_TIME, POSTGRES_ATTEMPTS},
    migrate::migrate,
    session::{Session, Work},
};
use sqlx::{PgPool, postgres::PgPoolOptions};

/// Claims due entries of the outbox: rows that another process is claiming are passed over.
pub(crate) const OUTBOX_CLAIM: &str = "UPDATE outbox SET claimed_until = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM outbox WHERE next_attempt_at <= $1
        AND (claimed_until IS NULL OR claimed_until <= $1) ORDER BY next_attempt_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
    RETURNING *";

/// Claims due timers likewise.
pub(crate) const TIMERS_CLAIM: &str = "UPDATE timers SET claimed_until = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM timers WHERE due_at <= $1
        AND (claimed_until IS NULL OR claimed_until <= $1) ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
    RETURNING *";

/// Connects and migrates.
pub(crate) async fn open(config: &StoreConfig) -> Result<PgPool, StoreError> {
    let pool = PgPoolOptions::new()
        .max_connections(config.connections.max(1))
        .acquire_timeout(ACQUIRE_TIME)
        .test_before_acquire(false)
        .connect(&config.url)
        .await?;
    let mut session = Session::PostgresWriter(pool.begin().await?);
    migrate(&mut session).await?;
    commit(session).await?;
    Ok(pool)
}

/// Runs a command in a transaction, again where it deadlocked with another.
pub(crate) async fn write<T>(
    pool: &PgPool,
    work: impl for<'c> Fn(&'c mut Session) -> Work<'c, T>,
) -> Result<T, StoreError> {
    let mut attempt = 1;
    loop {
        let mut session = Session::PostgresWriter(pool.begin().await?);
        let outcome = match work(&mut session).await {
            Ok(answer) => commit(session).await.map(|()| answer),
            Err(error) => {
                rollback(session).await;
                Err(error)
            }
        };
        match outcome {
            Err(StoreError::Busy) if attempt < POSTGRES_ATTEMPTS => attempt += 1,
            outcome => return outcome,
        }
    }
}

async fn commit(session: Session) -> Result<(), StoreError> {
    if let Session::PostgresWriter(transaction) = session {
        transaction.commit().await?;
    }
    Ok(())
}

/// A rollback that fails closes the connection, which undoes the transaction too.
async fn rollback(session: Session) {
    if let Session::PostgresWriter(transaction) = session
        && let Err(error) = transaction.rollback().await
    {
        tracing::debug!(%error, "rollback failed");
    }
}
