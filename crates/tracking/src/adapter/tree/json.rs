//! JSON (RFC 8259) into a tree: strict, borrowed, bounded.
//!
//! Written here and not taken from a library for three reasons: numbers stay as written (event keys of 20
//! digits, masses such as `1.50`), texts are borrowed from the message, and depth and size are bounded in
//! the same pass. A test holds it against `serde_json` on generated and broken documents.

use super::{Kind, Span, Tree};
use crate::adapter::fault::MessageFault;
use crate::adapter::limits;

/// Which bytes end the plain stretch of a text: quotes, backslashes and controls.
const ENDS_PLAIN: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        ends[byte] = true;
        byte += 1;
    }
    ends[b'"' as usize] = true;
    ends[b'\\' as usize] = true;
    ends
};

/// Marks which of eight bytes end a plain stretch, by their top bits: right for the first that does, and
/// for all before it.
const fn ends_among(eight: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const TOPS: u64 = ONES << 7;
    // A byte below n: taking n off borrows from its top bit (Anderson, "Bit Twiddling Hacks").
    const fn below(eight: u64, n: u64) -> u64 {
        eight.wrapping_sub(ONES * n) & !eight & TOPS
    }
    let quote = eight ^ (ONES * b'"' as u64);
    let backslash = eight ^ (ONES * b'\\' as u64);
    below(eight, 0x20) | below(quote, 1) | below(backslash, 1)
}

/// Reads one document.
pub(crate) fn parse(text: &str) -> Result<Tree<'_>, MessageFault> {
    let mut reader = Reader { text, at: 0, tree: Tree::of(text) };
    reader.skip_blanks();
    reader.value(Span::EMPTY, 0)?;
    reader.skip_blanks();
    if reader.at < text.len() {
        return Err(reader.fault("text behind the end of the document"));
    }
    Ok(reader.tree)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    tree: Tree<'a>,
}

