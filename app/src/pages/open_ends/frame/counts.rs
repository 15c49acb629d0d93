//! How many texts have which codes of a frame.

use std::collections::HashMap;
use std::sync::Arc;

use survey::questionnaire::Code;
use tokio::task::spawn_blocking;

use crate::error::AppError;
use crate::pages::open_ends::one::Opened;
use crate::words::t_with;

/// The final codes of each text that has some.
#[derive(Clone)]
pub(super) struct Counts {
    texts: Arc<Vec<Vec<Code>>>,
    of_code: Arc<HashMap<Code, usize>>,
}

impl Counts {
    pub async fn load(opened: &Opened) -> Result<Counts, AppError> {
        let (marks, texts) = (opened.marks.clone(), opened.verbatims.texts.clone());
        // Away from the threads that answer respondents.
        let counts = spawn_blocking(move || {
            let mut finals = marks.finals();
            let texts: Vec<Vec<Code>> = texts.iter().filter_map(|(id, _)| finals.remove(id)).collect();
            let mut of_code = HashMap::new();
            texts.iter().flatten().for_each(|it| *of_code.entry(*it).or_default() += 1);
            Counts { texts: Arc::new(texts), of_code: Arc::new(of_code) }
        });
        Ok(counts.await?)
    }

    /// How many texts have a code, in words.
    pub fn code(&self, code: Code, lang: &str) -> String {
        words(self.of_code.get(&code).copied().unwrap_or_default(), lang)
    }

    /// How many texts have a code of each net, in words; one with two of them counts once.
    pub fn nets(&self, nets: &[Vec<Code>], lang: &str) -> Vec<String> {
        let net_of: HashMap<Code, usize> =
            nets.iter().enumerate().flat_map(|(net, codes)| codes.iter().map(move |it| (*it, net))).collect();
        let mut counts = vec![0; nets.len()];
        for codes in self.texts.iter() {
            let mut found: Vec<usize> = codes.iter().filter_map(|it| net_of.get(it).copied()).collect();
            found.sort_unstable();
            found.dedup();
            found.into_iter().for_each(|it| counts[it] += 1);
        }
        counts.into_iter().map(|it| words(it, lang)).collect()
    }
}

fn words(count: usize, lang: &str) -> String {
    t_with(lang, "openends-texts", &[("count", count.into())])
}
