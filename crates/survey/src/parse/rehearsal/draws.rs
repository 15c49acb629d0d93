//! How each question of a rehearsal is answered.

use super::{PlanReader, plain};
use crate::parse::reader::{Fields, whole};
use crate::parse::tree::{Node, short};
use crate::questionnaire::{Code, Kind, Question};
use crate::rehearse::{Draw, How, Latent, Num, Shares};

const KEYS: [&str; 14] =
    ["if", "d", "w", "p", "none", "force", "k", "sets", "num", "clip", "text", "skip", "rows", "latent"];

/// Ages and the like.
const OLDEST: i64 = 1000;

impl PlanReader<'_, '_> {
    /// One entry or a list of them.
    pub(super) fn entries(&mut self, key: &Node, node: &Node) -> Vec<Draw> {
        if self.questionnaire.question(key.text()).is_none() {
            let message = format!("There is no question `{}`.", short(key.text()));
            let mend = self.names_like(key.text(), "Write the `var` of a question.");
            self.reader.report.error(key.place, "unknown-variable", message, mend);
            return Vec::new();
        }
        match Self::is_list(node) {
            true => self.reader.list(node, "entries").iter().filter_map(|it| self.entry(key, it)).collect(),
            false => self.entry(key, node).into_iter().collect(),
        }
    }

    fn entry(&mut self, key: &Node, node: &Node) -> Option<Draw> {
        let keys: Vec<&str> = KEYS.into_iter().chain(["load"]).collect();
        let fields = self.reader.fields(node, "a draw", &keys);
        let condition = match fields.get("if") {
            Some(node) => Some(self.condition(node)?),
            None => None,
        };
        let how = self.how(&fields, node)?;
        let latent = self.latent(&fields);
        self.fits(key, &how).then_some(Draw { condition, latent, ..plain(how) })
    }

    fn how(&mut self, fields: &Fields<'_>, node: &Node) -> Option<How> {
        let whats: Vec<&str> = ["d", "w", "p", "k", "sets", "num", "text", "rows"]
            .into_iter()
            .filter(|it| fields.get(it).is_some())
            .collect();
        let helpers = [("none", "p"), ("force", "p"), ("clip", "num"), ("skip", "text")];
        for (helper, of) in helpers {
            if fields.get(helper).is_some() && !whats.contains(&of) {
                let message = format!("`{helper}` belongs to `{of}`, which is not here.");
                self.reader.report.error(
                    fields.at(helper),
                    "wrong-draw",
                    message,
                    format!("Remove `{helper}`."),
                );
            }
        }
        match whats.as_slice() {
            ["d"] => self.distribution(fields.get("d")?).map(How::Code),
            ["w"] => self.shares(fields.get("w")?).map(How::Weights),
            ["w", "k"] => Some(How::Picks {
                numbers: self.distribution(fields.get("k")?)?,
                weights: self.shares(fields.get("w")?)?,
            }),
            ["p"] => self.each(fields),
            ["sets"] => self.sets(fields.get("sets")?).map(How::Sets),
            ["num"] => {
                let num = self.num(fields.get("num")?)?;
                let clip = fields.get("clip").and_then(|it| self.clip(it));
                Some(How::Number { num, clip })
            }
            ["text"] => {
                let node = fields.get("text")?;
                let items = self.reader.list(node, "texts");
                let texts: Vec<String> =
                    items.iter().filter_map(|it| self.reader.word(it, "a text")).collect();
                let skip = fields.get("skip").and_then(|it| self.share(it)).unwrap_or_default();
                (!texts.is_empty()).then_some(How::Text { texts, skip })
            }
            ["rows"] => {
                let rows = self.reader.map(fields.get("rows")?, "shares by row");
                let rows =
                    rows.iter().filter_map(|(key, it)| Some((key.text().to_owned(), self.distribution(it)?)));
                Some(How::Rows(rows.collect()))
            }
            _ => {
                let message = "An entry says in one way how it is drawn.";
                let mend = "Write one of `d`, `w`, `p`, `k` with `w`, `sets`, `num`, `text` and `rows`.";
                self.reader.report.error(Self::start(fields, node), "wrong-draw", message, mend);
                None
            }
        }
    }

    fn each(&mut self, fields: &Fields<'_>) -> Option<How> {
        let node = fields.get("p")?;
        let chances = self.shares(node)?;
        if chances.iter().any(|(_, it)| *it > 1.0) {
            self.reader.expected(node, "chances from 0 to 1");
        }
        let none = fields.get("none").and_then(|it| self.shares(it)).and_then(|it| it.first().copied());
        let force = fields.get("force").map(|it| self.reader.list(it, "codes")).unwrap_or_default();
        let force = force.iter().filter_map(|it| self.reader.whole(it, 0, i64::MAX)).collect();
        Some(How::Each { chances, none, force })
    }

