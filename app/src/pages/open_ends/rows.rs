//! The texts of a coding as one coder sees them: folded, filtered, in groups, with what their likes were given.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use analysis::coding::alike::Texts;
use analysis::coding::folded::{Folded, folded, normal};
use survey::questionnaire::Code;
use survey::{InterviewId, PersonId};

use super::coding::asked::{Asked, Seen};
use super::one::Opened;

/// All texts of a coding, the most frequent first.
pub(super) struct Rows {
    pub all: Vec<Row>,
    /// The texts for comparing, in the order of `all`; made when first asked for, as the groups are.
    alike: OnceCell<Texts>,
    groups: OnceCell<Vec<Vec<usize>>>,
    /// The group of each row.
    group_of: OnceCell<Vec<usize>>,
    /// The row of each interview.
    of: HashMap<InterviewId, usize>,
}

/// A text, as it was typed by one or more.
#[derive(Clone)]
pub(super) struct Row {
    pub folded: Folded,
    /// The codes that the coder gave to any of them.
    pub codes: Vec<Code>,
    /// How many of them the coder has given codes.
    pub coded: usize,
}

impl Row {
    /// The interview that stands for it in forms and addresses.
    pub fn id(&self) -> InterviewId {
        self.folded.interviews[0]
    }

    pub fn is_coded(&self) -> bool {
        self.coded == self.folded.interviews.len()
    }
}

/// A group of texts that are alike; the first row leads it.
#[derive(Clone)]
pub(super) struct Group {
    pub rows: Vec<usize>,
    /// Texts of all of them, and how many of those are coded.
    pub texts: usize,
    pub coded: usize,
}

/// What an uncoded text might be given, for another is like it.
#[derive(Clone)]
pub(super) struct Suggestion {
    pub codes: Vec<Code>,
    pub like: String,
}

impl Rows {
    pub fn new(opened: &Opened, coder: PersonId) -> Rows {
        let texts = opened.verbatims.texts.iter().map(|(id, text)| (*id, text.as_str()));
        let mut all: Vec<Row> = folded(texts).into_iter().map(|it| row(opened, coder, it)).collect();
        // Stable: of those that are as frequent, the one that came first.
        all.sort_by_key(|it| std::cmp::Reverse(it.folded.interviews.len()));
        let rows = all.iter().enumerate();
        let of = rows.flat_map(|(at, it)| it.folded.interviews.iter().map(move |it| (*it, at))).collect();
        Rows { all, alike: OnceCell::new(), groups: OnceCell::new(), group_of: OnceCell::new(), of }
    }

    fn alike(&self) -> &Texts {
        self.alike.get_or_init(|| Texts::new(self.all.iter().map(|it| it.folded.normal.as_str())))
    }

    /// All rows in groups. The most frequent texts come first, so it is they that lead.
    fn grouped(&self) -> &[Vec<usize>] {
        self.groups.get_or_init(|| self.alike().groups(0..self.all.len()))
    }

    /// The row of an interview.
    pub fn of(&self, interview: InterviewId) -> Option<usize> {
        self.of.get(&interview).copied()
    }

    /// The rows that an address asks for, in order.
    pub fn asked(&self, asked: &Asked) -> Vec<usize> {
        let sought = normal(&asked.q);
        let group: Option<BTreeSet<usize>> = asked.group.map(|it| self.group_of(it).into_iter().collect());
        let fits = |at: &usize| {
            let row = &self.all[*at];
            let seen = match asked.seen {
                Seen::All => true,
                Seen::Uncoded => !row.is_coded(),
                Seen::Coded => row.coded > 0,
            };
            let is_in = group.as_ref().is_none_or(|it| it.contains(at));
            let has = asked.code.is_none_or(|it| row.codes.contains(&it));
            seen && has && is_in && (asked.q.is_empty() || row.folded.normal.contains(&sought))
        };
        (0..self.all.len()).filter(fits).collect()
    }

    /// Some rows in groups of texts that are alike, the largest first. Groups are made of all texts, so that the same
    /// ones stand together whatever is filtered.
    pub fn groups(&self, of: &[usize]) -> Vec<Group> {
        let wanted: BTreeSet<usize> = of.iter().copied().collect();
        let group = |it: &Vec<usize>| {
            let rows: Vec<usize> = it.iter().copied().filter(|it| wanted.contains(it)).collect();
            let count = |of: fn(&Row) -> usize| rows.iter().map(|it| of(&self.all[*it])).sum();
            let (texts, coded) = (count(|it| it.folded.interviews.len()), count(|it| it.coded));
            Group { rows, texts, coded }
        };
        let groups = self.grouped().iter().map(group);
        let mut groups: Vec<Group> = groups.filter(|it| !it.rows.is_empty()).collect();
        groups.sort_by_key(|it| std::cmp::Reverse(it.texts));
        groups
    }

    /// The rows of the group in which the text of an interview is.
    pub fn group_of(&self, interview: InterviewId) -> Vec<usize> {
        let Some(at) = self.of(interview) else { return Vec::new() };
        let groups = self.grouped();
        let group_of = self.group_of.get_or_init(|| {
            let mut of = vec![0; self.all.len()];
            for (group, rows) in groups.iter().enumerate() {
                rows.iter().for_each(|it| of[*it] = group);
            }
            of
        });
        groups[group_of[at]].clone()
    }

    /// For rows without codes: what the coded text that is most like it was given.
    pub fn suggestions(&self, of: &[usize]) -> BTreeMap<usize, Suggestion> {
        let open: Vec<usize> = of.iter().copied().filter(|it| self.all[*it].coded == 0).collect();
        let coded: Vec<usize> = (0..self.all.len()).filter(|it| self.all[*it].coded > 0).collect();
        if open.is_empty() || coded.is_empty() {
            // Nothing to be compared: what all texts have in common is not counted for it.
            return BTreeMap::new();
        }
        let near = self.alike().nearest(&open, &coded);
        let found = open.into_iter().zip(near).filter_map(|(at, near)| {
            let like = &self.all[near?.text];
            Some((at, Suggestion { codes: like.codes.clone(), like: like.folded.text.clone() }))
        });
        found.collect()
    }
}

fn row(opened: &Opened, coder: PersonId, folded: Folded) -> Row {
    let mut codes: BTreeSet<Code> = BTreeSet::new();
    let mut coded = 0;
    for interview in &folded.interviews {
        let given = opened.marks.of(coder, *interview);
        codes.extend(given);
        coded += usize::from(!given.is_empty());
    }
    // In the order of the frame.
    let codes = opened.coding.codes.iter().map(|it| it.code).filter(|it| codes.contains(it)).collect();
    Row { folded, codes, coded }
}
