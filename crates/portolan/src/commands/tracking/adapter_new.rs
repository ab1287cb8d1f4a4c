//! `portolan adapter new`: a folder with an adapter that works, and says what to change.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use portolan_model::Code;

use crate::output;

/// The adapter, with words in capitals where formats differ.
const SKELETON: &str = include_str!("skeleton/adapter.toml");

/// What a message is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layout {
    /// JSON
    Json,
    /// XML
    Xml,
    /// Separated values with a header
    Csv,
    /// An EDIFACT interchange
    Edifact,
}

/// Begin an adapter: a commented folder that works
#[derive(Debug, Args)]
pub struct NewAdapter {
    /// The carrier's key: small letters, digits, `_`; the folder gets its name
    pub name: String,
    /// What its messages are written in
    #[arg(long, value_enum, default_value_t = Layout::Json)]
    pub message: Layout,
    /// Where the folder is made
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub into: PathBuf,
}

/// What is different from format to format.
struct Parts {
    message: &'static str,
    find: &'static str,
    fields: &'static str,
    time: &'static str,
    ending: &'static str,
    sample: &'static str,
}

impl Layout {
    const fn parts(self) -> Parts {
        match self {
            Self::Json => Parts {
                message: "kind = \"json\"\nencoding = \"utf-8\"",
                find: "parcels = \"$.parcels[*]\"          # from the message; `^` is then a parcel\n\
                       events = \"^.events[*]\"            # from a parcel; `@` is then an event",
                fields: "identifier = \"^.number\"\ncode = \"@.code\"\ntext = \"@.text\"\ncity = \"@.city\"",
                time: "path = \"@.time\"\nformats = [\"iso\"]",
                ending: "json",
                sample: "{\"parcels\": [{\"number\": \"RK000000015CN\", \"events\": [\n  {\"code\": \"50\", \
                         \"text\": \"Delivered\", \"time\": \"2026-11-22T10:00:00+01:00\", \"city\": \"Lyon\"}\n]}]}\n",
            },
            Self::Xml => Parts {
                message: "kind = \"xml\"                        # an XML declaration names its encoding itself",
                find: "parcels = \"$/answer/parcel\"       # from the message; `^` is then a parcel\n\
                       events = \"^/event\"                # from a parcel; `@` is then an event",
                fields: "identifier = \"^/@number\"\ncode = \"@/code\"\ntext = \"@/text\"\ncity = \"@/city\"",
                time: "path = \"@/time\"\nformats = [\"iso\"]",
                ending: "xml",
                sample: "<answer><parcel number=\"RK000000015CN\">\n  <event><code>50</code><text>Delivered</text>\
                         <time>2026-11-22T10:00:00+01:00</time><city>Lyon</city></event>\n</parcel></answer>\n",
            },
            Self::Csv => Parts {
                message: "kind = \"csv\"\nseparator = \",\"                 # one character, or \"tab\"\nencoding = \"utf-8\"",
                find: "events = \"$/row\"                  # a row is an event; columns are named by the header",
                fields: "identifier = \"@/number\"\ncode = \"@/code\"\ntext = \"@/text\"\ncity = \"@/city\"",
                time: "path = \"@/time\"\nformats = [\"iso\", \"iso_blank\"]",
                ending: "csv",
                sample: "number,code,text,time,city\n\
                         RK000000015CN,50,Delivered,2026-11-22T10:00:00+01:00,Lyon\n",
            },
            Self::Edifact => Parts {
                message: "kind = \"edifact\"\ngroups = [\"UNH\", \"STS\"]           # tags that open a group, the outermost first",
                find: "parcels = \"$/UNH\"                 # from the interchange; `^` is then a message\n\
                       events = \"^/STS\"                  # from a message; `@` is then a status with what follows",
                fields: "identifier = \"@/RFF[1/1='AAM']/1/2\"\ncode = \"@/2/1\"\ncity = \"@/LOC[1/1='14']/2/4\"",
                time: "path = \"@/DTM[1/1='334']/1/2\"\nformats = [\"YYYYMMDDhhmmss\"]",
                ending: "edi",
                sample: "UNB+UNOC:3+CARRIER+US+261122:1000+1'\nUNH+1+IFTSTA:D:10B:UN'\nSTS+1+50'\n\
                         RFF+AAM:RK000000015CN'\nDTM+334:20261122100000:204'\nLOC+14+:::Lyon'\n\
                         UNT+6+1'\nUNZ+1+1'\n",
            },
        }
    }
}

/// Writes the folder; nothing that is there is written over.
pub fn run(args: &NewAdapter) -> anyhow::Result<ExitCode> {
    let name = Code::parse(&args.name).context("an adapter's name is a key, as `sample_post`")?;
    let folder = args.into.join(name.as_str());
    if folder.exists() {
        bail!("{} is there already: take another name, or another folder", folder.display());
    }
    let parts = args.message.parts();
    let adapter = [
        ("NAME", name.as_str()),
        ("MESSAGE", parts.message),
        ("FIND", parts.find),
        ("FIELDS", parts.fields),
        ("TIME", parts.time),
    ]
    .into_iter()
    .fold(SKELETON.to_owned(), |text, (word, with)| text.replace(word, with));
    let samples = folder.join("samples");
    let sample = samples.join(format!("example.{}", parts.ending));
    let written = std::fs::create_dir_all(&samples)
        .and_then(|()| std::fs::write(folder.join("adapter.toml"), adapter))
        .and_then(|()| std::fs::write(&sample, parts.sample));
    written.with_context(|| format!("cannot write {}", folder.display()))?;
    super::adapter_test::accept(&folder)?;
    let folder = folder.display();
    output::line(&format!("{folder} is begun: its first comment says what to do next"))?;
    output::line(&format!("try it: portolan adapter test {folder}"))?;
    Ok(ExitCode::SUCCESS)
}
