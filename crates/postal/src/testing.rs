//! What tests see of a PDF through the eyes of other programs: poppler's tools and a barcode reader.
//!
//! They come from Debian's packages `poppler-utils` and `zbar-tools`; a test without them fails.

use crate::FontSet;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

/// The fonts that are always there.
pub(crate) static LATIN: LazyLock<FontSet> = LazyLock::new(FontSet::latin);

/// Every font of the program, from the folder that the build leaves them in.
pub(crate) static ALL: LazyLock<FontSet> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/fonts");
    let index = std::fs::read_to_string(folder.join("index.txt")).unwrap_or_else(|error| {
        panic!("the fonts of other scripts are not in web/fonts ({error}): run `make web` first")
    });
    FontSet::with_files(&index, |name| std::fs::read(folder.join(name)).ok().map(Into::into))
        .unwrap()
});

/// Runs a program and answers what it printed.
fn run(program: &str, arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output = output.unwrap_or_else(|error| {
        panic!("`{program}` is needed ({error}): install poppler-utils and zbar-tools")
    });
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {errors}");
    let is_sound = !errors.contains("Error") && !errors.contains("Warning");
    assert!(is_sound, "{program} complains: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn folder_with(pdfs: &[Vec<u8>]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (index, pdf) in pdfs.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{index:03}.pdf")), pdf).unwrap();
    }
    folder
}

/// What `pdfinfo` says.
pub(crate) fn pdf_info(pdf: &[u8]) -> String {
    let folder = folder_with(&[pdf.to_vec()]);
    run("pdfinfo", &["000.pdf"], folder.path())
}

/// The number of pages.
pub(crate) fn pages_of(pdf: &[u8]) -> usize {
    let info = pdf_info(pdf);
    let line = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
    line.trim().parse().unwrap()
}

/// The text as it stands on the pages, without trailing blanks.
pub(crate) fn pdf_text(pdf: &[u8]) -> String {
    let folder = folder_with(&[pdf.to_vec()]);
    let text = run("pdftotext", &["-layout", "000.pdf", "-"], folder.path());
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// What a barcode reader is asked: Code 128 alone, plainly.
const READER: [&str; 5] = ["--raw", "-q", "--nodbus", "-Sdisable", "-Scode128.enable"];

/// Prints the first page of each PDF at 203 dpi and answers the one Code 128 text read on each.
pub(crate) fn read_barcodes(pdfs: &[Vec<u8>]) -> Vec<String> {
    let folder = folder_with(pdfs);
    let mut arguments = READER.map(str::to_owned).to_vec();
    for index in 0..pdfs.len() {
        let (name, target) = (format!("{index:03}.pdf"), format!("{index:03}"));
        let printer = ["-r", "203", "-gray", "-f", "1", "-singlefile", &name, &target];
        run("pdftoppm", &printer, folder.path());
        arguments.push(format!("{target}.pgm"));
    }
    read(&arguments, folder.path())
}

/// The one Code 128 text read on each PNG.
pub(crate) fn read_images(pngs: &[Vec<u8>]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut arguments = READER.map(str::to_owned).to_vec();
    for (index, png) in pngs.iter().enumerate() {
        let name = format!("{index:03}.png");
        std::fs::write(folder.path().join(&name), png).unwrap();
        arguments.push(name);
    }
    read(&arguments, folder.path())
}

fn read(arguments: &[String], folder: &Path) -> Vec<String> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let read = run("zbarimg", &arguments, folder);
    read.lines().map(str::to_owned).collect()
}
