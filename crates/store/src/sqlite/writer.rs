//! The one writer of a SQLite database: a thread behind a bounded channel. Its statements run where they
//! are called, so it must not be one of the threads that serve.
//!
//! Commands that wait while one runs share the next transaction, up to a number and a time; each
//! has a savepoint of its own, so one that fails never undoes a neighbour, and all are answered after the
//! commit. Nobody waits for a batch to fill: a lone command commits at once. Where SQLite gives up the
//! whole transaction (a full disk), the batch is run again one by one.

use crate::{
    StoreError,
    limits::{
        WRITER_BATCH_COMMANDS, WRITER_BATCH_TIME, WRITER_QUEUE_COMMANDS, WRITER_WAITING_TIME,
    },
    session::{Session, Work},
};
use std::any::Any;
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
    time::Instant,
};

#[cfg(test)]
mod tests;

type Answer = Result<Box<dyn Any + Send>, StoreError>;

/// Work that can be run again; it answers any type, which the caller knows.
pub(crate) type AnyWork =
    Box<dyn for<'c> Fn(&'c mut Session) -> Work<'c, Box<dyn Any + Send>> + Send + Sync>;

struct Command {
    work: AnyWork,
    reply: oneshot::Sender<Answer>,
}

enum Message {
    Command(Command),
    /// Move the log into the file and cut it to nothing, so that overwritten pages are gone.
    Checkpoint(oneshot::Sender<Result<(), StoreError>>),
    Close(oneshot::Sender<()>),
}

/// The writer's address.
pub(crate) struct Writer {
    sender: mpsc::Sender<Message>,
}

impl Writer {
    /// Starts the thread; it ends when every address is dropped, or at [`Writer::close`].
    pub(crate) fn start(session: Session) -> Result<Self, StoreError> {
        let (sender, receiver) = mpsc::channel(WRITER_QUEUE_COMMANDS);
        let runtime = Handle::current();
        let work = move || runtime.block_on(write_all(session, receiver));
        let thread = std::thread::Builder::new().name("store-writer".to_owned());
        thread.spawn(work).map_err(|error| StoreError::Database(error.into()))?;
        Ok(Self { sender })
    }

