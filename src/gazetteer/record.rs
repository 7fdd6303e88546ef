//! What is known of one actor and of one source.
//!
//! The shipped records stand in `data/actors.tsv` and `data/sources.tsv`, one a line; a house's own lists have the same
//! columns. Several values of one column are parted by `; `.

/// What kind of actor a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An armed group, a party with an armed wing, a network.
    Group,
    /// A person: spellings are folded typographically only.
    Person,
    /// A state's army, police, service or mission.
    Force,
    /// A ministry, party, agency, company, charity, medium of a group.
    Organisation,
    /// A place that the house keeps a spelling for.
    Place,
    /// A thing: `improvised explosive device`.
    Thing,
}

/// A name that was right for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// The name.
    pub name: String,
    /// The last day, month or year for which it held, as `2016`, `2016-07` or `2016-07-28`; none where nobody knows.
    pub until: Option<String>,
}

/// An actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Kebab-case ASCII; stable.
    pub id: String,
    /// How the house writes it.
    pub name: String,
    /// Its short form, the preferred one first; compared letter by letter, case too.
    pub abbreviations: Vec<String>,
    /// Other names and spellings that the house accepts.
    pub accepted: Vec<String>,
    /// Spellings that it does not accept: corrected to the name.
    pub variants: Vec<String>,
    /// Names of its past.
    pub former: Vec<Former>,
    /// Names that other things bear too: they count only where the article names the actor otherwise.
    pub weak: Vec<String>,
    /// Ids of actors that it must never be taken for.
    pub confusables: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// Countries, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Id of the actor that it is part of.
    pub parent: Option<String>,
    /// Year, month or day of its founding.
    pub founded: Option<String>,
    /// Year, month or day of its end.
    pub dissolved: Option<String>,
    /// A sentence for people who look it up.
    pub note: String,
}

/// An outlet, agency, account or institution that is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Kebab-case ASCII; stable.
    pub id: String,
    /// How the house prints it.
    pub name: String,
    /// Names that are corrected to it.
    pub aliases: Vec<String>,
    /// Other names that the house accepts in print; several sources may share one (`The Star`).
    pub accepted: Vec<String>,
    /// Hosts without `www.`, perhaps with the start of a path: `bbc.com/arabic`.
    pub hosts: Vec<String>,
    /// Countries, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Languages, ISO 639-1 where there is a code.
    pub languages: Vec<String>,
    /// `newspaper`, `agency`, `broadcaster`, `web`, `journal`, `ngo`, `government`, `platform`, …
    pub kind: String,
    /// A sentence for people who look it up.
    pub note: String,
}
