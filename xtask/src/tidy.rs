//! What a tidy tree is: short files, no banned calls, no dead files, nothing heavy, no host of a registry.

use std::collections::BTreeSet;

use crate::tree::File;

/// Lines a source file may have; past that it tells two stories.
const SOURCE_LINES_MAX: usize = 500;
/// Lines a file of tests may have: tables of cases are long by nature.
const TEST_LINES_MAX: usize = 900;
/// Bytes a tracked file may have.
const FILE_BYTES_MAX: u64 = 2_000_000;
/// Columns of a line of Rust, as in `rustfmt.toml`; strings and links may pass it a little.
const LINE_COLUMNS_MAX: usize = 140;

/// Every fault of the tree, in words that say what to do.
pub fn faults(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        heavy_file(file, &mut faults);
        registry_host(file, &mut faults);
        long_source(file, &mut faults);
        banned_call(file, &mut faults);
        untidy_text(file, &mut faults);
    }
    dead_modules(files, &mut faults);
    unlisted_pages(files, &mut faults);
    faults
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
}

fn is_generated(path: &str) -> bool {
    path.ends_with("src/api/schema.ts") || path.contains("/snapshots/")
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.contains(".test.")
        || path.contains(".spec.")
}

fn heavy_file(file: &File, faults: &mut Vec<String>) {
    if file.size_bytes > FILE_BYTES_MAX {
        faults.push(format!(
            "{}: {} bytes; keep tracked files under 2 MB",
            file.path, file.size_bytes
        ));
    }
}

/// Lock files alone may name where a package came from.
fn registry_host(file: &File, faults: &mut Vec<String>) {
    let hosts = [
        ["registry.npmjs", "org"],
        ["static.crates", "io"],
        ["index.crates", "io"],
        ["files.pythonhosted", "org"],
        ["deb.debian", "org"],
    ];
    if file.path.ends_with("Cargo.lock") || file.path.ends_with("package-lock.json") {
        return;
    }
    for host in hosts {
        let host = host.join(".");
        if file.text.as_ref().is_some_and(|text| text.contains(&host)) {
            faults.push(format!(
                "{}: names a package registry's host; leave that to the client",
                file.path
            ));
        }
    }
}

fn long_source(file: &File, faults: &mut Vec<String>) {
    let Some(text) = &file.text else { return };
    if !has_extension(&file.path, &["rs", "ts", "tsx"]) || is_generated(&file.path) {
        return;
    }
    let limit = if is_test(&file.path) { TEST_LINES_MAX } else { SOURCE_LINES_MAX };
    let lines = text.lines().count();
    if lines > limit {
        faults
            .push(format!("{}: {lines} lines, more than {limit}; look for two stories", file.path));
    }
    if has_extension(&file.path, &["rs"]) {
        for (index, line) in text.lines().enumerate() {
            if line.chars().count() > LINE_COLUMNS_MAX && !line.contains('"') {
                faults.push(format!(
                    "{}:{}: a line of over {LINE_COLUMNS_MAX} columns",
                    file.path,
                    index + 1
                ));
            }
        }
    }
}

/// Calls that clippy cannot see or that stand in TypeScript. Spelled in two parts, so that this file passes.
fn banned_call(file: &File, faults: &mut Vec<String>) {
    let rust = [
        (["#[ig", "nore"], "a test that does not run proves nothing"),
        (["thread::sl", "eep("], "wait for the event, not for time"),
        (["#[al", "low("], "use #[expect(…, reason = …)]"),
        (["FIX", "ME"], "file an issue instead"),
        (["TO", "DO"], "file an issue instead"),
    ];
    let script = [
        (["test.sk", "ip("], "a test that does not run proves nothing"),
        (["test.on", "ly("], "this leaves the other tests out"),
        (["waitForTime", "out("], "wait for the event, not for time"),
        (["@ts-ig", "nore"], "say the type"),
        ([": a", "ny"], "say the type"),
    ];
    let Some(text) = &file.text else { return };
    let calls: &[([&str; 2], &str)] = if has_extension(&file.path, &["rs"]) {
        &rust
    } else if has_extension(&file.path, &["ts", "tsx"]) && !is_generated(&file.path) {
        &script
    } else {
        return;
    };
    for (index, line) in text.lines().enumerate() {
        for (parts, why) in calls {
            let call = parts.concat();
            let found = line.match_indices(&call).any(|(at, _)| {
                let next = line[at + call.len()..].chars().next();
                !call.ends_with(char::is_alphanumeric) || !next.is_some_and(char::is_alphanumeric)
            });
            if found {
                faults.push(format!("{}:{}: `{call}`: {why}", file.path, index + 1));
            }
        }
    }
}

