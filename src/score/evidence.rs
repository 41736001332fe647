//! What single words say, all phrases of a focus taken together: who listed *weaver*, *loom* and *carding* for textile work
//! has also said something about a *loom carding tender* that nobody listed.
//!
//! Multinomial naive Bayes with Dirichlet smoothing, after Zhai and Lafferty (2004), *A Study of Smoothing Methods for
//! Language Models Applied to Information Retrieval*: the log-likelihood of a word under a focus against its likelihood
//! under the whole taxonomy. The same is kept for functions and for occupational groups (SOC major groups), which have seen more
//! words than a focus.

use serde::{Deserialize, Serialize};

use super::WordId;
use crate::bake::flat;
use crate::candidates::{Phrase, Postings};
use crate::taxonomy::Taxonomy;

/// Pseudo-counts of the smoothing, in words: how much of a focus's own language is taken from the whole taxonomy's.
/// Anything between a third and three times these values gives the same accuracy within 0.2 points.
const FOCUS_SMOOTHING: f32 = 10.0;
const FUNCTION_SMOOTHING: f32 = 30.0;
const GROUP_SMOOTHING: f32 = 100.0;

/// How far the groups are taken to be as frequent as their phrases: the power of a group's size in its prior probability.
const GROUP_PRIOR: f32 = 0.3;

/// The words of a title depend on each other, so all of them together say less than their sum.
const DEPENDENCE: f32 = 0.8;

/// A word of a focus's definition counts as much as in two of its aliases.
const DEFINITION: f32 = 2.0;

/// Log-likelihood ratios of words by focus, function and occupational group.
#[derive(Debug, Serialize, Deserialize)]
pub struct WordEvidence {
    foci: Grain,
    functions: Grain,
    groups: Grain,
    /// Function and occupational group of each focus.
    #[serde(with = "flat")]
    places: Vec<(u32, u32)>,
    /// Logarithm of the prior probability of each group, but for a constant.
    #[serde(with = "flat")]
    priors: Vec<f32>,
}

/// The classes of one size.
#[derive(Debug, Serialize, Deserialize)]
struct Grain {
    /// Where the gains of each word begin.
    #[serde(with = "flat")]
    starts: Vec<u32>,
    /// What a word that a class has says for it, beyond `absent`.
    #[serde(with = "flat")]
    gains: Vec<Gain>,
    /// What a word says for a class that does not have it.
    #[serde(with = "flat")]
    absent: Vec<f32>,
}

/// What a word says for a class, in nats.
pub type Gain = (u32, f32);

/// What a title's words say for each class, summed up as the words come.
#[derive(Debug, Default)]
pub struct EvidenceSums {
    foci: Vec<f32>,
    functions: Vec<f32>,
    groups: Vec<f32>,
    /// Weight of all words so far.
    weight: f32,
}

/// What a word of a title says, over all that it may stand for.
#[derive(Debug)]
pub enum WordSays {
    /// Of a word that stands for one only, what that says, so much alike are they: nothing needs to be copied.
    One(super::Reading),
    /// For each class the reading that says most for it.
    Most {
        /// For foci.
        foci: Box<[Gain]>,
        /// For functions.
        functions: Box<[Gain]>,
        /// For occupational groups.
        groups: Box<[Gain]>,
    },
}

/// What a title's words say for one focus, in nats.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said {
    /// For the focus itself.
    pub focus: f32,
    /// For its function.
    pub function: f32,
    /// For its occupational group.
    pub group: f32,
}

