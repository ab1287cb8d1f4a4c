//! The languages of the page: the files of texts in the program, and which of them a reader gets.

use std::sync::LazyLock;

use portolan_tracking::texts::{Texts, preferred};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../tracking/texts"]
struct Files;

static ALL: LazyLock<Vec<Texts>> = LazyLock::new(|| {
    let mut read: Vec<Texts> = Files::iter().filter_map(|path| texts_of(&path)).collect();
    read.sort_by(|one, other| one.language().cmp(other.language()));
    assert!(!read.is_empty(), "invariant: the program carries texts, a test reads every file");
    read
});

fn texts_of(path: &str) -> Option<Texts> {
    let file = Files::get(path)?;
    let text = std::str::from_utf8(&file.data).ok()?;
    match Texts::read(path, text) {
        Ok(texts) => Some(texts),
        Err(faults) => {
            tracing::error!(path, fault = %faults[0], "a file of texts is left out");
            None
        }
    }
}

/// Every language there is a file for, by its code.
pub fn all() -> &'static [Texts] {
    &ALL
}

/// The language that was picked, if there is one of that code, or else the one that the browser prefers.
pub fn of_reader(picked: Option<&str>, accepted: &str) -> &'static Texts {
    let texts = all();
    let wanted = picked.map(str::trim).unwrap_or_default();
    let picked = texts.iter().find(|one| one.language().eq_ignore_ascii_case(wanted));
    picked.or_else(|| preferred(texts, accepted)).unwrap_or(&texts[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_texts_is_read() {
        let languages: Vec<&str> = all().iter().map(Texts::language).collect();
        assert_eq!(languages.len(), Files::iter().count());
        assert!(["ar", "en", "ru", "zh"].iter().all(|one| languages.contains(one)));
    }

    #[test]
    fn a_picked_language_goes_before_the_browsers() {
        let got = |picked, accepted| of_reader(picked, accepted).language();
        assert_eq!(got(Some("ar"), "ru"), "ar");
        assert_eq!(got(Some("ZH"), "ru"), "zh");
        assert_eq!(got(Some("tlh"), "ru"), "ru");
        assert_eq!(got(Some(""), ""), "en");
        assert_eq!(got(None, "fr, zh-TW;q=0.4, ar;q=0.3"), "zh");
    }
}
