//! Names as they are compared: without letter case, diacritics, apostrophes and punctuation.

use unicode_normalization::UnicodeNormalization;

/// Letters that decompose into nothing simpler but are typed as other letters.
const TYPED_AS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ı', "i"),
    ('ħ', "h"),
    ('ŋ', "ng"),
    ('ъ', ""),
    ('ь', ""),
];

/// A name as it is compared: `Lin'an`, `LINAN` and `Līn’ān` are one, `São Paulo` is `sao paulo`. Scripts
/// other than Latin, Greek and Cyrillic keep their marks, which are letters to their readers.
pub fn fold_name(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let lower = text.nfkd().filter(|c| !is_diacritic(*c)).flat_map(char::to_lowercase);
    for character in lower {
        if let Some((_, typed)) = TYPED_AS.iter().find(|(from, _)| *from == character) {
            folded.push_str(typed);
        } else if character.is_alphanumeric() || !character.is_ascii() && is_mark(character) {
            folded.push(character);
        } else if !is_apostrophe(character) && !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

const fn is_diacritic(character: char) -> bool {
    matches!(character, '\u{0300}'..='\u{036F}')
}

/// Marks that carry a vowel or a tone in other scripts.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

const fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | '＇'
    )
}
