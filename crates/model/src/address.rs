//! Where a person or a firm is reached.
//!
//! Fill an [`AddressInput`] with text as given and build an [`Address`] of it: all faults come at once. The
//! shape of a postcode and the data a destination demands are the network's rules, not checked here. How
//! countries write addresses is in [`rules`]: [`check`] tells in words what looks wrong, [`lines`] gives the
//! lines of a label, and [`parse`] takes an address in one text apart.

use crate::{CountryCode, FieldFault, ModelError, Postcode, limits, text};

pub mod check;
pub mod lines;
pub mod parse;
pub mod rules;
#[cfg(test)]
mod tests;

/// The text of an address, not yet checked. An empty text is an absent field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddressInput {
    /// The person.
    pub name: String,
    /// The firm; name or company must be there.
    pub company: String,
    /// Street and number and what else stands above the city: at least one, at most four not empty.
    pub lines: Vec<String>,
    /// The city or settlement.
    pub city: String,
    /// State, province, oblast.
    pub region: String,
    /// The postcode, where the country has them.
    pub postcode: String,
    /// ISO 3166-1 code or English name.
    pub country: String,
    /// Telephone number, best in international form.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// The recipient's tax number, where a country asks for it (CPF in Brazil).
    pub tax_id: String,
}

/// A checked address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    name: Option<String>,
    company: Option<String>,
    lines: Vec<String>,
    city: String,
    region: Option<String>,
    postcode: Option<Postcode>,
    country: CountryCode,
    phone: Option<String>,
    email: Option<String>,
    tax_id: Option<String>,
}

/// Collects faults while the sound fields are kept.
struct Faults(Vec<FieldFault>);

impl Faults {
    fn keep<T>(&mut self, field: &'static str, result: Result<T, ModelError>) -> Option<T> {
        result.map_err(|error| self.0.push(error.in_field(field))).ok()
    }
}

impl Address {
    /// Checks every field and reports all faults together.
    pub fn new(input: &AddressInput) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Faults(Vec::new());
        let line = |what, text: &str| text::optional_line(what, text, limits::LINE_LENGTH_MAX);
        let name = faults.keep("name", line("name", &input.name));
        let company = faults.keep("company", line("company", &input.company));
        if input.name.trim().is_empty() && input.company.trim().is_empty() {
            faults.0.push(ModelError::TextEmpty { what: "name" }.in_field("name"));
        }
        let lines = faults.keep("lines", checked_lines(&input.lines));
        let city = text::line("city", &input.city, limits::LINE_LENGTH_MAX);
        let city = faults.keep("city", city);
        let region = faults.keep("region", line("region", &input.region));
        let postcode = faults.keep("postcode", optional(&input.postcode, Postcode::parse));
        let country = if input.country.trim().is_empty() {
            Err(ModelError::TextEmpty { what: "country" })
        } else {
            CountryCode::parse(&input.country)
        };
        let country = faults.keep("country", country);
        let phone = faults.keep("phone", optional(&input.phone, checked_phone));
        let email = faults.keep("email", optional(&input.email, checked_email));
        let tax_id = text::optional_line("tax id", &input.tax_id, limits::TAX_ID_LENGTH_MAX);
        let tax_id = faults.keep("tax_id", tax_id);
        let sound = || {
            Some(Self {
                name: name?,
                company: company?,
                lines: lines?,
                city: city?,
                region: region?,
                postcode: postcode?,
                country: country?,
                phone: phone?,
                email: email?,
                tax_id: tax_id?,
            })
        };
        if faults.0.is_empty() { sound().ok_or(faults.0) } else { Err(faults.0) }
    }

    /// The person.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The firm.
    pub fn company(&self) -> Option<&str> {
        self.company.as_deref()
    }

    /// The person, or the firm where no person is named.
    pub fn addressee(&self) -> &str {
        self.name.as_deref().or(self.company.as_deref()).unwrap_or_default()
    }

    /// The lines above the city, one to four.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The city or settlement.
    pub fn city(&self) -> &str {
        &self.city
    }

    /// State, province, oblast.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// The postcode.
    pub const fn postcode(&self) -> Option<&Postcode> {
        self.postcode.as_ref()
    }

    /// The country.
    pub const fn country(&self) -> CountryCode {
        self.country
    }

    /// The telephone number: digits, blanks and `+ ( ) - . /`, with an extension where given.
    pub fn phone(&self) -> Option<&str> {
        self.phone.as_deref()
    }

    /// The e-mail address.
    pub fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }

    /// The tax number.
    pub fn tax_id(&self) -> Option<&str> {
        self.tax_id.as_deref()
    }

    /// The same fields as text, to change and check again.
    pub fn to_input(&self) -> AddressInput {
        let text = |field: Option<&str>| field.unwrap_or_default().to_owned();
        AddressInput {
            name: text(self.name()),
            company: text(self.company()),
            lines: self.lines.clone(),
            city: self.city.clone(),
            region: text(self.region()),
            postcode: self.postcode.as_ref().map(ToString::to_string).unwrap_or_default(),
            country: self.country.to_string(),
            phone: text(self.phone()),
            email: text(self.email()),
            tax_id: text(self.tax_id()),
        }
    }

    /// Whether every letter of what a label shows is a Latin one.
    pub fn is_latin(&self) -> bool {
        let parts = [self.name(), self.company(), Some(self.city()), self.region()];
        let lines = self.lines.iter().map(String::as_str);
        parts.into_iter().flatten().chain(lines).flat_map(str::chars).all(is_latin_or_sign)
    }
}