impl WordEvidence {
    /// Counts the words of all phrases, each by the confidence of its phrase, and those of definitions: `defined` has for
    /// each word the foci that are defined by it. Phrases come focus by focus, and foci function by function.
    #[must_use]
    pub fn new(taxonomy: &Taxonomy, phrases: &[Phrase], postings: &Postings, defined: &[Vec<u32>]) -> WordEvidence {
        let mut groups: Vec<(String, Option<usize>)> = Vec::new();
        let places: Vec<(u32, u32)> = taxonomy
            .foci
            .iter()
            .enumerate()
            .map(|(i, focus)| {
                // The first two digits of a SOC code are the major group. Where none is known, the superfunction stands for it.
                let major: String = taxonomy.classification(i, None).soc.chars().take(2).collect();
                let superfunction = taxonomy.functions[focus.function].superfunction;
                let group = if major.is_empty() { (major, superfunction) } else { (major, None) };
                let at = groups.iter().position(|g| *g == group).unwrap_or_else(|| {
                    groups.push(group);
                    groups.len() - 1
                });
                (number(focus.function), number(at))
            })
            .collect();
        let group_count = groups.len();
        let mut foci = Counts::default();
        let mut of_word: Vec<Gain> = Vec::new();
        for (word, defined) in (0..).zip(defined) {
            let phrases = postings.of(word).iter().map(|phrase| &phrases[*phrase as usize]);
            of_word.clear();
            of_word.extend(phrases.map(|phrase| (number(phrase.focus), phrase.confidence)));
            of_word.extend(defined.iter().map(|focus| (*focus, DEFINITION)));
            of_word.sort_by_key(|(focus, _)| *focus);
            of_word.iter().for_each(|(focus, count)| foci.add(*focus, *count));
            foci.end_word();
        }
        let functions = foci.coarser(|focus| places[focus as usize].0);
        // Foci of a group stand in no order, so each word's groups are brought together.
        let mut groups = foci.coarser(|focus| places[focus as usize].1);
        groups.join();
        let mut sizes = vec![1.0f32; group_count];
        groups.of_class.iter().for_each(|(group, count)| sizes[*group as usize] += count);
        WordEvidence {
            priors: sizes.into_iter().map(|size| GROUP_PRIOR * size.ln()).collect(),
            functions: Grain::new(functions, taxonomy.functions.len(), FUNCTION_SMOOTHING),
            groups: Grain::new(groups, group_count, GROUP_SMOOTHING),
            foci: Grain::new(foci, taxonomy.foci.len(), FOCUS_SMOOTHING),
            places,
        }
    }

    /// What a word says that may stand for several: for each class the reading that says most for it.
    #[must_use]
    pub fn says(&self, readings: &[super::Reading]) -> WordSays {
        if let [one] = readings {
            return WordSays::One(*one);
        }
        WordSays::Most {
            foci: self.foci.says(readings),
            functions: self.functions.says(readings),
            groups: self.groups.says(readings),
        }
    }

    /// What the words summed up so far say for a focus.
    #[must_use]
    pub fn said(&self, sums: &EvidenceSums, focus: usize) -> Said {
        let (function, group) = self.places[focus];
        let (function, group) = (function as usize, group as usize);
        Said {
            focus: sums.foci[focus] + sums.weight * self.foci.absent[focus],
            function: sums.functions[function] + sums.weight * self.functions.absent[function],
            group: sums.groups[group] + sums.weight * self.groups.absent[group],
        }
    }

    /// Adds what a word says, with its weight in the title.
    pub fn add(&self, sums: &mut EvidenceSums, says: &WordSays, weight: f32) {
        match says {
            WordSays::One((word, alike)) => {
                add_gains(&mut sums.foci, self.foci.of(*word), |gain| weight * (gain * alike));
                add_gains(&mut sums.functions, self.functions.of(*word), |gain| weight * (gain * alike));
                add_gains(&mut sums.groups, self.groups.of(*word), |gain| weight * (gain * alike));
            }
            WordSays::Most { foci, functions, groups } => {
                add_gains(&mut sums.foci, foci, |gain| weight * gain);
                add_gains(&mut sums.functions, functions, |gain| weight * gain);
                add_gains(&mut sums.groups, groups, |gain| weight * gain);
            }
        }
        sums.weight += weight;
    }

