//! Neighbours in one batch, where a command fails and where SQLite gives up the whole transaction.

use super::*;
use crate::{sqlite::connection, value::values};

/// A writer on a new file with one empty table.
async fn writer(folder: &tempfile::TempDir) -> Writer {
    let connection = connection::open(&folder.path().join("t.db"), &[]).unwrap();
    let mut session = Session::SqliteWriter(Box::new(connection));
    session.script("CREATE TABLE numbers (number INTEGER PRIMARY KEY) STRICT").await.unwrap();
    Writer::start(session).unwrap()
}

/// Does nothing until it is told to end, so that others wait together.
fn wait() -> (AnyWork, std::sync::mpsc::Sender<()>) {
    let (end, ended) = std::sync::mpsc::channel();
    let ended = std::sync::Mutex::new(ended);
    let work: AnyWork = Box::new(move |_| {
        // An error says that it was told before, which is as good.
        let _ = ended.lock().unwrap().recv();
        Box::pin(async { Ok(Box::new(()) as Box<dyn Any + Send>) })
    });
    (work, end)
}

fn insert(number: i64) -> AnyWork {
    Box::new(move |session| {
        Box::pin(async move {
            let sql = "INSERT INTO numbers (number) VALUES ($1)";
            let changed = session.execute(sql, values![number]).await?;
            Ok(Box::new(changed) as Box<dyn Any + Send>)
        })
    })
}

/// Inserts, then fails; with `script` run in between.
fn fail(number: i64, script: &'static str) -> AnyWork {
    Box::new(move |session| {
        Box::pin(async move {
            session.execute("INSERT INTO numbers (number) VALUES ($1)", values![number]).await?;
            session.script(script).await?;
            Err(StoreError::Full)
        })
    })
}

async fn count(writer: &Writer) -> i64 {
    let count = writer.run(Box::new(|session| {
        Box::pin(async move {
            let row = session.fetch_first("SELECT COUNT(*) AS n FROM numbers", vec![]).await?;
            Ok(Box::new(row.unwrap().int("n")?) as Box<dyn Any + Send>)
        })
    }));
    *count.await.unwrap().downcast().unwrap()
}

#[tokio::test]
async fn a_command_that_fails_is_undone_alone() {
    let folder = tempfile::tempdir().unwrap();
    let writer = writer(&folder).await;
    let (work, end) = wait();
    let (_, one, two, again, three, ()) = tokio::join!(
        writer.run(work),
        writer.run(insert(1)),
        writer.run(fail(2, "SELECT 1")),
        writer.run(insert(1)),
        writer.run(insert(3)),
        async move { end.send(()).unwrap() },
    );
    assert!(one.is_ok() && three.is_ok());
    assert_eq!(two.unwrap_err().code(), "store_full");
    assert_eq!(again.unwrap_err().code(), "store_conflict");
    assert_eq!(count(&writer).await, 2);
}

#[tokio::test]
async fn a_transaction_given_up_by_sqlite_is_run_again_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let writer = writer(&folder).await;
    // SQLite rolls a transaction back by itself when the disk is full; here the command does.
    let (work, end) = wait();
    let (_, one, two, three, ()) = tokio::join!(
        writer.run(work),
        writer.run(insert(1)),
        writer.run(fail(2, "ROLLBACK")),
        writer.run(insert(3)),
        async move { end.send(()).unwrap() },
    );
    assert!(one.is_ok() && three.is_ok());
    assert_eq!(two.unwrap_err().code(), "store_full");
    assert_eq!(count(&writer).await, 2);
    writer.close().await;
    assert_eq!(writer.run(insert(4)).await.unwrap_err().code(), "store_closed");
}