/// Whether a character is a Latin letter, or no letter at all.
fn is_latin_or_sign(character: char) -> bool {
    // Basic Latin to Latin Extended-B, combining marks, Latin Extended Additional.
    let is_latin = matches!(u32::from(character), 0..=0x024F | 0x0300..=0x036F | 0x1E00..=0x1EFF);
    is_latin || !character.is_alphabetic()
}

fn optional<T>(
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, ModelError>,
) -> Result<Option<T>, ModelError> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

fn checked_lines(lines: &[String]) -> Result<Vec<String>, ModelError> {
    let what = "address line";
    let filled = lines.iter().filter(|line| !line.trim().is_empty());
    let kept = filled.map(|line| text::line(what, line, limits::LINE_LENGTH_MAX));
    let kept = kept.collect::<Result<Vec<_>, _>>()?;
    if kept.is_empty() {
        return Err(ModelError::TextEmpty { what });
    }
    text::count("address lines", kept.len(), 1..=limits::ADDRESS_LINES_MAX)?;
    Ok(kept)
}

fn checked_phone(given: &str) -> Result<String, ModelError> {
    let trimmed = given.trim();
    let fault = || ModelError::Phone { found: text::excerpt(given) };
    let (number, extension) = match trimmed.find(['x', 'e', '#']) {
        Some(at) => trimmed.split_at(at),
        None => (trimmed, ""),
    };
    let digits = trimmed.bytes().filter(u8::is_ascii_digit).count();
    let is_sign = |c: char| matches!(c, ' ' | '(' | ')' | '-' | '.' | '/');
    let body = number.strip_prefix('+').unwrap_or(number);
    let is_number = body.chars().all(|c| c.is_ascii_digit() || is_sign(c));
    let is_extension = extension.is_empty() || is_extension(extension);
    let fits = limits::PHONE_DIGITS.contains(&digits);
    if fits && is_number && is_extension { Ok(trimmed.to_owned()) } else { Err(fault()) }
}

/// Whether a text is `x12`, `ext. 12` or `#12`: `e12` is a spreadsheet's power of ten.
fn is_extension(text: &str) -> bool {
    let digits = ["ext.", "ext", "x", "#"].iter().find_map(|mark| text.strip_prefix(mark));
    let digits = digits.map(str::trim).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn checked_email(given: &str) -> Result<String, ModelError> {
    let trimmed = given.trim();
    let is_address = trimmed.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@')
    });
    let is_plain = !trimmed.chars().any(|c| c.is_whitespace() || text::is_unprintable(c));
    let fits = trimmed.chars().count() <= limits::EMAIL_LENGTH_MAX;
    if is_address && is_plain && fits {
        Ok(trimmed.to_owned())
    } else {
        Err(ModelError::Email { found: text::excerpt(given) })
    }
}
