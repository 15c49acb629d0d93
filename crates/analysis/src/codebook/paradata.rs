//! The columns about how an interview went: time by page, steps back, posts, device.

use survey::questionnaire::Questionnaire;

use super::{Role, Shape, System, Variable, system, words};

/// `page_seconds_PAGE backs turns device`, in names that no column before them has.
pub(super) fn variables(questionnaire: &Questionnaire, before: &[Variable]) -> Vec<Variable> {
    let langs = &questionnaire.langs;
    let mut columns: Vec<Variable> = Vec::new();
    let mut add = |name: &str, of, shape, zh: &str, en: &str| {
        let is_taken =
            |name: &str| before.iter().chain(&columns).any(|it| it.name.eq_ignore_ascii_case(name));
        let name = free(name, is_taken);
        let column = system::variable(&name, of, shape, words::text(langs, zh, en));
        columns.push(Variable { role: Role::Paradata, ..column });
    };
    for page in &questionnaire.pages {
        add(
            &format!("page_seconds_{}", page.name),
            System::PageSeconds(page.name.clone()),
            Shape::Number,
            &format!("页面“{}”上的答题秒数，每次停顿最多计600秒", page.name),
            &format!("Seconds spent on the page “{}”; a pause counts for 600 at most", page.name),
        );
    }
    add("backs", System::Backs, Shape::Number, "返回上一页的次数", "Times that Back was pressed");
    add("turns", System::Turns, Shape::Number, "提交页面的次数", "Pages posted, each time counted");
    add(
        "device",
        System::Device,
        Shape::Text,
        "设备类别：phone、tablet、computer或other",
        "Class of the device: phone, tablet, computer or other",
    );
    columns
}

/// The name, or the first of `name_2`, `name_3` … that is not taken.
pub(crate) fn free(name: &str, mut is_taken: impl FnMut(&str) -> bool) -> String {
    let numbered = (2..).map(|it| format!("{name}_{it}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|it| !is_taken(it)).expect("numbers do not end")
}
