//! `portolan serve`: the server alone, until it is told to stop.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use portolan_server::{Config, MailConfig, RunningServer, Server};
use portolan_store::StoreConfig;

use crate::args::{StoreArgs, Teachers};
use crate::commands::network_learn::read_lessons;
use crate::commands::tracking::adapters;
use crate::{output, settings};

/// `portolan serve`
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", env = "PORTOLAN_LISTEN")]
    pub listen: std::net::SocketAddr,
    /// A proxy (an address or a range) whose X-Forwarded-For tells who asks; may be given again
    #[arg(
        long,
        value_name = "ADDRESS[/BITS]",
        env = "PORTOLAN_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    pub trusted_proxy: Vec<portolan_server::AddressRange>,
    /// Folder of a carrier's format, beside the built-in ones or instead of one; may be given again
    #[arg(long, value_name = "DIR")]
    pub adapter: Vec<PathBuf>,
    /// Days that a message which cannot be read is kept in quarantine
    #[arg(long, value_name = "DAYS", default_value_t = 180, env = "PORTOLAN_QUARANTINE_DAYS",
        value_parser = clap::value_parser!(u32).range(1..=3_650))]
    pub quarantine_days: u32,
    /// Let anybody make an account with an organisation of its own; without it people are invited
    #[arg(long, env = "PORTOLAN_SIGN_UP")]
    pub sign_up: bool,
    /// Let the cookie of a sign-in go over plain HTTP: only where no proxy before the server speaks TLS
    #[arg(long, env = "PORTOLAN_PLAIN_COOKIES")]
    pub plain_cookies: bool,
    /// The mail server for invitations and notices: smtp://HOST:25, smtps://USER:PASSWORD@HOST; best by its
    /// variable, since it may hold a password
    #[arg(
        long,
        value_name = "URL",
        env = "PORTOLAN_MAIL_SERVER",
        hide_env_values = true,
        requires = "console"
    )]
    pub mail_server: Option<String>,
    /// Whom letters come from
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "PORTOLAN_MAIL_FROM",
        default_value = "Portolan <portolan@localhost>"
    )]
    pub mail_from: String,
    /// Where people open the console, for links in letters, such as https://parcels.post.example
    #[arg(long, value_name = "URL", env = "PORTOLAN_CONSOLE")]
    pub console: Option<String>,
    /// What `network learn` kept: dates and outlooks are told by it instead of by published times alone
    #[arg(long, value_name = "FILE")]
    pub times: Option<PathBuf>,
    /// Hours from one pass of learning from scans to the next; 0 to use what is kept and learn nothing
    #[arg(long, value_name = "HOURS", default_value_t = 1, env = "PORTOLAN_LEARN_EVERY_HOURS",
        value_parser = clap::value_parser!(u32).range(0..=8_760))]
    pub learn_every_hours: u32,
    /// Whose parcels teach how long legs take
    #[arg(long, value_enum, default_value_t = Teachers::Live, env = "PORTOLAN_LEARN_FROM")]
    pub learn_from: Teachers,
    /// Most pages of 4 KiB the embedded store may have
    #[arg(long, value_name = "PAGES")]
    pub max_page_count: Option<u32>,
}

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
        config.mail = args.mail_server.as_ref().map(|server| MailConfig {
            server: server.clone(),
            from: args.mail_from.clone(),
            console: args.console.clone().unwrap_or_default(),
        });
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
