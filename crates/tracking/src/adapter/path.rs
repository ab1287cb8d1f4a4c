//! Where a value stands in a message: a subset of RFC 9535 for JSON, element paths for the rest.
//!
//! A path begins with what it counts from: `$` the message, `^` the parcel, `@` the event. JSON goes on
//! with `.name`, `['name']`, `[0]`, `[-1]`, `[*]` and `[?@.name=='value']`; XML, tables and EDIFACT with
//! `/name`, `/@attribute`, `/'any name'` and `[path='value']`. Of a name that stands twice the first
//! counts where one value is wanted. What is left out: descendants, slices, functions, other comparisons.

use super::limits;
use super::tree::{Kind, Name, Tree};

#[cfg(test)]
mod tests;

/// What a path counts from, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    Message,
    Parcel,
    Event,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The members of this name.
    Name(Name),
    /// Every member.
    Each,
    /// The member at a position; negative counts from the end.
    Index(i32),
    /// JSON: the members where a path within them has this value.
    Where(Vec<Step>, Box<str>),
    /// Elements: this element itself, where a path within it has this value.
    Having(Vec<Step>, Box<str>),
}

/// A path that was read once and is walked often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) scope: Scope,
    pub(crate) steps: Vec<Step>,
}

/// How a format writes its paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Dots and brackets, for JSON.
    Members,
    /// Slashes, for everything else.
    Elements,
}

/// Where the walk stands: the positions that `$`, `^` and `@` mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) parcel: usize,
    pub(crate) event: usize,
}

impl Path {
    /// Reads a path; the error says what is wrong with it.
    pub(crate) fn parse(text: &str, syntax: Syntax) -> Result<Self, String> {
        let mut characters = text.chars();
        let scope = match characters.next() {
            Some('$') => Scope::Message,
            Some('^') => Scope::Parcel,
            Some('@') => Scope::Event,
            _ => return Err("a path begins with `$`, `^` or `@`".to_owned()),
        };
        let mut reader = PathReader { rest: characters.as_str() };
        let steps = match syntax {
            Syntax::Members => reader.members()?,
            Syntax::Elements => reader.elements(false)?,
        };
        if !reader.rest.is_empty() {
            return Err(format!("`{}` is no step of a path", reader.rest));
        }
        if steps.len() > limits::FIELD_PARTS_MAX {
            return Err(format!("a path has at most {} steps", limits::FIELD_PARTS_MAX));
        }
        Ok(Self { scope, steps })
    }

    /// The first text at the path.
    pub(crate) fn find_text<'t>(&self, tree: &'t Tree<'_>, place: Place) -> Option<&'t str> {
        find(tree, self.start(place), &self.steps)
    }

    /// Every position at the path, in the order of the message.
    pub(crate) fn list_positions(&self, tree: &Tree<'_>, place: Place) -> Vec<usize> {
        let mut found = Vec::new();
        collect(tree, self.start(place), &self.steps, &mut found);
        found
    }

    const fn start(&self, place: Place) -> usize {
        match self.scope {
            Scope::Message => 0,
            Scope::Parcel => place.parcel,
            Scope::Event => place.event,
        }
    }
}

fn find<'t>(tree: &'t Tree<'_>, at: usize, steps: &[Step]) -> Option<&'t str> {
    let Some((step, rest)) = steps.split_first() else {
        return tree.text(at).filter(|text| !text.is_empty());
    };
    match step {
        Step::Name(name) => {
            if tree.kind(at) != Kind::Record {
                return None;
            }
            let mut children = tree.children(at);
            children.find_map(|child| {
                if tree.is_named(child, name) { find(tree, child, rest) } else { None }
            })
        }
        Step::Index(_) | Step::Each | Step::Where(..) => {
            members(tree, at, step).find_map(|child| find(tree, child, rest))
        }
        Step::Having(..) => {
            if has(tree, at, step) {
                find(tree, at, rest)
            } else {
                None
            }
        }
    }
}

fn collect(tree: &Tree<'_>, at: usize, steps: &[Step], found: &mut Vec<usize>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(at);
        return;
    };
    match step {
        Step::Name(name) => {
            if tree.kind(at) == Kind::Record {
                for child in tree.children(at).filter(|&child| tree.is_named(child, name)) {
                    collect(tree, child, rest, found);
                }
            }
        }
        Step::Index(_) | Step::Each | Step::Where(..) => {
            for child in members(tree, at, step) {
                collect(tree, child, rest, found);
            }
        }
        Step::Having(..) => {
            if has(tree, at, step) {
                collect(tree, at, rest, found);
            }
        }
    }
}

