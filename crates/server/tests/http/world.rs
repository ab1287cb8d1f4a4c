//! A server with a store, the sample network and two tenants, for one test each.

use jiff::Timestamp;
use portolan_api::Scope;
use portolan_model::{Id, id::Kind};
use portolan_network::{NetworkSource, TableFile};
use portolan_server::{Clock, Config, RunningServer, Server, TenantProfile, publish_network};
use portolan_store::{
    MasterKey, Mode, NewApiKey, NewTenant, Store, StoreConfig, TenantKey, TenantScope,
};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

/// The instant at which every test begins: a Monday noon in Hangzhou.
pub const NOW: &str = "2026-11-23T04:00:00Z";

static SEQUENCE: AtomicU64 = AtomicU64::new(1);

/// An id of its own.
pub fn new_id<K: Kind>() -> Id<K> {
    let n = SEQUENCE.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    Id::from_parts(1_700_000_000_000, [n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], 0, 0])
}

/// One tenant and a key that may do everything.
#[derive(Debug, Clone)]
pub struct TestTenant {
    pub key: TenantKey,
    pub token: String,
}

/// A running server and what a test needs of it.
pub struct World {
    pub server: Option<RunningServer>,
    pub store: Store,
    pub clock: Clock,
    pub alice: TestTenant,
    pub bob: TestTenant,
    pub http: reqwest::Client,
    config: StoreConfig,
    tune: fn(&mut Config),
    folder: tempfile::TempDir,
}

impl World {
    /// A world on SQLite.
    pub async fn new() -> Self {
        Self::tuned(|_| {}).await
    }

    /// A world on SQLite whose server is configured differently.
    pub async fn tuned(tune: fn(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
        Self::on(url, folder, tune, "network/sample").await
    }

    /// A world on a store at `url`.
    pub async fn on(
        url: String,
        folder: tempfile::TempDir,
        tune: fn(&mut Config),
        network: &str,
    ) -> Self {
        LOG.get_or_init(take_log);
        let config = StoreConfig::new(url, MasterKey::from_bytes([7; 32]));
        let store = Store::open(config.clone()).await.unwrap();
        let now: Timestamp = NOW.parse().unwrap();
        publish_network(&store, read_network(network), "for a test", now).await.unwrap();
        let alice = make_tenant(&store, "alice", now).await;
        let bob = make_tenant(&store, "bob", now).await;
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut world = Self {
            server: None,
            store,
            clock: Clock::fixed(now),
            alice,
            bob,
            http,
            config,
            tune,
            folder,
        };
        world.start().await;
        world
    }

    async fn start(&mut self) {
        let mut config = Config::new("127.0.0.1:0".parse().unwrap(), self.store.clone());
        config.clock = self.clock.clone();
        // Who only asks whether a line may be opened is not kept on it.
        config.live_time = std::time::Duration::from_millis(100);
        (self.tune)(&mut config);
        self.server = Some(Server::start(config).await.unwrap());
    }

    /// Stops the server and closes the store, then opens both anew.
    pub async fn restart(&mut self) {
        self.restart_with(|_| {}).await;
    }

    /// The same, the store opened differently.
    pub async fn restart_with(&mut self, change: impl FnOnce(&mut StoreConfig)) {
        self.server.take().unwrap().shutdown().await.unwrap();
        self.store.close().await;
        change(&mut self.config);
        self.store = Store::open(self.config.clone()).await.unwrap();
        self.start().await;
    }

    /// The file of a store on SQLite.
    pub fn database_path(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.as_ref().unwrap().addr)
    }

    /// A request with Alice's key.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path)).bearer_auth(&self.alice.token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(body).send().await.unwrap()).await
    }

    /// A POST under an idempotency key.
    pub async fn post_once(&self, key: &str, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::POST, path).header("idempotency-key", key);
        Answer::of(request.json(body).send().await.unwrap()).await
    }

    /// Another key of Alice's with some scopes.
    pub async fn key_with(&self, scopes: &[Scope]) -> String {
        let scope = TenantScope::new(self.alice.key, Mode::Test);
        make_key(&self.store, scope, scopes).await
    }
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub async fn of(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|_| panic!("{} {}", self.status, String::from_utf8_lossy(&self.bytes)))
    }

    /// The body of an answer that must be good.
    pub fn good(&self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.json());
        self.json()
    }

    /// Asserts a problem of a code, whole and well-formed, and answers it.
    pub fn problem(&self, code: &str) -> Value {
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], self.status, "{problem}");
        assert_eq!(problem["type"], format!("/problems/{code}"));
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
        problem
    }
}

