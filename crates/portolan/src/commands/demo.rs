//! `portolan demo`: an embedded store, the reference network, and a tenant with products and orders.
//!
//! What it makes it makes once: started again on the same folder, it finds everything as it was left.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use portolan_api::Client;
use portolan_api::Scope;
use portolan_api::orders::{Address, ImportQuery};
use portolan_server::{Clock, Config, Server, TenantProfile, publish_network};
use portolan_store::{Mode, Store, TenantKey, TenantScope};

use crate::args::DemoArgs;
use crate::commands::serve::until_stopped;
use crate::{networks, output, settings, tenants};

/// The example tenant; not a real firm.
const TENANT: &str = "Lin'an Hickory Company (example)";
/// Its products, as they stand in the examples.
const PRODUCTS: &[u8] = include_bytes!("../../../../examples/products.csv");
/// A few orders to begin with.
const ORDERS: &[u8] = include_bytes!("../../demo/orders.csv");

pub fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    settings::runtime()?.block_on(async {
        let store = args.store.open().await?;
        publish(args, &store).await?;
        let (tenant, is_new) = tenants::ensure(&store, TENANT, &profile()).await?;
        let key = demo_key(&args.store.data, &store, tenant).await?;
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
        let server = Server::start(Config::new(listen, store.clone())).await?;
        let address = format!("http://{}", server.addr);
        if is_new {
            fill(&address, &key).await?;
        }
        output::line(&format!("open {address}/#key={key}"))?;
        output::note("everything is kept in the data folder; press Ctrl-C to stop")?;
        until_stopped(server).await?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Publishes the network asked for, or the built-in one where nothing is published yet.
async fn publish(args: &DemoArgs, store: &Store) -> anyhow::Result<()> {
    if args.network.folders.is_empty() && store.network_published().await?.is_some() {
        return Ok(());
    }
    let source = networks::read_source(&args.network.folders)?;
    publish_network(store, source, "demonstration", Clock::System.now()).await?;
    Ok(())
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

/// Fills the example tenant through the same interface that everybody uses.
async fn fill(address: &str, key: &str) -> anyhow::Result<()> {
    let client = Client::new(address, key)?;
    client
        .import_products(PRODUCTS.to_vec())
        .await
        .context("the example products were not taken")?;
    let report = client.import_orders(ORDERS.to_vec(), &ImportQuery::default(), None).await;
    report.context("the example orders were not taken")?;
    Ok(())
}
