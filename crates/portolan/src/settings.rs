//! The data folder: the embedded store and the master key beside it.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use portolan_store::{MasterKey, Store, StoreConfig};

use crate::args::StoreArgs;

impl StoreArgs {
    /// Where the master key is.
    pub fn key_path(&self) -> PathBuf {
        self.master_key_file.clone().unwrap_or_else(|| self.data.join("master.key"))
    }

    /// The database's address.
    pub fn url(&self) -> String {
        let embedded = || format!("sqlite:{}", self.data.join("portolan.db").display());
        self.store.clone().unwrap_or_else(embedded)
    }

    /// Whether the database is the embedded one.
    pub fn is_embedded(&self) -> bool {
        !self.url().starts_with("postgres")
    }

    /// The master key, made on the first start of an embedded store.
    ///
    /// A store on a server needs its key to be there already: two processes must not make two.
    pub fn master_key(&self) -> anyhow::Result<MasterKey> {
        let path = self.key_path();
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                MasterKey::from_hex(&text).with_context(|| format!("in {}", path.display()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && self.may_make_key() => {
                self.make_key()
            }
            Err(error) => Err(error).with_context(|| {
                format!(
                    "cannot read the master key {}: name it with --master-key-file",
                    path.display()
                )
            }),
        }
    }

    /// Opens the store, making the data folder where there is none.
    pub async fn open(&self) -> anyhow::Result<Store> {
        let config = StoreConfig::new(self.url(), self.master_key()?);
        self.open_with(config).await
    }

    /// Opens the store with a configuration made from these arguments.
    pub async fn open_with(&self, config: StoreConfig) -> anyhow::Result<Store> {
        Store::open(config).await.context("cannot open the store")
    }

    fn may_make_key(&self) -> bool {
        self.is_embedded() && !self.data.join("portolan.db").exists()
    }

    fn make_key(&self) -> anyhow::Result<MasterKey> {
        let path = self.key_path();
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("cannot make the folder {}", self.data.display()))?;
        let key = MasterKey::generate()?;
        write_private(&path, &key.to_hex())?;
        Ok(key)
    }
}

/// Writes a secret into a new file that only its owner may read.
pub fn write_private(path: &Path, secret: &str) -> anyhow::Result<()> {
    let mut file = private_file(path)?;
    writeln!(file, "{secret}")?;
    file.sync_all()?;
    Ok(())
}

/// A new file that only its owner may read.
fn private_file(path: &Path) -> anyhow::Result<std::fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(file) => Ok(file),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{} has just been made by another process: start again", path.display())
        }
        Err(error) => Err(error).with_context(|| format!("cannot write {}", path.display())),
    }
}

/// A runtime for the commands that wait for a store or a server.
pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")
}
