//! What a person may type.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use portolan_store::Mode;

use crate::commands::account_invite::AccountCommand;
use crate::commands::label::LabelArgs;
use crate::commands::network_learn::NetworkLearnArgs;
use crate::commands::promise::PromiseCommand;
use crate::commands::serve::ServeArgs;
use crate::commands::simulate::SimulateArgs;
use crate::commands::track::TrackCommand;
use crate::commands::tracking::{AdapterCommand, IdentifyArgs, NormalizeArgs, TimelineArgs};

/// Portolan: an open, self-hosted cross-border parcel network.
#[derive(Debug, Parser)]
#[command(name = "portolan", version, about, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a demonstration: embedded store, reference network, an example tenant with products and orders
    Demo(DemoArgs),
    /// Start the server
    Serve(ServeArgs),
    /// Quote one parcel
    Quote(QuoteArgs),
    /// Route every order of a file
    Route(RouteArgs),
    /// Work with orders
    Order {
        /// What to do with them.
        #[command(subcommand)]
        command: OrderCommand,
    },
    /// Check, show and publish networks
    Network {
        /// What to do with them.
        #[command(subcommand)]
        command: NetworkCommand,
    },
    /// People and their accounts
    Account {
        /// What to do with them.
        #[command(subcommand)]
        command: AccountCommand,
    },
    /// Work with API keys
    Key {
        /// What to do with them.
        #[command(subcommand)]
        command: KeyCommand,
    },
    /// Print labels of booked parcels into a file
    Label(LabelArgs),
    /// Read a carrier's message into scans, one JSON object a line
    Normalize(NormalizeArgs),
    /// Fold scans into timelines, one per number
    Timeline(TimelineArgs),
    /// Tell whose tracking numbers these may be
    Identify(IdentifyArgs),
    /// Tell a server what happened to parcels
    Track {
        /// What to do.
        #[command(subcommand)]
        command: TrackCommand,
    },
    /// Check and list carriers' formats
    Adapter {
        /// What to do with them.
        #[command(subcommand)]
        command: AdapterCommand,
    },
    /// Move booked parcels over a network and tell it as their carriers would
    Simulate(SimulateArgs),
    /// Promises learned from a history of deliveries
    Promise {
        /// What to do with them.
        #[command(subcommand)]
        command: PromiseCommand,
    },
    /// Look at this installation and say what is wrong with it
    Doctor(DoctorArgs),
}

impl Command {
    /// What is logged where nobody chooses: every request of a server; of a demonstration, whose moving
    /// world makes thousands, only what is wrong, so that its address stays in sight.
    pub fn usual_log(&self) -> &'static str {
        if matches!(self, Self::Serve(_)) { "info" } else { "warn" }
    }
}

/// Which network to work on.
#[derive(Debug, Clone, Args)]
pub struct NetworkArgs {
    /// Folder of a network; given again, an overlay on the ones before. The built-in network without it
    #[arg(long = "network", value_name = "DIR")]
    pub folders: Vec<PathBuf>,
}

/// Where durable things are kept.
#[derive(Debug, Clone, Args)]
pub struct StoreArgs {
    /// Folder of the embedded store and of the master key
    #[arg(long, value_name = "DIR", default_value = "data", env = "PORTOLAN_DATA")]
    pub data: PathBuf,
    /// Database, `postgres://…` or `sqlite:PATH`; the embedded store in the data folder without it
    #[arg(long, value_name = "URL", env = "PORTOLAN_STORE", hide_env_values = true)]
    pub store: Option<String>,
    /// File of the master key, 64 hexadecimal digits; `master.key` in the data folder without it
    #[arg(long, value_name = "FILE", env = "PORTOLAN_MASTER_KEY_FILE")]
    pub master_key_file: Option<PathBuf>,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person.
    Table,
    /// For a program.
    Json,
}

/// `portolan demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Port on this machine; 0 takes a free one
    #[arg(long, default_value_t = 8080, env = "PORTOLAN_PORT")]
    pub port: u16,
    /// Keep real time and move no parcels
    #[arg(long)]
    pub no_simulate: bool,
}

