//! A private PostgreSQL for tests: started from local binaries, gone with the process that started it.
//!
//! One cluster per test process, in a temporary folder, reached by a socket in that folder alone; a fresh
//! database per test. A guard shell holds the cluster: it stops it and removes the folder when its
//! standard input closes, which the system does however the test process ends. Nothing is skipped where
//! the binaries are absent: [`database`] answers an error that says what to install.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    os::unix::{
        fs::{MetadataExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// The database role of tests.
const ROLE: &str = "portolan";

/// Makes the cluster, says `ready`, and takes it down when nobody is left to read from.
const GUARD: &str = r#"
bin=$1 folder=$2
# Whoever waits for `ready` may be gone by then: saying it must not end the guard.
trap '' PIPE HUP
cd "$folder" || exit 1
if "$bin/initdb" -D data -U portolan -A trust -E UTF8 --locale=C -N >initdb.log 2>&1 &&
    "$bin/pg_ctl" start -w -s -t 60 -D data -l postgres.log -o "-k $folder -c listen_addresses= \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 \
        -c shared_buffers=32MB -c deadlock_timeout=100ms" >>initdb.log 2>&1
then echo ready
else cat initdb.log postgres.log
fi
exec 1>&-
cat >/dev/null
"$bin/pg_ctl" stop -s -m immediate -D data >/dev/null 2>&1
cd / && rm -rf "$folder"
"#;

struct Cluster {
    bin: PathBuf,
    folder: PathBuf,
    /// Its standard input is the guard's: it closes when this process ends.
    _guard: Child,
}

static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of a fresh, empty database; the first call starts the cluster (about two seconds).
pub fn database() -> Result<String, String> {
    let cluster = CLUSTER.get_or_init(start).as_ref().map_err(Clone::clone)?;
    let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let made = Command::new(cluster.bin.join("createdb"))
        .args(["-U", ROLE, "-T", "template0", "-h"])
        .arg(&cluster.folder)
        .arg(&name)
        .output()
        .map_err(|error| format!("createdb does not run: {error}"))?;
    if !made.status.success() {
        return Err(format!("createdb failed: {}", String::from_utf8_lossy(&made.stderr)));
    }
    Ok(format!("postgres://{ROLE}@localhost/{name}?host={}", cluster.folder.display()))
}

fn start() -> Result<Cluster, String> {
    let bin = find_binaries().ok_or(
        "PostgreSQL's initdb is neither in PATH nor in /usr/lib/postgresql/*/bin: \
        install the package postgresql; these tests are never skipped",
    )?;
    let failed = |error: std::io::Error| format!("PostgreSQL does not start: {error}");
    let folder = tempfile::Builder::new().prefix("portolan-pg-").tempdir().map_err(failed)?.keep();
    let mut guard = Command::new("sh");
    guard.args(["-c", GUARD, "guard"]).arg(&bin).arg(&folder);
    guard.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
    // PostgreSQL refuses to run as root.
    if fs::metadata(&folder).map_err(failed)?.uid() == 0 {
        let (user, group) = find_unprivileged().ok_or(
            "PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody",
        )?;
        chown(&folder, Some(user), Some(group)).map_err(failed)?;
        guard.uid(user).gid(group);
    }
    let mut guard = guard.spawn().map_err(failed)?;
    let output = guard.stdout.take().ok_or("the guard has no output")?;
    let mut output = BufReader::new(output);
    let mut line = String::new();
    output.read_line(&mut line).map_err(failed)?;
    if line.trim() != "ready" {
        output.read_to_string(&mut line).map_err(failed)?;
        return Err(format!("PostgreSQL does not start: {line}"));
    }
    Ok(Cluster { bin, folder, _guard: guard })
}

/// The folder of `initdb` itself: a link in PATH is followed, so that its neighbours are there too.
fn find_binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = std::env::split_paths(&path).map(|folder| folder.join("initdb"));
    let mut packaged: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|v| v.path().join("bin/initdb")).collect())
        .unwrap_or_default();
    // The newest version first.
    packaged.sort_by_key(|file| std::cmp::Reverse(version_of(file)));
    in_path.chain(packaged).find_map(|file| {
        let folder = file.canonicalize().ok()?.parent()?.to_owned();
        folder.join("pg_ctl").is_file().then_some(folder)
    })
}

fn version_of(initdb: &Path) -> u32 {
    let version = initdb.ancestors().nth(2).and_then(Path::file_name);
    version.and_then(|name| name.to_str()).and_then(|name| name.parse().ok()).unwrap_or(0)
}

/// User and group of `postgres`, else of `nobody`.
fn find_unprivileged() -> Option<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    ["postgres", "nobody"].iter().find_map(|name| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}
