//! What may be asked of which variable.

use insta::assert_snapshot;

use super::super::check::Wanted;
use super::super::*;
use super::{lines, parsed, said};

/// A single `s`, a number `n`, a multi `m`, a grid `g`, a rank `r`, an open `o`; `later` is asked later,
/// and what ends with `_if` may be missing.
fn scope<T>(with: impl FnOnce(&Scope<'_>) -> T) -> T {
    let codes = || vec![1, 2, 3, 98];
    with(&Scope {
        kind: &|var| match var.trim_end_matches("_if") {
            "s" | "sex" => Ok(VarKind::Codes(codes())),
            "n" | "age" => Ok(VarKind::Number),
            "m" => Ok(VarKind::Multi(codes())),
            "g" => Ok(VarKind::Grid(vec!["price".into(), "ease".into()], vec![1, 2, 3, 4, 5])),
            "r" => Ok(VarKind::Rank(2, codes())),
            "o" => Ok(VarKind::Open),
            "later" => Err(true),
            _ => Err(false),
        },
        page: &|page| page == "usage",
        may_be_missing: &|var| var.ends_with("_if"),
    })
}

fn checked(texts: &str, wanted: Wanted) -> String {
    let line = |text: &str| {
        let (faults, warnings, truth) = scope(|scope| check(&parsed(text), wanted, scope));
        if faults.is_empty() && warnings.is_empty() {
            return format!("{text} → {}\n", if truth { "a condition" } else { "a number" });
        }
        faults.iter().chain(&warnings).map(|it| format!("{text}\n  {}\n", said(text, it))).collect()
    };
    lines(texts).map(line).collect()
}

#[test]
fn each_kind_is_asked_in_its_own_way() {
    let all = r"
        s == 1
        s != 98
        98 == s
        s in [1, 3]
        s in 1..3
        s not in [1]
        s >= 2
        s <= 7
        n == 7
        age in 18..25
        n in [7.5, 1..2]
        m has 1
        m has any [1, 2]
        m has any 2..50
        m has all 1..3
        count(m) >= 3
        g.price >= 4
        g.price in [4, 5]
        mean(g) > 3.5
        longstring(g) == 9
        trapped(g)
        r.1 == 3
        r.2 in [1, 2]
        o == 'none'
        o != 'none'
        o in ['a', 'b']
        junk(o)
        answered(o)
        answered(m)
        answered(g.price)
        answered(r.1)
        seconds() < 240
        seconds(usage) < 18
        duplicate(device)
        YEAR - n >= 18
        s + n * 2 > 3
        s == n
        0 == 1
        not (s == 1) and (n > 2 or m has 1)
    ";
    for text in lines(all) {
        let found = scope(|scope| check(&parsed(text), Wanted::Truth, scope));
        assert_eq!(found, (vec![], vec![], true), "{text}");
    }
}

#[test]
fn a_calculation_is_a_number_or_a_truth() {
    let all = r"
        YEAR - n
        s in [1, 2]
        count(m) / 2
        7
        o
        'a'
        m
    ";
    assert_snapshot!(checked(all, Wanted::Either), @r"
    YEAR - n → a number
    s in [1, 2] → a condition
    count(m) / 2 → a number
    7 → a number
    o
      [o] text-as-number: `o` is a text, not a number. Use a number here.
    'a'
      [] text-as-number: `'a'` is a text, not a number. Use a number here.
    m
      [m] compare-on-multi: `m` is a multi, not one number. Write `m has 1`, or `count(m)`.
    ");
}

#[test]
fn the_wrong_question_is_explained() {
    let all = r"
        sxe == 1
        Age > 3
        ages > 3
        qqqqq == 1
        later == 1
        s == 4
        4 != s
        s in [1, 4]
        s in 5..9
        s == 1.5
        m == 1
        m > 1
        m in [1]
        m + 1 > 2
        m has 4
        m has any [1, 5]
        m has all 1..4
        m has any 4..9
        m has any ['a']
        s has 1
        n has 1
        g has 1
        r has 1
        o has 1
        g.price has 1
        g == 1
        g.prise == 4
        g.colour == 4
        g.price == 6
        r == 1
        r.3 == 1
        r.0 == 1
        r.1 == 7
        s.1 == 1
        m.2 == 1
        o > 'a'
        o == 3
        s == 'red'
        s in ['red']
        n == 'red'
        o in [1]
        count(s) > 1
        count(g) > 1
        mean(m) > 1
        mean(g.price) > 1
        longstring(m) > 1
        trapped(s)
        junk(s)
        seconds(usagee) > 1
        seconds(later) > 1
        s
        n
        s + 1
        o
        not s
        s and n == 1
        (s == 1) + 1 > 2
        (s == 1) == 1
        1 == (s == 1)
        (s == 1) in [1]
        o + 1 > 2
        n / 0 > 1
        answered(x)
        answered(later)
        o.x == 1
        answered(YEAR)
        n.unknown and m has all 1..900000000000000
        1 == 'a'
        YEAR.x == 1
    ";
    assert_snapshot!(checked(all, Wanted::Truth), @r"
    sxe == 1
      [sxe] unknown-variable: There is no variable `sxe`. Write the `var` of a question, or the name of a derived variable.
    Age > 3
      [Age] unknown-variable: There is no variable `Age`. Write the `var` of a question, or the name of a derived variable.
    ages > 3
      [ages] unknown-variable: There is no variable `ages`. Write the `var` of a question, or the name of a derived variable.
    qqqqq == 1
      [qqqqq] unknown-variable: There is no variable `qqqqq`. Write the `var` of a question, or the name of a derived variable.
    later == 1
      [later] later-variable: `later` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    s == 4
      [s] unknown-code: `s` has no code 4. Its codes are 1, 2, 3, 98.
    4 != s
      [s] unknown-code: `s` has no code 4. Its codes are 1, 2, 3, 98.
    s in [1, 4]
      [4] unknown-code: `s` has no code 4. Its codes are 1, 2, 3, 98.
    s in 5..9
      [5..9] unknown-code: `s` has no code 5..9. Its codes are 1, 2, 3, 98.
    s == 1.5
      [s] unknown-code: `s` has no code 1.5. Its codes are 1, 2, 3, 98.
    m == 1
      [m] compare-on-multi: `m` is a multi, not one number. Write `m has 1`, or `count(m)`.
    m > 1
      [m] compare-on-multi: `m` is a multi, not one number. Write `m has 1`, or `count(m)`.
    m in [1]
      [m] compare-on-multi: `m` is a multi, not one number. Write `m has 1`, or `count(m)`.
    m + 1 > 2
      [m] compare-on-multi: `m` is a multi, not one number. Write `m has 1`, or `count(m)`.
    m has 4
      [4] unknown-code: `m` has no code 4. Its codes are 1, 2, 3, 98.
    m has any [1, 5]
      [5] unknown-code: `m` has no code 5. Its codes are 1, 2, 3, 98.
    m has all 1..4
      [1..4] unknown-code: `m` has no code 1..4. Its codes are 1, 2, 3, 98.
    m has any 4..9
      [4..9] unknown-code: `m` has no code 4..9. Its codes are 1, 2, 3, 98.
    m has any ['a']
      ['a'] text-and-number: A text never equals a number. Compare with the code of a choice, not with its text.
    s has 1
      [s] has-on-single: `has` is for questions with several answers, and `s` is a single. Write `s == 1` or `s in [1, 2]`.
    n has 1
      [n] has-on-single: `has` is for questions with several answers, and `n` is a number. Write `n == 1` or `n in [1, 2]`.
    g has 1
      [g] has-on-single: `has` is for questions with several answers, and `g` is a grid. Compare a row: `g.price == 1`.
    r has 1
      [r] has-on-single: `has` is for questions with several answers, and `r` is a ranking. Compare a place: `r.1 == 1`.
    o has 1
      [o] has-on-single: `has` is for questions with several answers, and `o` is an open question. Write `o == 'text'`.
    g.price has 1
      [g.price] has-on-single: `has` is for questions with several answers, and `g.price` is a grid. Write `g.price == 1` or `g.price in [1, 2]`.
    g == 1
      [g] compare-on-grid: `g` is a grid, not one number. Name a row, such as `g.price`, or write `mean(g)`.
    g.prise == 4
      [g.prise] unknown-row: The grid `g` has no row `prise`. Did you mean `price`?
    g.colour == 4
      [g.colour] unknown-row: The grid `g` has no row `colour`. Its rows are price, ease.
    g.price == 6
      [g.price] unknown-code: `g.price` has no code 6. Its codes are 1, 2, 3, 4, 5.
    r == 1
      [r] compare-on-rank: `r` is a ranking, not one number. Name a place: `r.1` is the first.
    r.3 == 1
      [r.3] unknown-rank: The ranking `r` has no place `3`. Its places are r.1 to r.2.
    r.0 == 1
      [r.0] unknown-rank: The ranking `r` has no place `0`. Its places are r.1 to r.2.
    r.1 == 7
      [r.1] unknown-code: `r.1` has no code 7. Its codes are 1, 2, 3, 98.
    s.1 == 1
      [s.1] no-such-part: `s` is a single, which has no rows or places. Write `s`.
    m.2 == 1
      [m.2] no-such-part: `m` is a multi, which has no rows or places. Write `m has 2`.
    o > 'a'
      [o] text-as-number: Texts have no order, so `>` says nothing. Use `==` or `!=`.
    o == 3
      [o] text-and-number: A text never equals a number. Compare texts with texts in single quotes, and numbers with numbers without quotes.
    s == 'red'
      [s] text-and-number: A text never equals a number. Compare with the code of a choice, not with its text.
    s in ['red']
      ['red'] text-and-number: A text never equals a number. Compare with the code of a choice, not with its text.
    n == 'red'
      [n] text-and-number: A text never equals a number. Compare texts with texts in single quotes, and numbers with numbers without quotes.
    o in [1]
      [1] text-and-number: A text never equals a number. Compare texts with texts in single quotes, and numbers with numbers without quotes.
    count(s) > 1
      [s] wrong-kind: `count` wants a multi, and `s` is a single. Write the name of a multi.
    count(g) > 1
      [g] wrong-kind: `count` wants a multi, and `g` is a grid. Write the name of a multi.
    mean(m) > 1
      [m] wrong-kind: `mean` wants a grid, and `m` is a multi. Write the name of a grid.
    mean(g.price) > 1
      [g.price] wrong-kind: `mean` wants the whole of a grid, not a part of it. Write `mean(g)`.
    longstring(m) > 1
      [m] wrong-kind: `longstring` wants a grid, and `m` is a multi. Write the name of a grid.
    trapped(s)
      [s] wrong-kind: `trapped` wants a grid, and `s` is a single. Write the name of a grid.
    junk(s)
      [s] wrong-kind: `junk` wants an open question, and `s` is a single. Write the name of an open question.
    seconds(usagee) > 1
      [usagee] unknown-page: There is no page `usagee`. Write the name of a page, or `seconds()` for all of them.
    seconds(later) > 1
      [later] unknown-page: There is no page `later`. Write the name of a page, or `seconds()` for all of them.
    s
      [s] not-a-condition: `s` is a number; a condition is true or false. Compare it, such as `s == 1`.
    n
      [n] not-a-condition: `n` is a number; a condition is true or false. Compare it, such as `n == 1`.
    s + 1
      [s] not-a-condition: `s + 1` is a number; a condition is true or false. Compare it, such as `s + 1 == 1`.
    o
      [o] not-a-condition: `o` is a text; a condition is true or false. Compare it, such as `o == 'text'`.
    not s
      [s] not-a-condition: `s` is a number; a condition is true or false. Compare it, such as `s == 1`.
    s and n == 1
      [s] not-a-condition: `s` is a number; a condition is true or false. Compare it, such as `s == 1`.
    (s == 1) + 1 > 2
      [s] condition-as-number: `s == 1` is true or false, not a number. Connect conditions with `and`, `or` and `not`.
    (s == 1) == 1
      [s] condition-as-number: `s == 1` is true or false, not a number. Connect conditions with `and`, `or` and `not`.
    1 == (s == 1)
      [s] condition-as-number: `s == 1` is true or false, not a number. Connect conditions with `and`, `or` and `not`.
    (s == 1) in [1]
      [s] condition-as-number: `s == 1` is true or false, not a number. Connect conditions with `and`, `or` and `not`.
    o + 1 > 2
      [o] text-as-number: `o` is a text, not a number. Use a number here.
    n / 0 > 1
      [n] division-by-zero: Division by zero is always missing. Divide by something else.
    answered(x)
      [x] unknown-variable: There is no variable `x`. Write the `var` of a question, or the name of a derived variable.
    answered(later)
      [later] later-variable: `later` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    o.x == 1
      [o.x] no-such-part: `o` is an open question, which has no rows or places. Write `o`.
    answered(YEAR)
      [YEAR] unknown-variable: There is no variable `YEAR`. Write the `var` of a question, or the name of a derived variable.
    n.unknown and m has all 1..900000000000000
      [n.unknown] no-such-part: `n` is a number, which has no rows or places. Write `n`.
    n.unknown and m has all 1..900000000000000
      [1..900000000000000] unknown-code: `m` has no code 1..900000000000000. Its codes are 1, 2, 3, 98.
    1 == 'a'
      [] text-and-number: A text never equals a number. Compare texts with texts in single quotes, and numbers with numbers without quotes.
    YEAR.x == 1
      [YEAR.x] unknown-variable: There is no variable `YEAR`. Write the `var` of a question, or the name of a derived variable.
    ");
}

#[test]
fn one_fault_does_not_hide_another() {
    assert_snapshot!(checked("sxe == 1 and m == 2 or s == 7 and not n", Wanted::Truth), @r"
    sxe == 1 and m == 2 or s == 7 and not n
      [sxe] unknown-variable: There is no variable `sxe`. Write the `var` of a question, or the name of a derived variable.
    sxe == 1 and m == 2 or s == 7 and not n
      [m] compare-on-multi: `m` is a multi, not one number. Write `m has 1`, or `count(m)`.
    sxe == 1 and m == 2 or s == 7 and not n
      [s] unknown-code: `s` has no code 7. Its codes are 1, 2, 3, 98.
    sxe == 1 and m == 2 or s == 7 and not n
      [n] not-a-condition: `n` is a number; a condition is true or false. Compare it, such as `n == 1`.
    ");
}

#[test]
fn a_not_beside_what_may_be_missing_is_a_warning() {
    let all = r"
        not (s == 1)
        not (s_if == 1)
        not (m_if has any [1, 2])
        answered(m_if) and not (m_if has 1)
        answered(s_if) and (n == 1 or not (s_if == 1 or m_if has 1))
        m_if has 1 and not (m_if has 2)
        not (s_if == 1 and s_if == 2)
        not (answered(s_if) and s_if == 2)
        not answered(s_if)
        answered(s_if) or not (s_if == 1)
        not not (s_if == 1)
        s_if not in [1]
        not (count(m_if) > 2) and not trapped(g_if)
    ";
    assert_snapshot!(checked(all, Wanted::Truth), @r"
    not (s == 1) → a condition
    not (s_if == 1)
      [s_if] not-of-missing: `s_if` may be missing here, and then `not` makes this true. Write `answered(s_if) and` before `not`, if only those who were asked are meant.
    not (m_if has any [1, 2])
      [m_if] not-of-missing: `m_if` may be missing here, and then `not` makes this true. Write `answered(m_if) and` before `not`, if only those who were asked are meant.
    answered(m_if) and not (m_if has 1) → a condition
    answered(s_if) and (n == 1 or not (s_if == 1 or m_if has 1))
      [m_if] not-of-missing: `m_if` may be missing here, and then `not` makes this true. Write `answered(m_if) and` before `not`, if only those who were asked are meant.
    m_if has 1 and not (m_if has 2) → a condition
    not (s_if == 1 and s_if == 2)
      [s_if] not-of-missing: `s_if` may be missing here, and then `not` makes this true. Write `answered(s_if) and` before `not`, if only those who were asked are meant.
    not (s_if == 1 and s_if == 2)
      [s_if] not-of-missing: `s_if` may be missing here, and then `not` makes this true. Write `answered(s_if) and` before `not`, if only those who were asked are meant.
    not (answered(s_if) and s_if == 2) → a condition
    not answered(s_if) → a condition
    answered(s_if) or not (s_if == 1)
      [s_if] not-of-missing: `s_if` may be missing here, and then `not` makes this true. Write `answered(s_if) and` before `not`, if only those who were asked are meant.
    not not (s_if == 1)
      [s_if] not-of-missing: `s_if` may be missing here, and then `not` makes this true. Write `answered(s_if) and` before `not`, if only those who were asked are meant.
    s_if not in [1] → a condition
    not (count(m_if) > 2) and not trapped(g_if)
      [m_if] not-of-missing: `m_if` may be missing here, and then `not` makes this true. Write `answered(m_if) and` before `not`, if only those who were asked are meant.
    not (count(m_if) > 2) and not trapped(g_if)
      [g_if] not-of-missing: `g_if` may be missing here, and then `not` makes this true. Write `answered(g_if) and` before `not`, if only those who were asked are meant.
    ");
}