fn untidy_text(file: &File, faults: &mut Vec<String>) {
    let Some(text) = &file.text else { return };
    if !has_extension(&file.path, &["rs", "ts", "tsx", "toml", "md", "css", "yml"])
        || is_generated(&file.path)
    {
        return;
    }
    if text.contains('\r') {
        faults.push(format!("{}: carriage returns; use plain newlines", file.path));
    }
    if !text.is_empty() && !text.ends_with('\n') {
        faults.push(format!("{}: no newline at the end", file.path));
    }
    for (index, line) in text.lines().enumerate() {
        if line.ends_with(' ') || line.ends_with('\t') {
            faults.push(format!("{}:{}: blanks at the end of the line", file.path, index + 1));
        }
    }
}

/// A source file that no `mod` names is never compiled.
fn dead_modules(files: &[File], faults: &mut Vec<String>) {
    let sources: Vec<&File> = files
        .iter()
        .filter(|f| {
            f.path.starts_with("crates/")
                && f.path.contains("/src/")
                && has_extension(&f.path, &["rs"])
        })
        .collect();
    for file in &sources {
        let Some((folder, name)) = file.path.rsplit_once('/') else { continue };
        let (module, parents) = match name {
            "lib.rs" | "main.rs" => continue,
            "mod.rs" => parent_files(folder),
            _ => {
                let own = [
                    format!("{folder}/mod.rs"),
                    format!("{folder}/lib.rs"),
                    format!("{folder}/main.rs"),
                    format!("{folder}.rs"),
                ];
                (name.trim_end_matches(".rs").to_owned(), own.to_vec())
            }
        };
        if file.path.contains("/src/bin/") {
            continue;
        }
        let named =
            sources.iter().filter(|s| parents.contains(&s.path)).any(|s| names_module(s, &module));
        if !named {
            faults.push(format!(
                "{}: no `mod {module}` names it, so it is never compiled",
                file.path
            ));
        }
    }
}

fn parent_files(folder: &str) -> (String, Vec<String>) {
    let (above, module) = folder.rsplit_once('/').unwrap_or(("", folder));
    let files = ["mod.rs", "lib.rs", "main.rs"].iter().map(|f| format!("{above}/{f}"));
    (module.to_owned(), files.chain([format!("{above}.rs")]).collect())
}

fn names_module(file: &File, module: &str) -> bool {
    let wanted = format!("mod {module};");
    file.text.as_ref().is_some_and(|text| text.lines().any(|l| l.trim_end().ends_with(&wanted)))
}

/// A page of the book that its summary does not list cannot be reached.
fn unlisted_pages(files: &[File], faults: &mut Vec<String>) {
    let Some(summary) =
        files.iter().find(|f| f.path == "docs/src/SUMMARY.md").and_then(|f| f.text.as_ref())
    else {
        faults.push("docs/src/SUMMARY.md is missing".to_owned());
        return;
    };
    let listed: BTreeSet<&str> = summary
        .split('(')
        .skip(1)
        .filter_map(|part| part.split_once(')'))
        .map(|(link, _)| link)
        .collect();
    let pages: BTreeSet<&str> = files
        .iter()
        .filter_map(|f| f.path.strip_prefix("docs/src/"))
        .filter(|p| has_extension(p, &["md"]) && *p != "SUMMARY.md")
        .collect();
    for page in pages.difference(&listed) {
        faults.push(format!("docs/src/{page}: docs/src/SUMMARY.md does not list it"));
    }
    for link in listed.difference(&pages) {
        faults.push(format!("docs/src/SUMMARY.md: {link} is not there"));
    }
}

#[cfg(test)]
mod tests;
