//! Facts by the names of packages, runtimes and members.
//!
//! Documents ask for the uses of a package once for each row, so no lookup may go through all
//! facts. It judges nothing.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::model::facts::{Ecosystem, Fact, Facts, Kind, Member, Runtime, Target};

/// Facts with the order in which they are looked up.
#[derive(Debug)]
pub struct FactIndex {
    facts: Rc<Facts>,
    places: Rc<Places>,
    /// Positions of the facts that count, in the order of the facts.
    chosen: Vec<usize>,
    /// Positions of the facts that count, by package.
    uses: HashMap<(Ecosystem, String), Vec<usize>>,
}

/// Positions of runtimes by their names, and of facts by their members.
#[derive(Debug)]
struct Places {
    runtimes: BTreeMap<String, Vec<usize>>,
    members: BTreeMap<String, Vec<usize>>,
}

impl FactIndex {
    /// All of what was read.
    pub fn new(facts: Facts) -> FactIndex {
        let mut runtimes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, runtime) in facts.runtimes.iter().enumerate() {
            runtimes.entry(runtime.name.clone()).or_default().push(at);
        }
        let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for member in &facts.members {
            members.entry(member.name.clone()).or_default();
        }
        for (at, fact) in facts.facts.iter().enumerate() {
            members.entry(fact.member.clone()).or_default().push(at);
        }
        let chosen = (0..facts.facts.len()).collect();
        let places = Rc::new(Places { runtimes, members });
        FactIndex::of(Rc::new(facts), places, chosen)
    }

    fn of(facts: Rc<Facts>, places: Rc<Places>, chosen: Vec<usize>) -> FactIndex {
        let mut uses: HashMap<(Ecosystem, String), Vec<usize>> = HashMap::new();
        for at in &chosen {
            let fact = &facts.facts[*at];
            let key = (fact.ecosystem, fact.name.to_ascii_lowercase());
            uses.entry(key).or_default().push(*at);
        }
        FactIndex {
            facts,
            places,
            chosen,
            uses,
        }
    }

    /// The same runtimes with the facts of one member, of some kinds. No kinds mean all of them.
    pub(crate) fn narrowed(&self, member: Option<&str>, kinds: &[Kind]) -> FactIndex {
        let mut chosen = match member {
            Some(member) => self.places.members.get(member).cloned().unwrap_or_default(),
            None => self.chosen.clone(),
        };
        if !kinds.is_empty() {
            chosen.retain(|at| kinds.contains(&self.facts.facts[*at].kind));
        }
        FactIndex::of(Rc::clone(&self.facts), Rc::clone(&self.places), chosen)
    }

    /// Everything that was read, whether it counts here or not.
    pub fn all(&self) -> &Facts {
        &self.facts
    }

    /// The facts that count.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.chosen.iter().map(|at| &self.facts.facts[*at])
    }

    /// The uses of a package.
    pub fn uses(&self, target: &Target) -> impl Iterator<Item = &Fact> {
        let key = (target.ecosystem, target.name.to_ascii_lowercase());
        let found = self.uses.get(&key).into_iter().flatten();
        found.map(|at| &self.facts.facts[*at])
    }

    /// The versions of a runtime that files state.
    pub fn runtimes(&self, name: &str) -> impl Iterator<Item = &Runtime> + Clone {
        let found = self.places.runtimes.get(name).into_iter().flatten();
        found.map(|at| &self.facts.runtimes[*at])
    }

    /// Names of runtimes, each once.
    pub(crate) fn runtime_names(&self) -> impl Iterator<Item = &str> {
        self.places.runtimes.keys().map(String::as_str)
    }

    /// The version of the repository's own package of that name, also with its ecosystem, such as
    /// `npm:shop`; `None` if several members have that name and other versions.
    pub(crate) fn own_version(&self, name: &str) -> Option<&str> {
        let target = Target::parse(name);
        let is_named = |member: &&Member| match &target {
            Some(target) => member.name == target.name && member.ecosystem == target.ecosystem,
            None => member.name == name,
        };
        let members = self.facts.members.iter().filter(is_named);
        let mut versions = members.filter_map(|member| member.version.as_deref());
        let first = versions.next()?;
        versions.all(|version| version == first).then_some(first)
    }

    /// Whether there is a member of that name.
    pub(crate) fn has_member(&self, name: &str) -> bool {
        self.places.members.contains_key(name)
    }

    /// Names of members, each once.
    pub(crate) fn member_names(&self) -> impl Iterator<Item = &str> {
        self.places.members.keys().map(String::as_str)
    }
}
