//! `portolan serve`: the server alone, until it is told to stop.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use portolan_server::{Config, RunningServer, Server};
use portolan_store::StoreConfig;

use crate::args::ServeArgs;
use crate::commands::network_learn::read_lessons;
use crate::commands::tracking::adapters;
use crate::{output, settings};

pub fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    settings::runtime()?.block_on(async {
        let mut config = StoreConfig::new(args.store.url(), args.store.master_key()?);
        config.max_page_count = args.max_page_count;
        let store = args.store.open_with(config).await?;
        if store.network_published().await?.is_none() {
            output::note("no network is published yet: `portolan network publish DIR` does that")?;
        }
        let mut config = Config::new(args.listen, store.clone());
        config.trusted_proxies.clone_from(&args.trusted_proxy);
        config.is_sign_up_open = args.sign_up;
        config.secure_cookies = !args.plain_cookies;
        let days = u64::from(args.quarantine_days);
        config.quarantine_kept = Duration::from_hours(days * 24);
        for folder in &args.adapter {
            config.adapters.push(adapters::find(&folder.to_string_lossy())?);
        }
        let hours = u64::from(args.learn_every_hours);
        config.learn_every = (hours > 0).then(|| Duration::from_hours(hours));
        config.learn_from = args.learn_from.mode();
        if let Some(path) = &args.times {
            config.lessons = read_lessons(path)?;
        }
        let server = Server::start(config).await?;
        output::line(&format!("listening on http://{}", server.addr))?;
        until_stopped(server).await?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Waits for an interrupt or a request to end, then lets what has begun finish.
pub async fn until_stopped(server: RunningServer) -> anyhow::Result<()> {
    stop_signal().await?;
    output::note("stopping: what has begun is finished first")?;
    server.shutdown().await.context("the server did not stop in order")
}

#[cfg(unix)]
async fn stop_signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut end = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted?,
        _ = end.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn stop_signal() -> anyhow::Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}
