//! What the buyer's page says beside milestones and statuses: a closed list of phrases.

/// Declares the phrases with their names in files of texts and the values that each is filled with.
macro_rules! phrases {
    ($($(#[$doc:meta])* $variant:ident = $name:literal [$($value:literal),*],)+) => {
        /// Something that the buyer's page says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Phrase { $($(#[$doc])* $variant,)+ }

        impl Phrase {
            /// Every phrase.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name in files of texts.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What stands in braces in it, to be filled in.
            pub const fn values(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($value),*],)+ }
            }
        }
    };
}

phrases! {
    /// What stands between a city and its country.
    Comma = "comma" [],
    /// The page of a parcel.
    Title = "title" ["number"],
    /// The choice of the language.
    Language = "language" [],
    /// Where it comes from.
    From = "from" [],
    /// Where it goes.
    To = "to" [],
    /// What was bought.
    Service = "service" [],
    /// Its other public numbers.
    OtherNumbers = "other_numbers" [],
    /// Who holds it.
    Holder = "holder" [],
    /// Its sender holds it.
    WithSender = "with_sender" [],
    /// Customs or security hold it.
    WithAuthority = "with_authority" [],
    /// Its recipient holds it.
    WithRecipient = "with_recipient" [],
    /// Since when.
    Since = "since" ["date"],
    /// Who presented it to customs.
    PresentedBy = "presented_by" ["operator"],
    /// When it probably arrives.
    Expected = "expected" ["date"],
    /// What the two dates mean.
    WindowNote = "window_note" [],
    /// The promised day.
    Promised = "promised" ["date"],
    /// The day it was delivered.
    DeliveredOn = "delivered_on" ["date"],
    /// What is due.
    WhatNext = "what_next" [],
    /// About when.
    About = "about" ["date"],
    /// What the reader should know.
    PleaseNote = "please_note" [],
    /// It is a test's parcel.
    TestParcel = "test_parcel" [],
    /// The timeline.
    SoFar = "so_far" [],
    /// The timeline is empty.
    NothingYet = "nothing_yet" [],
    /// Something was told less than a day ago.
    HeardLately = "heard_lately" [],
    /// The carrier took it back.
    TakenBack = "taken_back" [],
    /// It contradicts the rest.
    Doubtful = "doubtful" [],
    /// A code that nobody here knows.
    CarrierCode = "carrier_code" ["code"],
    /// How far it has come.
    Progress = "progress" [],
    /// First stage.
    StageAccepted = "stage_accepted" [],
    /// Second stage.
    StageLeft = "stage_left" [],
    /// Third stage.
    StageArrived = "stage_arrived" [],
    /// Fourth stage.
    StageOut = "stage_out" [],
    /// Last stage.
    StageDelivered = "stage_delivered" [],
    /// The map.
    Map = "map" [],
    /// A place it was seen at.
    MapSeen = "map_seen" [],
    /// A place that is still to come.
    MapAhead = "map_ahead" [],
    /// What the times mean.
    TimesNote = "times_note" [],
    /// Who sees this.
    PrivacyNote = "privacy_note" [],
    /// Whom to ask.
    AskNote = "ask_note" [],
    /// The field for a number.
    Number = "number" [],
    /// The button beside it.
    LookUp = "look_up" [],
    /// The page that asks for a number.
    AskTitle = "ask_title" [],
    /// Nobody knows the number.
    UnknownTitle = "unknown_title" [],
    /// It may be too new.
    UnknownNew = "unknown_new" [],
    /// It may be mistyped.
    UnknownMistyped = "unknown_mistyped" [],
    /// Its check digit is wrong.
    UnknownCheck = "unknown_check" [],
    /// It may be of another network.
    UnknownElsewhere = "unknown_elsewhere" [],
    /// It cannot be a number.
    NotANumber = "not_a_number" [],
    /// Too many numbers were asked for.
    TooManyTitle = "too_many_title" [],
    /// Why that is refused.
    TooMany = "too_many" [],
    /// The page failed.
    FailedTitle = "failed_title" [],
    /// What to do then.
    Failed = "failed" [],
}

/// Something that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Days since the last news.
    HeardDays,
    /// Days without news.
    SilentDays,
    /// Events that are not shown.
    EarlierEvents,
    /// Minutes to wait.
    AgainMinutes,
}

impl Counted {
    /// Everything that is counted.
    pub const ALL: &'static [Self] =
        &[Self::HeardDays, Self::SilentDays, Self::EarlierEvents, Self::AgainMinutes];

    /// Its name in files of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HeardDays => "heard_days",
            Self::SilentDays => "silent_days",
            Self::EarlierEvents => "earlier_events",
            Self::AgainMinutes => "again_minutes",
        }
    }
}
