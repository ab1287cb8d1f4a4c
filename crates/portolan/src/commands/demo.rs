//! `portolan demo`: an embedded store, the reference network, a tenant with products and orders, and a world
//! that moves their parcels.
//!
//! What it makes it makes once: started again on the same folder, it finds everything as it was left, and
//! the world tells what happened meanwhile.

mod days;
mod life;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use portolan_api::Client;
use portolan_api::Scope;
use portolan_api::orders::{Address, ImportQuery};
use portolan_network::Snapshot;
use portolan_server::{Clock, Config, Server, TenantProfile, publish_network, unpack};
use portolan_store::{Mode, Store, TenantKey, TenantScope};

use crate::args::DemoArgs;
use crate::commands::serve::until_stopped;
use crate::{networks, output, settings, tenants};
use days::Days;
use life::Life;

/// The example tenant; not a real firm.
const TENANT: &str = "Lin'an Hickory Company (example)";
/// Its products, as they stand in the examples.
const PRODUCTS: &[u8] = include_bytes!("../../../../examples/products.csv");
/// A few orders to begin with.
const ORDERS: &[u8] = include_bytes!("../../demo/orders.csv");
/// What a newcomer is told of the clock.
const CATCHING_UP: &str =
    "parcels are moving: the clock runs from two weeks ago to now, a day in 20 seconds";

pub fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    settings::runtime()?.block_on(async {
        let store = args.store.open().await?;
        let is_new = store.tenant_find_by_name(TENANT).await?.is_none();
        let days = if is_new && !args.no_simulate {
            Some(Days::new(Clock::System.now(), ORDERS)?)
        } else {
            None
        };
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
        let mut config = Config::new(listen, store.clone());
        // It listens on this machine alone, by plain HTTP.
        (config.is_sign_up_open, config.secure_cookies) = (true, false);
        // All of its parcels are test data, and its own world moves them.
        config.learn_from = Mode::Test;
        config.clock = days.as_ref().map_or(Clock::System, Days::clock);
        publish(args, &store, &config.clock).await?;
        let (tenant, _) = tenants::ensure(&store, TENANT, &profile()).await?;
        let key = demo_key(&args.store.data, &store, tenant).await?;
        let server = Server::start(config).await?;
        let address = format!("http://{}", server.addr);
        if is_new {
            fill_products(&address, &key).await?;
        }
        if is_new && days.is_none() {
            fill_orders(&address, &key).await?;
        }
        if args.no_simulate {
            tell_address(&address, &key)?;
            until_stopped(server).await?;
        } else {
            let is_catching_up = days.is_some();
            let network = network_in_force(&store).await?;
            let mut life = Life::new(&address, &key, network, days)?;
            life.pass_days().await?;
            if is_catching_up {
                output::line(CATCHING_UP)?;
            }
            // Last of what is printed: who waits for the address may stop listening then.
            tell_address(&address, &key)?;
            tokio::select! {
                stopped = until_stopped(server) => stopped?,
                ended = life.go_on() => ended?,
            }
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

fn tell_address(address: &str, key: &str) -> anyhow::Result<()> {
    output::line(&format!("open {address}/#key={key}"))?;
    output::note("everything is kept in the data folder; press Ctrl-C to stop")
}

/// Publishes the network asked for, or the built-in one where nothing is published yet.
async fn publish(args: &DemoArgs, store: &Store, clock: &Clock) -> anyhow::Result<()> {
    if args.network.folders.is_empty() && store.network_published().await?.is_some() {
        return Ok(());
    }
    let source = networks::read_source(&args.network.folders)?;
    publish_network(store, source, "demonstration", clock.now()).await?;
    Ok(())
}

/// The network in force, which parcels are booked on.
async fn network_in_force(store: &Store) -> anyhow::Result<Snapshot> {
    let version = store.network_published().await?.context("no network is published")?;
    let row = store.network_find(version.hash).await?.context("the published network is gone")?;
    let source = unpack(&row.document).context("the published network cannot be read")?;
    Ok(portolan_network::compile(&source)?)
}

fn profile() -> TenantProfile {
    let address = Address {
        name: "Export desk".to_owned(),
        company: Some("Lin'an Hickory Company (example)".to_owned()),
        lines: vec!["No. 1 Example Road, Jincheng".to_owned()],
        city: "Hangzhou".to_owned(),
        region: Some("Zhejiang".to_owned()),
        postcode: Some("311300".to_owned()),
        country: "CN".to_owned(),
        phone: Some("+86 571 0000 0000".to_owned()),
        ..Address::default()
    };
    // Numbers as a seller would have them; these belong to nobody.
    TenantProfile {
        address: Some(address),
        ioss_number: Some("IM0000000000".to_owned()),
        sender_tax_id: Some("91330000EXAMPLE00X".to_owned()),
        manufacturer_id: Some("CNEXAMPLE1HAN".to_owned()),
        ..TenantProfile::default()
    }
}

/// The demonstration's key: for test data, kept beside the store so that the address stays the same.
async fn demo_key(data: &Path, store: &Store, tenant: TenantKey) -> anyhow::Result<String> {
    let path = data.join("demo.key");
    if let Ok(key) = std::fs::read_to_string(&path) {
        let key = key.trim().to_owned();
        if store.api_key_authenticate(&key, Clock::System.now()).await?.is_some() {
            return Ok(key);
        }
        std::fs::remove_file(&path)?;
    }
    let scope = TenantScope { tenant, mode: Mode::Test };
    let key = tenants::create_key(store, scope, "demonstration", &Scope::ALL).await?;
    settings::write_private(&path, &key)?;
    Ok(key)
}

/// Gives the example tenant its products, through the same interface that everybody uses.
async fn fill_products(address: &str, key: &str) -> anyhow::Result<()> {
    let products = Client::new(address, key)?.import_products(PRODUCTS.to_vec()).await;
    products.context("the example products were not taken")?;
    Ok(())
}

/// Gives it its orders at once, where no days pass on which they could come in.
async fn fill_orders(address: &str, key: &str) -> anyhow::Result<()> {
    let client = Client::new(address, key)?;
    let report = client.import_orders(ORDERS.to_vec(), &ImportQuery::default(), None).await;
    report.context("the example orders were not taken")?;
    Ok(())
}
