//! Roles whose titles are the same but for rank become the levels of one focus.

use rustc_hash::FxHashMap;

use super::rows::Entry;
use crate::level::{self, Grade, GradeText, LevelSource, RankWords, Standing};
use crate::normalize::{Lexicon, Phrases};
use crate::taxonomy::aliases::Aliases;
use crate::taxonomy::code::{Level, Track};
use crate::taxonomy::codes::Codes;
use crate::taxonomy::ladder::Ladder;
use crate::taxonomy::model::{Classifications, Focus, Shape, Taxonomy};

/// A focus to be: its name and its roles with their levels, which all differ.
pub(super) struct Group {
    pub name: String,
    pub members: Vec<(Entry, Option<Level>)>,
}

impl Group {
    /// The function of its first role.
    pub fn function(&self) -> &str {
        &self.members[0].0.function
    }
}

/// Function, the words without rank, and whether it is a title of those who lead.
type Key = (String, Vec<String>, bool);

/// What a title says once its rank is taken away, and what that rank is.
#[derive(Clone)]
struct Read {
    key: Key,
    level: Option<Level>,
    stated: Stated,
}

/// Whether a row itself says its level.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stated {
    Yes,
    No,
}

pub(super) struct Grouping<'a> {
    lexicon: &'a Lexicon,
    ranks: RankWords,
    bare: Phrases<()>,
    /// A focus on which every level is a role, to ask for the level of any words.
    scale: Taxonomy,
}

impl<'a> Grouping<'a> {
    pub fn new(ladder: &Ladder, lexicon: &'a Lexicon) -> Grouping<'a> {
        let mut bare = Phrases::default();
        // Words that are shown on role pages are ranks and nothing else; others ("associate", "owner") are often
        // part of a job's name.
        for word in ladder.words.iter().filter(|w| w.title.is_some()) {
            word.phrases.iter().for_each(|p| bare.insert(lexicon.phrase(p), ()));
        }
        Grouping { lexicon, ranks: RankWords::new(ladder, lexicon), bare, scale: scale(ladder) }
    }

    /// Groups the entries, in the order of their first rows.
    pub fn group(&self, entries: Vec<Entry>) -> Vec<Group> {
        let mut groups: Vec<(Read, Vec<(Entry, Read)>)> = Vec::new();
        let mut by_key: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
        for entry in entries {
            let read = self.read(&entry);
            let same = by_key.entry(read.key.clone()).or_default();
            // Two roles of a focus on one level could not be told apart, so the second has a focus of its own.
            let fits = |at: &&usize| groups[**at].1.iter().all(|(_, member)| member.level != read.level);
            match same.iter().find(fits) {
                Some(at) => groups[*at].1.push((entry, read)),
                None => {
                    same.push(groups.len());
                    groups.push((read.clone(), vec![(entry, read)]));
                }
            }
        }
        groups.into_iter().map(|(first, members)| self.finish(&first, members)).collect()
    }

    fn read(&self, entry: &Entry) -> Read {
        let title = self.lexicon.title(&entry.title);
        let ranks = self.ranks.of(&title.words, |_| true);
        let cues = self.ranks.cues(&ranks, |_| false);
        let words: Vec<&str> = title.words.iter().map(|w| w.text.as_str()).collect();
        let mut rest = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.bare.longest(&words[at..]) {
                Some((n, ())) => at += n,
                None if ranks.is_code_or_number(at) => at += 1,
                None => {
                    rest.push(words[at].to_owned());
                    at += 1;
                }
            }
        }
        if rest.is_empty() {
            rest = words.iter().map(|w| (*w).to_owned()).collect();
        }
        let grade = Grade::parse(&entry.level);
        let (level, stated) = match grade.as_ref().map(|g| g.says) {
            Some(GradeText::Level(level) | GradeText::Range(level)) => (Some(level), Stated::Yes),
            _ => {
                let decision = level::decide(&self.scale, 0, &cues, None, &Standing { grade, ..Standing::default() });
                let said = decision.source != LevelSource::Default;
                (decision.level, if said { Stated::Yes } else { Stated::No })
            }
        };
        let leads = level.is_some_and(|l| l.track().leads());
        Read { key: (entry.function.to_lowercase(), rest, leads), level, stated }
    }

    fn finish(&self, first: &Read, members: Vec<(Entry, Read)>) -> Group {
        if let [(only, read)] = members.as_slice() {
            // Alone, a role needs no level unless the catalogue says one; a word of rank in its title may be its name.
            let said = read.stated == Stated::Yes && !only.level.is_empty();
            return Group { name: only.title.clone(), members: vec![(only.clone(), read.level.filter(|_| said))] };
        }
        let name = self.without_rank(&members[0].0.title, &first.key.1);
        Group { name, members: members.into_iter().map(|(entry, read)| (entry, read.level)).collect() }
    }

    /// What is left of a title when only the words of `key` stay, as it writes them.
    fn without_rank(&self, title: &str, key: &[String]) -> String {
        let stays = |word: &&str| self.lexicon.phrase(word).iter().any(|w| key.contains(w));
        let words: Vec<&str> = title.split_whitespace().filter(stays).collect();
        let name = words.join(" ").trim_matches(|c: char| !c.is_alphanumeric() && !"()".contains(c)).to_owned();
        if name.is_empty() { key.join(" ") } else { name }
    }
}

fn scale(ladder: &Ladder) -> Taxonomy {
    let focus = Focus {
        function: 0,
        code: String::new(),
        name: String::new(),
        definition: String::new(),
        track: Track::Professional,
        areas: Aliases::default(),
        aliases: Aliases::default(),
        classifications: Classifications::default(),
        roles: Vec::new(),
        line: 0,
    };
    Taxonomy {
        version: super::version(std::path::Path::new("")),
        ladder: ladder.clone(),
        superfunctions: Vec::new(),
        functions: Vec::new(),
        foci: vec![focus],
        shape: Shape::Ladder,
        codes: Codes::default(),
    }
}