/// `portolan quote`
#[derive(Debug, Args)]
pub struct QuoteArgs {
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Where it starts: a city or zone, `CC POSTCODE`, `CC`, or a facility's key
    #[arg(long)]
    pub from: String,
    /// Where it goes, written likewise
    #[arg(long)]
    pub to: String,
    /// Gross mass, packed: `2kg`, `350g`
    #[arg(long)]
    pub weight: String,
    /// Outer size: `30x20x10cm`
    #[arg(long)]
    pub size: Option<String>,
    /// Declared value: `20 EUR`
    #[arg(long)]
    pub value: Option<String>,
    /// Goods classes, with commas: `food`, `electronics,magnet`
    #[arg(long, value_delimiter = ',')]
    pub goods: Vec<String>,
    /// Kind of battery: `UN3481 contained_in`
    #[arg(long)]
    pub battery: Option<String>,
    /// HS code of the goods, for duty; of several goods each with its value: `6109.10=60 EUR`
    #[arg(long, value_name = "CODE[=VALUE]")]
    pub hs: Vec<String>,
    /// Registrations that go with the goods, for duty, with commas: `ioss_number`, `voec_number`
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    pub registration: Vec<String>,
    /// When it can be handed in (RFC 3339); now without it
    #[arg(long, value_name = "INSTANT")]
    pub ready: Option<String>,
    /// Kind of client, which chooses the sell prices
    #[arg(long, value_enum, default_value_t = Tier::Developing)]
    pub tier: Tier,
    /// How it enters the network
    #[arg(long, value_enum, default_value_t = Entry::Any)]
    pub entry: Entry,
    /// Currency of the prices; the network's base currency without it
    #[arg(long)]
    pub currency: Option<String>,
    /// Tell where the hours go, why no earlier date is promised, and the price of each date
    #[arg(long)]
    pub explain: bool,
    /// What `network learn` kept: dates are told by it instead of by published times alone
    #[arg(long, value_name = "FILE")]
    pub times: Option<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Whose parcels teach how long legs take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Teachers {
    /// Real parcels.
    Live,
    /// Test parcels, where a simulation moves them.
    Test,
}

impl Teachers {
    /// The mode of their data.
    pub const fn mode(self) -> Mode {
        match self {
            Self::Live => Mode::Live,
            Self::Test => Mode::Test,
        }
    }
}

/// Kind of client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tier {
    /// A seller that is growing.
    Developing,
    /// A seller with steady volume.
    Mature,
}

/// How a parcel enters the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Entry {
    /// Either way.
    Any,
    /// Fetched at the sender's address.
    Collection,
    /// Brought by the sender.
    DropOff,
}

/// How an order file is read, where it does not say so itself.
#[derive(Debug, Clone, Args)]
pub struct OrderFileArgs {
    /// Encoding of the order file, when it cannot be told from the bytes
    #[arg(long)]
    pub encoding: Option<String>,
    /// How `03/04/2026` is read; such a date is a fault without it
    #[arg(long, value_enum)]
    pub date_order: Option<DateOrder>,
    /// Currency of amounts that name none; such an amount is a fault without it
    #[arg(long, value_name = "CODE")]
    pub default_currency: Option<String>,
}

/// Which of two numbers in a date is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DateOrder {
    /// `03/04/2026` is the third of April.
    DayFirst,
    /// `03/04/2026` is the fourth of March.
    MonthFirst,
}

impl From<DateOrder> for portolan_markets::DateOrder {
    fn from(order: DateOrder) -> Self {
        match order {
            DateOrder::DayFirst => Self::DayFirst,
            DateOrder::MonthFirst => Self::MonthFirst,
        }
    }
}

impl From<DateOrder> for portolan_api::orders::DateOrder {
    fn from(order: DateOrder) -> Self {
        match order {
            DateOrder::DayFirst => Self::DayFirst,
            DateOrder::MonthFirst => Self::MonthFirst,
        }
    }
}

