//! Writing: only what was told has a key, besides those that every scan has.

use portolan_model::scan::{Proof, ScanPlace, ScanText};
use portolan_model::{GeoPoint, Scan, Size, size::Shape};

/// The scan as one line of JSON, without a line's end.
pub fn write(scan: &Scan) -> String {
    let mut line = Line { text: String::with_capacity(512), is_empty: true };
    line.open();
    line.text("identifier", &scan.identifier.to_string());
    line.text("identifier_scheme", scan.identifier.scheme().as_str());
    line.text("carrier", scan.source.as_str());
    line.some("operator", scan.operator.as_ref().map(portolan_model::Code::as_str));
    line.said("event_key", scan.event_key.as_ref());
    line.text("occurred_at", &scan.occurred.to_string());
    line.text("time_precision", scan.occurred.precision().as_str());
    line.text("utc_offset_source", scan.occurred.offset_source().as_str());
    line.text("milestone", scan.milestone.as_str());
    let sub_status = scan.milestone.sub_status(scan.reason);
    line.text("status", sub_status.status().as_str());
    line.text("sub_status", sub_status.as_str());
    line.some("reason", scan.reason.map(portolan_model::scan::Reason::as_str));
    if !scan.place.is_empty() {
        line.within("place", |line| place(line, &scan.place));
    }
    line.said("raw_code", scan.raw_code.as_ref());
    line.said("raw_text", scan.raw_text.as_ref());
    if scan.proof != Proof::default() {
        line.within("proof", |line| proof(line, &scan.proof));
    }
    line.said("void_of", scan.void_of.as_ref());
    line.text("received_at", &scan.received_at.to_string());
    line.close();
    line.text
}

fn place(line: &mut Line, place: &ScanPlace) {
    line.some("country", place.country.as_ref().map(portolan_model::CountryCode::as_str));
    line.said("city", place.city.as_ref());
    line.some("postcode", place.postcode.as_ref().map(portolan_model::Postcode::as_given));
    line.said("facility", place.facility.as_ref());
    line.said("text", place.text.as_ref());
    if let Some(position) = place.position {
        let (latitude, longitude) = degrees(position);
        line.number("latitude", &latitude);
        line.number("longitude", &longitude);
    }
}

/// A point's degrees as numbers.
fn degrees(position: GeoPoint) -> (String, String) {
    let both = position.to_string();
    let (latitude, longitude) = both.split_once(',').unwrap_or((&both, "0"));
    (latitude.to_owned(), longitude.to_owned())
}

fn proof(line: &mut Line, proof: &Proof) {
    if let Some(mass) = proof.mass {
        line.number("mass_grams", &mass.grams().to_string());
    }
    line.some("size", proof.size.map(size_text).as_deref());
    line.some("condition", proof.condition.map(portolan_model::scan::Condition::as_str));
    if let Some(piece) = proof.piece {
        line.number("piece_number", &piece.number().to_string());
        line.number("piece_of", &piece.of().to_string());
    }
    line.said("seal", proof.seal.as_ref());
    line.some("photo_sha256", proof.photo_sha256.map(hex).as_deref());
    line.said("signatory", proof.signatory.as_ref());
    line.said("code", proof.code.as_ref());
    line.said("device", proof.device.as_ref());
}

fn size_text(size: Size) -> String {
    match size.shape() {
        Shape::Box => {
            format!("{}x{}x{} mm", size.length_mm(), size.width_mm(), size.height_mm())
        }
        Shape::Roll { length_mm, diameter_mm } => format!("roll {length_mm}x{diameter_mm} mm"),
    }
}

fn hex(bytes: [u8; 32]) -> String {
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.map(|nibble| char::from_digit(nibble.into(), 16).unwrap_or('0')).collect()
}

struct Line {
    text: String,
    is_empty: bool,
}

impl Line {
    fn open(&mut self) {
        self.text.push('{');
        self.is_empty = true;
    }

    fn close(&mut self) {
        self.text.push('}');
        self.is_empty = false;
    }

    fn key(&mut self, key: &str) {
        if !std::mem::take(&mut self.is_empty) {
            self.text.push(',');
        }
        self.quoted(key);
        self.text.push(':');
    }

    fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        self.quoted(value);
    }

    fn some(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    fn said(&mut self, key: &str, value: Option<&ScanText>) {
        self.some(key, value.map(ScanText::as_str));
    }

    fn number(&mut self, key: &str, value: &str) {
        self.key(key);
        self.text.push_str(value);
    }

    fn within(&mut self, key: &str, write: impl FnOnce(&mut Self)) {
        self.key(key);
        self.open();
        write(self);
        self.close();
    }

    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                control if u32::from(control) < 0x20 => {
                    self.text.push_str("\\u00");
                    self.text.push(if u32::from(control) < 0x10 { '0' } else { '1' });
                    let low = u32::from(control) % 16;
                    self.text.push(char::from_digit(low, 16).unwrap_or('0'));
                }
                other => self.text.push(other),
            }
        }
        self.text.push('"');
    }
}