    fn latent(&mut self, fields: &Fields<'_>) -> Option<Latent> {
        let (name, load) = (fields.get("latent"), fields.get("load"));
        let (Some(name), Some(load)) = (name, load) else {
            for key in ["latent", "load"].into_iter().filter(|it| fields.get(it).is_some()) {
                let message = "`latent` and `load` belong together.";
                self.reader.report.error(
                    fields.at(key),
                    "wrong-draw",
                    message,
                    "Write both, or none of them.",
                );
            }
            return None;
        };
        Some(Latent { name: self.reader.word(name, "the name of a trait")?, load: self.share(load)? })
    }

    /// Whether this is a way to answer this question, with codes and rows that it has.
    pub(super) fn fits(&mut self, key: &Node, how: &How) -> bool {
        let Some(question) = self.questionnaire.question(key.text()) else { return false };
        let wanted = match (&question.kind, how) {
            (Kind::Single { .. } | Kind::Scale { .. } | Kind::Nps, How::Code(_) | How::Weights(_))
            | (Kind::Multi { .. }, How::Each { .. } | How::Picks { .. } | How::Sets(_))
            | (Kind::Rank { .. }, How::Weights(_) | How::Picks { .. })
            | (Kind::Number { .. }, How::Number { .. })
            | (Kind::Open { .. }, How::Text { .. })
            | (Kind::Grid { .. }, How::Rows(_)) => return self.knows(key, question, how),
            (Kind::Single { .. } | Kind::Scale { .. } | Kind::Nps, _) => "`d` or `w`",
            (Kind::Multi { .. }, _) => "`p`, `k` with `w`, or `sets`",
            (Kind::Rank { .. }, _) => "`w`, or `k` with `w`",
            (Kind::Number { .. }, _) => "`num`",
            (Kind::Open { .. }, _) => "`text`",
            (Kind::Grid { .. }, _) => "`rows`",
        };
        let message = format!("`{}` can't be drawn in this way.", question.var);
        self.reader.report.error(key.place, "wrong-draw", message, format!("Draw it by {wanted}."));
        false
    }

    fn knows(&mut self, key: &Node, question: &Question, how: &How) -> bool {
        let of = |shares: &Shares| shares.iter().map(|(it, _)| *it).collect::<Vec<_>>();
        let codes: Vec<Code> = match how {
            How::Code(shares) | How::Weights(shares) | How::Picks { weights: shares, .. } => of(shares),
            How::Each { chances, none, force } => of(chances)
                .into_iter()
                .chain(none.iter().map(|it| it.0))
                .chain(force.iter().copied())
                .collect(),
            How::Sets(sets) => sets.iter().flat_map(|(it, _)| it.iter().copied()).collect(),
            How::Rows(rows) => rows.iter().flat_map(|(_, it)| of(it)).collect(),
            How::Number { .. } | How::Text { .. } => Vec::new(),
        };
        let has = |code: &Code| match question.kind {
            Kind::Nps => (0..=10).contains(code),
            _ => question.choice(*code).is_some(),
        };
        let mut is_known = true;
        if let Some(code) = codes.iter().find(|it| !has(it)) {
            let message = format!("`{}` has no code {code}.", question.var);
            self.reader.report.error(
                key.place,
                "unknown-code",
                message,
                "Use the codes of the questionnaire.",
            );
            is_known = false;
        }
        let How::Rows(rows) = how else { return is_known };
        if let Some((row, _)) = rows.iter().find(|(row, _)| question.items().iter().all(|it| it.name != *row))
        {
            let message = format!("The grid `{}` has no row `{}`.", question.var, short(row));
            self.reader.report.error(key.place, "unknown-row", message, "Use the rows of the questionnaire.");
            is_known = false;
        }
        is_known
    }

    /// Codes and weights, not all of them nothing.
    pub(super) fn shares(&mut self, node: &Node) -> Option<Shares> {
        let entries = self.reader.map(node, "a number for each code");
        let mut shares = Shares::new();
        for (key, value) in entries {
            shares.push((self.reader.whole(key, 0, i64::MAX)?, self.weight(value)?));
        }
        self.weighs(node, shares.iter().map(|it| it.1)).then_some(shares)
    }

    /// Shares that add up to 1, but for rounding.
    fn distribution(&mut self, node: &Node) -> Option<Shares> {
        let shares = self.shares(node)?;
        self.adds_up(node, shares.iter().map(|it| it.1)).then_some(shares)
    }