    /// Runs a command and answers once it is on disk.
    pub(crate) async fn run(&self, work: AnyWork) -> Answer {
        let (reply, answer) = oneshot::channel();
        let message = Message::Command(Command { work, reply });
        self.sender.send(message).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    pub(crate) async fn checkpoint(&self) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        self.sender.send(Message::Checkpoint(reply)).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Finishes the commands that wait, and closes the connection.
    pub(crate) async fn close(&self) {
        let (reply, answer) = oneshot::channel();
        if self.sender.send(Message::Close(reply)).await.is_ok() {
            // An error means that it is closed already.
            let _ = answer.await;
        }
    }
}

async fn write_all(mut session: Session, mut receiver: mpsc::Receiver<Message>) {
    let mut closing = None;
    let mut held = None;
    loop {
        let next = match held.take() {
            Some(message) => Some(message),
            None => receiver.recv().await,
        };
        match next {
            Some(Message::Command(first)) => {
                held = run_batch(&mut session, first, &mut receiver).await;
            }
            Some(Message::Checkpoint(reply)) => {
                let done = session.script("PRAGMA wal_checkpoint(TRUNCATE)").await;
                // The caller may have gone; the checkpoint is done all the same.
                let _ = reply.send(done);
            }
            Some(Message::Close(reply)) => {
                receiver.close();
                closing = Some(reply);
            }
            None => break,
        }
    }
    if let Session::SqliteWriter(connection) = session
        && let Err((_, error)) = connection.close()
    {
        tracing::warn!(%error, "the database did not close cleanly");
    }
    if let Some(reply) = closing {
        let _ = reply.send(());
    }
}

/// How one transaction ended.
enum Ending {
    /// Committed: every command has its own outcome.
    Committed,
    /// Undone as a whole, by this error.
    Undone(StoreError),
}

/// Runs the first command and those that wait, in one transaction. Answers a message that is not a
/// command, if it came upon one.
async fn run_batch(
    session: &mut Session,
    first: Command,
    receiver: &mut mpsc::Receiver<Message>,
) -> Option<Message> {
    let (begun, waiting) = (Instant::now(), receiver.len());
    let mut batch = vec![first];
    let mut outcomes = Vec::new();
    let mut held = None;
    let mut ending = begin(session).await;
    while matches!(ending, Ending::Committed) && outcomes.len() < batch.len() {
        let (outcome, still) = run_one(session, &batch[outcomes.len()]).await;
        outcomes.push(outcome);
        ending = still;
        let did_wait = batch.len() <= waiting && begun.elapsed() < WRITER_WAITING_TIME;
        let has_time = did_wait || begun.elapsed() < WRITER_BATCH_TIME;
        let has_room = batch.len() < WRITER_BATCH_COMMANDS && has_time;
        if outcomes.len() == batch.len() && has_room {
            match receiver.try_recv() {
                Ok(Message::Command(command)) => batch.push(command),
                Ok(other) => held = Some(other),
                Err(_) => {}
            }
        }
        if held.is_some() {
            break;
        }
    }
    if matches!(ending, Ending::Committed) {
        ending = match session.script("COMMIT").await {
            Ok(()) => Ending::Committed,
            Err(error) => Ending::Undone(error),
        };
    }
    match ending {
        Ending::Committed => batch.into_iter().zip(outcomes).for_each(answer),
        Ending::Undone(error) => {
            // SQLite may have rolled back by itself, then this fails and all is well.
            let _ = session.script("ROLLBACK").await;
            run_alone(session, batch, error).await;
        }
    }
    held
}

async fn begin(session: &mut Session) -> Ending {
    match session.script("BEGIN IMMEDIATE").await {
        Ok(()) => Ending::Committed,
        Err(error) => Ending::Undone(error),
    }
}

/// Runs one command in a savepoint of its own.
async fn run_one(session: &mut Session, command: &Command) -> (Answer, Ending) {
    if let Err(error) = session.script("SAVEPOINT command").await {
        return (Err(StoreError::Closed), Ending::Undone(error));
    }
    let outcome = (command.work)(session).await;
    let end =
        if outcome.is_ok() { "RELEASE command" } else { "ROLLBACK TO command; RELEASE command" };
    match (session.script(end).await, outcome) {
        (Ok(()), outcome) => (outcome, Ending::Committed),
        // The command's own error, if it has one, says why SQLite gave up the transaction.
        (Err(_), Err(error)) | (Err(error), Ok(_)) => {
            (Err(StoreError::Closed), Ending::Undone(error))
        }
    }
}

/// A batch was undone as a whole: a lone command gets the error, several are each tried alone.
async fn run_alone(session: &mut Session, batch: Vec<Command>, error: StoreError) {
    let mut batch = batch.into_iter();
    if batch.len() == 1 {
        if let Some(command) = batch.next() {
            answer((command, Err(error)));
        }
        return;
    }
    for command in batch {
        let mut ending = begin(session).await;
        let mut outcome = Err(StoreError::Closed);
        if matches!(ending, Ending::Committed) {
            (outcome, ending) = run_one(session, &command).await;
        }
        if matches!(ending, Ending::Committed)
            && let Err(error) = session.script("COMMIT").await
        {
            ending = Ending::Undone(error);
        }
        if let Ending::Undone(error) = ending {
            let _ = session.script("ROLLBACK").await;
            outcome = Err(error);
        }
        answer((command, outcome));
    }
}

/// The caller may have gone; what was committed stays committed.
fn answer((command, outcome): (Command, Answer)) {
    let _ = command.reply.send(outcome);
}
