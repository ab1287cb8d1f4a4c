//! `portolan network publish`: stores a network by its content and makes it the one servers follow.

use std::process::ExitCode;

use portolan_network::Severity;
use portolan_server::{Clock, PublishError, publish_network};

use crate::args::NetworkPublishArgs;
use crate::{networks, output, settings};

pub fn run(args: &NetworkPublishArgs) -> anyhow::Result<ExitCode> {
    let source = networks::read_source(&args.folders)?;
    let folders: Vec<String> = args.folders.iter().map(|f| f.display().to_string()).collect();
    settings::runtime()?.block_on(async {
        let store = args.store.open().await?;
        let published =
            publish_network(&store, source, &folders.join(" + "), Clock::System.now()).await;
        store.close().await;
        match published {
            Ok(version) => {
                output::note("published; running servers follow within seconds")?;
                output::line(&version)?;
                Ok(ExitCode::SUCCESS)
            }
            Err(PublishError::Faulty(faults)) => {
                for fault in faults.faults.iter().filter(|f| f.severity == Severity::Error) {
                    output::note(&fault.to_string())?;
                }
                Err(faults.into())
            }
            Err(error) => Err(error.into()),
        }
    })
}