    fn weighs(&mut self, node: &Node, weights: impl Iterator<Item = f64>) -> bool {
        let weighs = weights.sum::<f64>() > 0.0;
        if !weighs {
            self.reader.expected(node, "at least one number above 0");
        }
        weighs
    }

    fn adds_up(&mut self, node: &Node, shares: impl Iterator<Item = f64>) -> bool {
        let sum: f64 = shares.sum();
        let adds_up = (sum - 1.0).abs() < 0.005;
        if !adds_up {
            let message = format!("The shares add up to {}.", (sum * 1e4).round() / 1e4);
            self.reader.report.error(node.place, "share-sum", message, "They must add up to 1.");
        }
        adds_up
    }

    /// `"[1, 2]": 0.4` and so on.
    fn sets(&mut self, node: &Node) -> Option<Vec<(Vec<Code>, f64)>> {
        let mut sets = Vec::new();
        for (key, value) in self.reader.map(node, "shares by answer") {
            let codes = key.text().strip_prefix('[').and_then(|it| it.strip_suffix(']'));
            let codes: Option<Vec<Code>> =
                codes.and_then(|it| it.split(',').map(|it| whole(it.trim())).collect());
            match codes {
                Some(codes) => sets.push((codes, self.weight(value)?)),
                None => {
                    self.reader.expected(key, "codes in brackets, such as \"[1, 2]\"");
                    return None;
                }
            }
        }
        self.adds_up(node, sets.iter().map(|it| it.1)).then_some(sets)
    }

    /// `18..25: 0.163` and so on.
    pub(super) fn bands(&mut self, node: &Node) -> Vec<((i64, i64), f64)> {
        let mut bands = Vec::new();
        for (key, value) in self.reader.map(node, "shares by age band") {
            let ends = key.text().split_once("..");
            let ends = ends.and_then(|(low, high)| Some((whole(low.trim())?, whole(high.trim())?)));
            match ends.filter(|(low, high)| 0 <= *low && low <= high && *high <= OLDEST) {
                Some(ends) => bands.extend(self.weight(value).map(|it| (ends, it))),
                None => self.reader.expected(key, "an age band, such as 18..25"),
            }
        }
        if !bands.is_empty() {
            self.weighs(node, bands.iter().map(|it| it.1));
        }
        bands
    }

    pub(super) fn num(&mut self, node: &Node) -> Option<Num> {
        let fields = self.reader.fields(node, "a distribution", &["lognormal", "betabinom", "list"]);
        let [(key, value)] = fields.entries else {
            self.reader.expected(node, "one of `lognormal`, `betabinom` and `list`");
            return None;
        };
        if key.text() == "list" {
            let mut shares = Vec::new();
            for (key, value) in self.reader.map(value, "shares by value") {
                shares.push((self.reader.number(key)?, self.weight(value)?));
            }
            return self.adds_up(value, shares.iter().map(|it| it.1)).then_some(Num::List(shares));
        }
        let items = self.reader.list(value, "numbers");
        let numbers: Vec<f64> = items.iter().filter_map(|it| self.reader.number(it)).collect();
        match (key.text(), numbers.as_slice()) {
            ("lognormal", [median, sigma]) if *median > 0.0 && (0.0..=10.0).contains(sigma) => {
                Some(Num::LogNormal { median: *median, sigma: *sigma })
            }
            ("betabinom", [tries, a, b]) if (1.0..=1000.0).contains(tries) && *a > 0.0 && *b > 0.0 => {
                Some(Num::BetaBinomial { tries: *tries as u32, a: *a, b: *b })
            }
            ("lognormal", _) => {
                self.reader.expected(value, "`[median, sigma]`");
                None
            }
            ("betabinom", _) => {
                self.reader.expected(value, "`[n, a, b]`, with at most 1000 tries");
                None
            }
            _ => None,
        }
    }

    fn clip(&mut self, node: &Node) -> Option<(f64, f64)> {
        let items = self.reader.list(node, "two numbers");
        let ends: Vec<f64> = items.iter().filter_map(|it| self.reader.number(it)).collect();
        match ends.as_slice() {
            [low, high] if low <= high => Some((*low, *high)),
            _ => {
                self.reader.expected(node, "two numbers, the lower one first");
                None
            }
        }
    }

    /// From 0 to 1.
    pub(super) fn share(&mut self, node: &Node) -> Option<f64> {
        let share = self.reader.number(node)?;
        if !(0.0..=1.0).contains(&share) {
            self.reader.expected(node, "a share from 0 to 1");
            return None;
        }
        Some(share)
    }

    fn weight(&mut self, node: &Node) -> Option<f64> {
        let weight = self.reader.number(node)?;
        if weight < 0.0 {
            self.reader.expected(node, "a number that is not negative");
            return None;
        }
        Some(weight)
    }
}
