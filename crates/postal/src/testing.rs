//! What tests see of a PDF through the eyes of other programs: poppler's tools and a barcode reader.
//!
//! They come from Debian's packages `poppler-utils` and `zbar-tools`; a test without them fails.

use std::path::Path;
use std::process::Command;

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

/// Prints the first page of each PDF at 203 dpi and answers the one Code 128 text read on each.
pub(crate) fn read_barcodes(pdfs: &[Vec<u8>]) -> Vec<String> {
    let folder = folder_with(pdfs);
    let mut arguments =
        ["--raw", "-q", "--nodbus", "-Sdisable", "-Scode128.enable"].map(str::to_owned).to_vec();
    for index in 0..pdfs.len() {
        let (name, target) = (format!("{index:03}.pdf"), format!("{index:03}"));
        let printer = ["-r", "203", "-gray", "-f", "1", "-singlefile", &name, &target];
        run("pdftoppm", &printer, folder.path());
        arguments.push(format!("{target}.pgm"));
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let read = run("zbarimg", &arguments, folder.path());
    read.lines().map(str::to_owned).collect()
}