/// `portolan route`
#[derive(Debug, Args)]
pub struct RouteArgs {
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Order file (CSV); `-` for standard input
    pub file: PathBuf,
    /// Product file (CSV) with the mass, size and goods of every SKU
    #[arg(long, value_name = "FILE")]
    pub products: PathBuf,
    /// Where parcels start
    #[arg(long, default_value = "Hangzhou")]
    pub from: String,
    /// Service for orders that name none
    #[arg(long, default_value = "standard")]
    pub service: String,
    /// When parcels can be handed in (RFC 3339); now without it
    #[arg(long, value_name = "INSTANT")]
    pub ready: Option<String>,
    #[command(flatten)]
    pub order_file: OrderFileArgs,
    /// Where the routes go (CSV); standard output without it
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Threads; all processors without it
    #[arg(long)]
    pub threads: Option<usize>,
}

/// `portolan order …`
#[derive(Debug, Subcommand)]
pub enum OrderCommand {
    /// Send a file of orders to a running server
    Import(OrderImportArgs),
}

/// Which server to speak to.
#[derive(Debug, Clone, Args)]
pub struct ServerArgs {
    /// Address of the server
    #[arg(long, default_value = "http://127.0.0.1:8080", env = "PORTOLAN_SERVER")]
    pub server: String,
    /// API key
    #[arg(long, env = "PORTOLAN_KEY", hide_env_values = true)]
    pub key: String,
}

/// `portolan order import`
#[derive(Debug, Args)]
pub struct OrderImportArgs {
    #[command(flatten)]
    pub server: ServerArgs,
    /// Order file (CSV)
    pub file: PathBuf,
    #[command(flatten)]
    pub order_file: OrderFileArgs,
    /// Only say what would happen
    #[arg(long)]
    pub dry_run: bool,
    /// Take the good orders and leave the faulty ones; without it one fault keeps all out
    #[arg(long)]
    pub partial: bool,
    /// Book every accepted order with this service
    #[arg(long, value_name = "SERVICE")]
    pub book: Option<String>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// `portolan network …`
#[derive(Debug, Subcommand)]
pub enum NetworkCommand {
    /// Name every fault of a network, and what it reaches
    Check(NetworkCheckArgs),
    /// Show what a network holds, or one record of it
    Show(NetworkShowArgs),
    Learn(NetworkLearnArgs),
    /// Store a network and make it the one every server follows
    Publish(NetworkPublishArgs),
}

/// `portolan network check`
#[derive(Debug, Args)]
pub struct NetworkCheckArgs {
    /// Folder of the network, then overlays
    #[arg(required = true, value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// `portolan network show`
#[derive(Debug, Args)]
pub struct NetworkShowArgs {
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Key of a record: an operator, facility, zone, leg, line, tariff, service …
    pub key: Option<String>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// `portolan network publish`
#[derive(Debug, Args)]
pub struct NetworkPublishArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Folder of the network, then overlays
    #[arg(required = true, value_name = "DIR")]
    pub folders: Vec<PathBuf>,
}

/// `portolan key …`
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make an API key and print it once
    Create(KeyCreateArgs),
}

/// `portolan key create`
#[derive(Debug, Args)]
pub struct KeyCreateArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Name of the tenant; made where there is none
    #[arg(long)]
    pub tenant: String,
    /// What the key is for, in words
    #[arg(long, default_value = "command line")]
    pub name: String,
    /// A key for test data
    #[arg(long)]
    pub test: bool,
    /// Scopes with commas; all of a seller's without it
    #[arg(long, value_delimiter = ',')]
    pub scopes: Vec<String>,
}

/// `portolan doctor`
#[derive(Debug, Args)]
pub struct DoctorArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub network: NetworkArgs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_readers_of_order_files_take_the_same_options() {
        let told = ["--encoding", "gbk", "--date-order", "day-first", "--default-currency", "EUR"];
        let route = ["portolan", "route", "orders.csv", "--products", "products.csv"];
        let import = ["portolan", "order", "import", "orders.csv", "--key", "secret"];
        for command in [route.as_slice(), import.as_slice()] {
            let parsed = Arguments::try_parse_from(command.iter().chain(&told)).unwrap();
            let read = match parsed.command {
                Command::Route(args) => args.order_file,
                Command::Order { command: OrderCommand::Import(args) } => args.order_file,
                other => panic!("{other:?}"),
            };
            assert_eq!(read.encoding.as_deref(), Some("gbk"));
            assert_eq!(read.date_order, Some(DateOrder::DayFirst));
            assert_eq!(read.default_currency.as_deref(), Some("EUR"));
        }
    }
}