async fn make_tenant(store: &Store, name: &str, now: Timestamp) -> TestTenant {
    let address = serde_json::from_value(json!({
        "name": format!("{name} trading"), "lines": ["Qianwang Street 1"], "city": "Lin'an",
        "region": "Zhejiang", "postcode": "311300", "country": "CN", "phone": "+86 571 00000000",
    }));
    let profile = TenantProfile {
        address: Some(address.unwrap()),
        ioss_number: Some("IM0000000000".into()),
        ..TenantProfile::default()
    };
    let new = NewTenant { id: new_id(), name: name.into(), document: profile.to_document() };
    let key = store.tenants_insert(&[new], now).await.unwrap()[0];
    let token = make_key(store, TenantScope::new(key, Mode::Test), &Scope::ALL).await;
    TestTenant { key, token }
}

/// A key of a tenant's with some scopes, for test data.
pub async fn make_test_key(store: &Store, tenant: &TestTenant, scopes: &[Scope]) -> String {
    make_key(store, TenantScope::new(tenant.key, Mode::Test), scopes).await
}

async fn make_key(store: &Store, scope: TenantScope, scopes: &[Scope]) -> String {
    let scopes = scopes.iter().map(|scope| scope.name().to_owned()).collect();
    let new = NewApiKey { id: new_id(), label: "test".into(), scopes };
    store.api_key_create(scope, &new, NOW.parse().unwrap()).await.unwrap().token
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The tables of a folder of the repository.
pub fn read_network(folder: &str) -> NetworkSource {
    let folder = repository().join(folder);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.rsplit_once('.').is_some_and(|(_, kind)| matches!(kind, "csv" | "toml")) {
            files.push(TableFile { path: name, bytes: std::fs::read(&path).unwrap() });
        }
    }
    NetworkSource { folders: vec![files] }
}

/// Two kilograms of walnuts, packed, from Lin'an to Paris.
pub fn walnuts() -> Value {
    json!({
        "from": "Lin'an", "to": "FR 75011", "weight": "2kg", "value": "20 EUR", "goods": ["food"],
        "ready": "2026-11-23T10:00:00+08:00",
    })
}

/// Some products: walnuts, a lamp with a battery inside, a bare battery, a perfume.
pub fn products() -> Value {
    let product = |sku: &str, mass: &str, goods: &[&str], battery: Option<&str>| {
        json!({
            "sku": sku, "description_en": format!("{sku} for tests"), "mass": mass,
            "size": "16x12x6 cm", "hs_code": "0802.32", "origin": "CN", "goods": goods,
            "battery": battery, "value": "9.90 EUR",
        })
    };
    json!({ "items": [
        product("WALNUT-500", "500 g", &["food"], None),
        product("LAMP", "300 g", &["electronics"], Some("UN3481 contained_in")),
        product("CELL", "100 g", &["battery"], Some("UN3480 alone")),
        product("SCARF", "150 g", &["general"], None),
    ] })
}

/// An order of some lines to Berlin.
pub fn order(reference: &str, lines: &[(&str, u32)]) -> Value {
    let line = |(sku, quantity): &(&str, u32)| json!({ "sku": sku, "quantity": quantity, "unit_price": "19.90 EUR" });
    json!({
        "reference": reference,
        "placed_at": "2026-11-22T10:00:00+08:00",
        "recipient": {
            "name": "Erika Mustermann", "lines": ["Torstrasse 1"], "city": "Berlin",
            "postcode": "10119", "country": "DE", "phone": "+49 30 1234567",
            "email": "erika@example.org",
        },
        "lines": lines.iter().map(line).collect::<Vec<_>>(),
    })
}

/// Nearly all of Alice's requests send JSON; these send a file.
impl World {
    pub async fn upload(&self, path: &str, file: impl Into<reqwest::Body>) -> Answer {
        let request = self.request(Method::POST, path).header("content-type", "text/csv");
        Answer::of(request.body(file).send().await.unwrap()).await
    }

    /// Makes the products and one order; answers the order's id.
    pub async fn order(&self, reference: &str, lines: &[(&str, u32)]) -> String {
        self.post("/v1/products", &products()).await.good();
        let made = self.post("/v1/orders", &json!({ "items": [order(reference, lines)] })).await;
        let made = made.good();
        assert_eq!(made["results"][0]["status"], "created", "{made}");
        made["results"][0]["id"].as_str().unwrap().to_owned()
    }
}

/// The log of every world of this process.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

static LOG: OnceLock<Log> = OnceLock::new();

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Takes the log of the whole process: one of a thread alone misses what other threads saw first.
fn take_log() -> Log {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_env_filter("portolan=trace,axum=trace,tower_http=trace,sqlx=debug")
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    log
}

/// What was logged so far.
pub fn log_text() -> String {
    let log = LOG.get().unwrap();
    String::from_utf8(log.0.lock().unwrap().clone()).unwrap()
}