    /// How likely the words summed up so far make each occupational group, 0–1, whatever phrases they stand in.
    pub fn group_shares(&self, sums: &EvidenceSums, shares: &mut Vec<f32>) {
        let says = |group: usize| sums.groups[group] + sums.weight * self.groups.absent[group] + self.priors[group];
        shares.clear();
        shares.extend((0..self.priors.len()).map(|group| DEPENDENCE * says(group)));
        let most = shares.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        shares.iter_mut().for_each(|share| *share = (*share - most).exp());
        let sum: f32 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= sum);
    }

    /// The occupational group of a focus, an index into [`WordEvidence::group_shares`].
    #[must_use]
    pub fn group_of(&self, focus: usize) -> usize {
        self.places[focus].1 as usize
    }

    /// Forgets a title's words.
    pub fn reset(&self, sums: &mut EvidenceSums) {
        for (sums, grain) in
            [(&mut sums.foci, &self.foci), (&mut sums.functions, &self.functions), (&mut sums.groups, &self.groups)]
        {
            sums.clear();
            sums.resize(grain.absent.len(), 0.0);
        }
        sums.weight = 0.0;
    }
}

fn add_gains(sums: &mut [f32], gains: &[Gain], says: impl Fn(f32) -> f32) {
    for (class, gain) in gains {
        sums[*class as usize] += says(*gain);
    }
}

/// How often each word stands in the phrases of each class.
struct Counts {
    starts: Vec<u32>,
    of_class: Vec<Gain>,
}

impl Default for Counts {
    fn default() -> Counts {
        Counts { starts: vec![0], of_class: Vec::new() }
    }
}

impl Counts {
    /// Counts for the word at hand. The class counted last is the only one that is looked for.
    fn add(&mut self, class: u32, count: f32) {
        let begin = self.starts[self.starts.len() - 1] as usize;
        match self.of_class[begin..].last_mut() {
            Some((last, sum)) if *last == class => *sum += count,
            _ => self.of_class.push((class, count)),
        }
    }

    fn end_word(&mut self) {
        self.starts.push(number(self.of_class.len()));
    }

    fn words(&self) -> impl Iterator<Item = &[Gain]> {
        self.starts.windows(2).map(|w| &self.of_class[w[0] as usize..w[1] as usize])
    }

    fn coarser(&self, class: impl Fn(u32) -> u32) -> Counts {
        let mut coarse = Counts::default();
        for of_word in self.words() {
            of_word.iter().for_each(|(fine, count)| coarse.add(class(*fine), *count));
            coarse.end_word();
        }
        coarse
    }

    fn join(&mut self) {
        let mut joined = Counts::default();
        let mut sorted: Vec<Gain> = Vec::new();
        for of_word in self.words() {
            sorted.clear();
            sorted.extend_from_slice(of_word);
            sorted.sort_by_key(|(class, _)| *class);
            sorted.iter().for_each(|(class, count)| joined.add(*class, *count));
            joined.end_word();
        }
        *self = joined;
    }
}

impl Grain {
    fn new(mut counts: Counts, classes: usize, smoothing: f32) -> Grain {
        let mut size = vec![0.0f32; classes];
        for (class, count) in &counts.of_class {
            size[*class as usize] += count;
        }
        let total: f32 = size.iter().sum();
        for word in 0..counts.starts.len() - 1 {
            let of_word = &mut counts.of_class[counts.starts[word] as usize..counts.starts[word + 1] as usize];
            let share = of_word.iter().map(|(_, count)| count).sum::<f32>() / total;
            of_word.iter_mut().for_each(|(_, count)| *count = (1.0 + *count / (smoothing * share)).ln());
        }
        let absent = size.iter().map(|n| (smoothing / (n + smoothing)).ln()).collect();
        Grain { starts: counts.starts, gains: counts.of_class, absent }
    }

    fn of(&self, word: WordId) -> &[Gain] {
        let word = word as usize;
        &self.gains[self.starts[word] as usize..self.starts[word + 1] as usize]
    }

    fn says(&self, readings: &[super::Reading]) -> Box<[Gain]> {
        let mut most: Vec<Gain> = readings
            .iter()
            .flat_map(|(word, similarity)| self.of(*word).iter().map(move |(class, gain)| (*class, gain * similarity)))
            .collect();
        most.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        most.dedup_by_key(|(class, _)| *class);
        most.into_boxed_slice()
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