/// The members of a node that a step chooses by position or by a value within.
fn members<'t>(
    tree: &'t Tree<'_>,
    at: usize,
    step: &'t Step,
) -> Box<dyn Iterator<Item = usize> + 't> {
    match step {
        Step::Index(index) if tree.kind(at) == Kind::List => {
            let count = if *index < 0 { tree.children(at).count() } else { 0 };
            let wanted = usize::try_from(*index).ok();
            let behind = || count.checked_sub(usize::try_from(index.unsigned_abs()).ok()?);
            let wanted = wanted.or_else(behind);
            Box::new(wanted.and_then(|wanted| tree.children(at).nth(wanted)).into_iter())
        }
        Step::Each => Box::new(tree.children(at)),
        Step::Where(path, value) => {
            Box::new(tree.children(at).filter(move |&child| find(tree, child, path) == Some(value)))
        }
        _ => Box::new(std::iter::empty()),
    }
}

fn has(tree: &Tree<'_>, at: usize, step: &Step) -> bool {
    matches!(step, Step::Having(path, value) if find(tree, at, path) == Some(value))
}

struct PathReader<'p> {
    rest: &'p str,
}

impl<'p> PathReader<'p> {
    /// Takes `start` off the rest.
    fn eat(&mut self, start: &str) -> bool {
        let behind = self.rest.strip_prefix(start);
        self.rest = behind.unwrap_or(self.rest);
        behind.is_some()
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'p str {
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// A text from behind its opening quote to its closing one.
    fn quoted(&mut self) -> Result<&'p str, String> {
        let end = self.rest.find('\'').ok_or("a quote is not closed")?;
        let text = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        Ok(text)
    }

    fn close(&mut self) -> Result<(), String> {
        if self.eat("]") { Ok(()) } else { Err("a bracket is not closed".to_owned()) }
    }

    fn members(&mut self) -> Result<Vec<Step>, String> {
        let mut steps = Vec::new();
        loop {
            if self.eat(".") {
                let name = self.take_while(|c| c.is_alphanumeric() || c == '_' || c == '-');
                if name.is_empty() {
                    return Err("a dot without a name behind it".to_owned());
                }
                steps.push(Step::Name(Name::new(name)));
            } else if self.eat("[*]") {
                steps.push(Step::Each);
            } else if self.eat("['") {
                steps.push(Step::Name(Name::new(self.quoted()?)));
                self.close()?;
            } else if self.eat("[?@") {
                let inner = self.members()?;
                if !self.eat("=='") {
                    return Err("a filter is written `[?@.name=='value']`".to_owned());
                }
                steps.push(Step::Where(inner, self.quoted()?.into()));
                self.close()?;
            } else if self.eat("[") {
                let number = self.take_while(|c| c.is_ascii_digit() || c == '-');
                let index = number.parse().map_err(|_| format!("`{number}` is no position"))?;
                steps.push(Step::Index(index));
                self.close()?;
            } else {
                return Ok(steps);
            }
        }
    }

    /// Steps with slashes; within a filter the first may stand without one.
    fn elements(&mut self, is_filter: bool) -> Result<Vec<Step>, String> {
        let mut steps = Vec::new();
        let mut is_first = is_filter;
        loop {
            if self.eat("/") || std::mem::take(&mut is_first) {
                steps.push(Step::Name(Name::new(self.element()?)));
            } else if !is_filter && self.eat("[") {
                let inner = self.elements(true)?;
                if !self.eat("='") {
                    return Err("a filter is written `[name='value']`".to_owned());
                }
                steps.push(Step::Having(inner, self.quoted()?.into()));
                self.close()?;
            } else {
                return Ok(steps);
            }
        }
    }

    fn element(&mut self) -> Result<&'p str, String> {
        if self.eat("'") {
            return self.quoted();
        }
        let name = self.take_while(|c| c.is_alphanumeric() || "_-.@# ".contains(c));
        if name.trim().is_empty() {
            Err("a slash without a name behind it".to_owned())
        } else {
            Ok(name)
        }
    }
}
