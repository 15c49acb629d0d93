//! Texts that are alike, by the runs of characters that they share: groups of them, and the nearest one.
//!
//! A text is a vector with a number for each of its runs: how rare the run is, 1 + ln(N / n) where n of N texts have it
//! (Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988; as scikit-learn's TfidfVectorizer
//! without smoothing). Two texts are as alike as the cosine of their vectors. Only texts that share one of the rarer runs are compared, which loses none: the runs left out
//! could not lift the cosine to the threshold (prefix filtering: Bayardo, Ma and Srikant, Scaling up all pairs similarity
//! search, WWW 2007).

use std::cmp::Ordering;
use std::collections::HashMap;

use super::grams::grams;

/// How alike texts of one group are to the text that leads it: the cosine.
pub const ALIKE: f64 = 0.4;

/// Texts that can be compared.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// Each text's runs in their order, with their parts of a vector of length 1.
    vectors: Vec<Vec<(u32, f64)>>,
    /// The same, the largest part first.
    rarest: Vec<Vec<(u32, f64)>>,
    /// How many different runs there are.
    runs: usize,
}

/// A text and how alike it is, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    pub text: usize,
    pub likeness: f64,
}

impl Texts {
    /// Of texts as [`super::folded::normal`] gives them.
    pub fn new<'a>(normals: impl IntoIterator<Item = &'a str>) -> Texts {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut counts: Vec<u32> = Vec::new();
        let mut texts: Vec<Vec<u32>> = Vec::new();
        for normal in normals {
            let runs = grams(normal).into_iter().map(|it| {
                let run = *known.entry(it).or_insert(counts.len() as u32);
                if run as usize == counts.len() {
                    counts.push(0);
                }
                counts[run as usize] += 1;
                run
            });
            texts.push(runs.collect());
        }
        let all = texts.len() as f64;
        let part = |run: u32| 1.0 + (all / f64::from(counts[run as usize])).ln();
        let vectors: Vec<_> = texts.iter().map(|runs| vector(runs, part)).collect();
        let rarest = vectors.iter().cloned().map(rarest_first).collect();
        Texts { vectors, rarest, runs: counts.len() }
    }

    /// Texts in groups, each in the order of its texts, the text that leads it first.
    ///
    /// Texts are taken in the order given, so the most frequent ones should come first: each joins the group whose
    /// leader is most alike, at [`ALIKE`] or more, else it leads a group of its own. So no chain of small likenesses
    /// joins texts that have nothing in common.
    pub fn groups(&self, order: impl IntoIterator<Item = usize>) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut leaders = Index::new(self);
        let mut of_leader: HashMap<usize, usize> = HashMap::new();
        for text in order {
            match leaders.nearest(text) {
                Some(near) => groups[of_leader[&near.text]].push(text),
                None => {
                    leaders.add(text);
                    of_leader.insert(text, groups.len());
                    groups.push(vec![text]);
                }
            }
        }
        groups
    }

    /// For each of some texts the one among others that is most alike, at [`ALIKE`] or more.
    pub fn nearest(&self, of: &[usize], among: &[usize]) -> Vec<Option<Near>> {
        let mut index = Index::new(self);
        among.iter().for_each(|it| index.add(*it));
        of.iter().map(|it| index.nearest(*it)).collect()
    }

    /// How alike two texts are.
    fn likeness(&self, one: usize, other: usize) -> f64 {
        let (one, other) = (&self.vectors[one], &self.vectors[other]);
        let (mut at, mut beside, mut likeness) = (0, 0, 0.0);
        while at < one.len() && beside < other.len() {
            match one[at].0.cmp(&other[beside].0) {
                Ordering::Less => at += 1,
                Ordering::Greater => beside += 1,
                Ordering::Equal => {
                    likeness += one[at].1 * other[beside].1;
                    (at, beside) = (at + 1, beside + 1);
                }
            }
        }
        likeness
    }
}

/// A vector of length 1, in the order of its runs.
fn vector(runs: &[u32], part: impl Fn(u32) -> f64) -> Vec<(u32, f64)> {
    let mut vector: Vec<(u32, f64)> = runs.iter().map(|it| (*it, part(*it))).collect();
    vector.sort_unstable_by_key(|it| it.0);
    let length = vector.iter().map(|(_, it)| it * it).sum::<f64>().sqrt();
    vector.iter_mut().for_each(|(_, it)| *it /= length);
    vector
}

/// The rarest runs have the largest parts.
fn rarest_first(mut vector: Vec<(u32, f64)>) -> Vec<(u32, f64)> {
    vector.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    vector
}

/// The texts that others are compared with, by run.
struct Index<'a> {
    texts: &'a Texts,
    by_run: Vec<Vec<u32>>,
    /// How many were looked up, and at which look-up each was compared last, so that no pair is compared twice.
    asked: u32,
    compared: Vec<u32>,
}

impl<'a> Index<'a> {
    fn new(texts: &'a Texts) -> Index<'a> {
        let compared = vec![0; texts.vectors.len()];
        Index { texts, by_run: vec![Vec::new(); texts.runs], asked: 0, compared }
    }

    fn add(&mut self, text: usize) {
        for (run, _) in &self.texts.vectors[text] {
            self.by_run[*run as usize].push(text as u32);
        }
    }

    /// The one most alike to a text; of several, the one that was added first.
    fn nearest(&mut self, text: usize) -> Option<Near> {
        let mut best: Option<Near> = None;
        self.asked += 1;
        // What the runs that are still to come could add at most: the length of the rest of the vector.
        let mut rest = 1.0;
        for (run, part) in &self.texts.rarest[text] {
            if rest < ALIKE * ALIKE {
                break;
            }
            rest -= part * part;
            for other in &self.by_run[*run as usize] {
                if std::mem::replace(&mut self.compared[*other as usize], self.asked) == self.asked {
                    continue;
                }
                let likeness = self.texts.likeness(text, *other as usize);
                // Sums of the same parts differ in their last digits by their order.
                let is_better = best.is_none_or(|it| {
                    likeness > it.likeness + 1e-12
                        || likeness > it.likeness - 1e-12 && (*other as usize) < it.text
                });
                if likeness >= ALIKE && is_better {
                    best = Some(Near { text: *other as usize, likeness });
                }
            }
        }
        best
    }
}