impl Reader<'_> {
    fn fault(&self, what: &str) -> MessageFault {
        MessageFault::malformed("JSON", &format!("{what} at byte {}", self.at))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8, what: &str) -> Result<(), MessageFault> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(self.fault(what))
        }
    }

    fn value(&mut self, name: Span, depth: usize) -> Result<(), MessageFault> {
        if depth > limits::DEPTH_MAX {
            return Err(MessageFault::too_deep());
        }
        match self.peek() {
            Some(b'"') => {
                let text = self.string()?;
                self.tree.open(name, Kind::Scalar, text)?;
            }
            Some(b'{') => self.record(name, depth)?,
            Some(b'[') => self.list(name, depth)?,
            Some(b'-' | b'0'..=b'9') => {
                let number = self.number()?;
                self.tree.open(name, Kind::Scalar, number)?;
            }
            Some(_) => self.word(name)?,
            None => return Err(self.fault("the document ends where a value should stand")),
        }
        Ok(())
    }

    fn record(&mut self, name: Span, depth: usize) -> Result<(), MessageFault> {
        let record = self.tree.open(name, Kind::Record, Span::EMPTY)?;
        self.at += 1;
        self.skip_blanks();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.skip_blanks();
            if self.peek() != Some(b'"') {
                return Err(self.fault("no name of a member"));
            }
            let member = self.string()?;
            self.skip_blanks();
            self.expect(b':', "no colon behind a name")?;
            self.skip_blanks();
            self.value(member, depth + 1)?;
            self.skip_blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.fault("neither a comma nor the end of an object")),
            }
        }
        self.at += 1;
        self.tree.close(record);
        Ok(())
    }

    fn list(&mut self, name: Span, depth: usize) -> Result<(), MessageFault> {
        let list = self.tree.open(name, Kind::List, Span::EMPTY)?;
        self.at += 1;
        self.skip_blanks();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.skip_blanks();
            self.value(Span::EMPTY, depth + 1)?;
            self.skip_blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.fault("neither a comma nor the end of a list")),
            }
        }
        self.at += 1;
        self.tree.close(list);
        Ok(())
    }

    fn word(&mut self, name: Span) -> Result<(), MessageFault> {
        let rest = &self.text.as_bytes()[self.at..];
        let words = [("null", Kind::Null), ("true", Kind::Scalar), ("false", Kind::Scalar)];
        for (word, kind) in words {
            if rest.starts_with(word.as_bytes()) {
                let text = Tree::stretch(self.at, self.at + word.len());
                self.at += word.len();
                self.tree.open(name, kind, text)?;
                return Ok(());
            }
        }
        Err(self.fault("a character that begins no value"))
    }

    fn number(&mut self) -> Result<Span, MessageFault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(self.fault("a number without digits")),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.some_digits()?;
        }
        Ok(Tree::stretch(start, self.at))
    }

    fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    fn some_digits(&mut self) -> Result<(), MessageFault> {
        let start = self.at;
        self.digits();
        if self.at == start { Err(self.fault("a number without digits")) } else { Ok(()) }
    }

    /// A string from its opening quote: of the message, or kept apart where an escape had to be undone.
    fn string(&mut self) -> Result<Span, MessageFault> {
        self.at += 1;
        let start = self.at;
        self.plain()?;
        if self.peek() == Some(b'"') {
            let text = Tree::stretch(start, self.at);
            self.at += 1;
            return Ok(text);
        }
        let from = self.tree.undone_length();
        self.tree.undo_stretch(start, self.at);
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(self.tree.undone_from(from));
                }
                Some(b'\\') => {
                    self.at += 1;
                    let character = self.escape()?;
                    self.tree.undo_character(character);
                }
                _ => {
                    let start = self.at;
                    self.plain()?;
                    self.tree.undo_stretch(start, self.at);
                }
            }
        }
    }

    /// Walks to the next quote or backslash.
    fn plain(&mut self) -> Result<(), MessageFault> {
        let rest = &self.text.as_bytes()[self.at..];
        let mut length = 0;
        let found = loop {
            let Some(eight) = rest[length..].first_chunk::<8>() else {
                break rest[length..].iter().position(|&byte| ENDS_PLAIN[usize::from(byte)]);
            };
            let ends = ends_among(u64::from_le_bytes(*eight));
            if ends != 0 {
                break Some(ends.trailing_zeros() as usize / 8);
            }
            length += 8;
        };
        let Some(more) = found else {
            self.at = self.text.len();
            return Err(self.fault("a text without its end"));
        };
        length += more;
        self.at += length;
        if rest[length] < 0x20 { Err(self.fault("a control character in a text")) } else { Ok(()) }
    }

    fn escape(&mut self) -> Result<char, MessageFault> {
        let Some(byte) = self.peek() else { return Err(self.fault("a text without its end")) };
        self.at += 1;
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(self.fault("an escape that JSON does not have")),
        })
    }

    /// `XXXX` of an escape, with its second half where it is one half of a pair.
    fn unicode(&mut self) -> Result<char, MessageFault> {
        let first = self.hex()?;
        if let Some(single) = char::from_u32(first) {
            return Ok(single);
        }
        let is_high = (0xD800..0xDC00).contains(&first);
        if is_high && self.text.as_bytes()[self.at..].starts_with(b"\\u") {
            self.at += 2;
            let second = self.hex()?;
            if (0xDC00..0xE000).contains(&second) {
                let joined = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                if let Some(pair) = char::from_u32(joined) {
                    return Ok(pair);
                }
            }
        }
        Err(self.fault("half of a surrogate pair"))
    }

    fn hex(&mut self) -> Result<u32, MessageFault> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let Some(digits) = digits else { return Err(self.fault("an escape without four digits")) };
        let value = digits
            .iter()
            .fold(0, |sum, &digit| sum * 16 + char::from(digit).to_digit(16).unwrap_or_default());
        self.at += 4;
        Ok(value)
    }
}
