//! What is read, what is refused, and that printing keeps the meaning.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::super::*;
use super::{lines, parsed, said};

fn printed(texts: &str) -> String {
    lines(texts).map(|it| format!("{}\n", parsed(it))).collect()
}

fn refused(texts: &str) -> String {
    lines(texts)
        .map(|text| match parse(text) {
            Ok(expr) => format!("{text} was read as {expr:?}\n"),
            Err(fault) => format!("{}\n", said(text, &fault)),
        })
        .collect()
}

#[test]
fn what_is_read_is_printed_in_one_way() {
    let all = r"
        age>=18 and(brand has 2)
        age in 18..25 or age in [61, 62 .. 64 ,70.5]
        not ( shop_ways has any [1,2] )
        not not answered( q1 )
        (a == 1 or b == 2) and (c == 3 and d == 4) and e == 5
        a == 1 or b == 2 and c == 3
        (a - b) - c > a - (b - c)
        (a + b) * c / (d / e) == 0.50
        x not in [1] and y in ['red', '蓝']
        did has all 1..3
        longstring(sat) == 9 and sat_all in [1, 5] and seconds(satisfaction) < 18 and seconds() < 240
        duplicate(device) or trapped(g) or junk(o) or mean(g) > 3 or count(m) >= 3
        adv_rank.1 == 3 and sat.price >= 4
        YEAR - birth_year
        ((((x)))) == 1
        order == 1 or android == 2 or notes == 'or'
    ";
    assert_snapshot!(printed(all), @r"
    age >= 18 and brand has 2
    age in 18..25 or age in [61, 62..64, 70.5]
    not shop_ways has any [1, 2]
    not not answered(q1)
    (a == 1 or b == 2) and (c == 3 and d == 4) and e == 5
    a == 1 or b == 2 and c == 3
    a - b - c > a - (b - c)
    (a + b) * c / (d / e) == 0.5
    x not in [1] and y in ['red', '蓝']
    did has all 1..3
    longstring(sat) == 9 and sat_all in [1, 5] and seconds(satisfaction) < 18 and seconds() < 240
    duplicate(device) or trapped(g) or junk(o) or mean(g) > 3 or count(m) >= 3
    adv_rank.1 == 3 and sat.price >= 4
    YEAR - birth_year
    x == 1
    order == 1 or android == 2 or notes == 'or'
    ");
}

#[test]
fn what_is_no_expression_is_explained() {
    let all = r#"
        x ==
        x = 3
        x === 3
        x => 3
        x && y
        x == 1 || y == 2
        !(x == 1)
        x == "a"
        x == 'a
        (x == 1
        x == 1)
        x in 5
        x in []
        x in [1, 2
        x in [1 2]
        x in 5..1
        x in 1.5..3
        x == 1..3
        x in y
        1 < x < 5
        x == -1
        x has [1]
        x has 1..3
        x has 1.5
        x has 'a'
        3 has 1
        x contains 1
        x is 3
        x == 1 AND y == 2
        and
        x and or y
        in == 3
        x（1）
        x == 1，y
        answer(x)
        foo(x)
        count()
        count(1)
        count(x, y)
        duplicate(phone)
        answered(x
        x.
        99999999999999999 == x
        2x == 3
        {x} == 3
        x not 3
        seconds(a, b)
        #
    "#;
    assert_snapshot!(refused(all), @r#"
    [] unexpected-end: The expression ends where a value is wanted. Write a variable, a number or a text in single quotes here.
    [=] unexpected: `=` stands where a comparison, `and`, `or` or the end is wanted. Write `==`.
    [=] unexpected: `=` stands where a value is wanted. Write `==`.
    [=>] unexpected: `=>` stands where a comparison, `and`, `or` or the end is wanted. Write `>=`.
    [&&] unexpected: `&&` stands where a comparison, `and`, `or` or the end is wanted. Write `and`.
    [||] unexpected: `||` stands where a comparison, `and`, `or` or the end is wanted. Write `or`.
    [!] unexpected: `!` stands where a value is wanted. Write `not`.
    ["] unexpected: `"` stands where a value is wanted. Write a text in single quotes: 'text'.
    ['] unclosed: This text is never closed. Write `'` where the text ends.
    [(] unclosed: This parenthesis is never closed. Write `)` where it ends.
    [)] unexpected: `)` stands where a comparison, `and`, `or` or the end is wanted. There is no `(` for it: leave it out.
    [5] set-without-brackets: A set stands in brackets, even if it has one member. Write `[1]`, `[1, 2]` or a range such as `1..3`.
    [[]] empty-set: The set is empty. Write the codes between the brackets.
    [[] unclosed: This bracket is never closed. Write `]` after the last member.
    [2] unexpected: `2` stands where a set is wanted. Write codes in brackets with commas between them, such as `[1, 2]`, or a range such as `1..3`.
    [5..1] range-backwards: The range is empty: it ends before it begins. Write `1..5`.
    [1.5..3] range-not-whole: The ends of a range are whole numbers. Use `>=` and `<=` instead.
    [..] unexpected: `..` stands where a comparison, `and`, `or` or the end is wanted. A range goes with `in`: `age in 18..25`.
    [y] unexpected: `y` stands where a set is wanted. Write codes in brackets with commas between them, such as `[1, 2]`, or a range such as `1..3`.
    [<] unexpected: `<` stands where a comparison, `and`, `or` or the end is wanted. Compare twice: `1 < x and x < 5`.
    [-] unexpected: `-` stands where a value is wanted. There are no negative numbers: write `0 - 5`.
    [[] has-without-any-or-all: A set after `has` needs a word that says how. Write `has any […]` or `has all […]`.
    [1..3] has-without-any-or-all: A range after `has` needs a word that says how. Write `has any 1..3` or `has all 1..3`.
    [1.5] not-a-code: This is no code: codes are whole numbers. Write the code of a choice, such as `has 2`.
    ['a'] not-a-code: This is no code: codes are whole numbers. Write the code of a choice, such as `has 2`.
    [3] has-without-variable: Only a variable can be asked with `has`. Write the name of a question with several answers before `has`.
    [contains] unexpected: `contains` stands where a comparison, `and`, `or` or the end is wanted. Write `has`.
    [is] unexpected: `is` stands where a comparison, `and`, `or` or the end is wanted. Write `==`.
    [AND] unexpected: `AND` stands where a comparison, `and`, `or` or the end is wanted. Write `and` in small letters.
    [and] unexpected: `and` stands where a value is wanted. `and` is a word of the grammar: write a variable, a number or a text in single quotes here.
    [or] unexpected: `or` stands where a value is wanted. `or` is a word of the grammar: write a variable, a number or a text in single quotes here.
    [in] unexpected: `in` stands where a value is wanted. `in` is a word of the grammar: write a variable, a number or a text in single quotes here.
    [（] unexpected: `（` stands where a comparison, `and`, `or` or the end is wanted. Write `(`: not the full-width one.
    [，] unexpected: `，` stands where a comparison, `and`, `or` or the end is wanted. Write `,`: not the full-width one.
    [answer] unknown-function: There is no function `answer`. Did you mean `answered`?
    [foo] unknown-function: There is no function `foo`. The functions are answered, count, mean, seconds, longstring, trapped, junk, duplicate.
    [count()] wrong-arguments: `count` has 0 arguments. Write `count(q1)`.
    [1] not-a-name: `count` wants a name and nothing else. Write `count(q1)`.
    [count(x, y)] wrong-arguments: `count` has 2 arguments. Write `count(q1)`.
    [phone] not-a-device: `duplicate` knows devices only, not `phone`. Write `duplicate(device)`.
    [(] unclosed: This parenthesis is never closed. Write `)` where it ends.
    [.] unexpected: `.` stands where a comparison, `and`, `or` or the end is wanted. Connect two conditions with `and` or `or`.
    [99999999999999999] number-too-large: This number is too large. Use a number of at most fifteen digits.
    [x] unexpected: `x` stands where a comparison, `and`, `or` or the end is wanted. Connect two conditions with `and` or `or`.
    [{] unexpected: `{` stands where a value is wanted. Write a variable without braces, and a set in brackets.
    [not] unexpected: `not` stands where a comparison, `and`, `or` or the end is wanted. Write `not in […]`, or `not (…)` before the whole comparison.
    [seconds(a, b)] wrong-arguments: `seconds` has 2 arguments. Write `seconds() or seconds(page)`.
    [#] unexpected: `#` stands where a value is wanted. Write a variable, a number or a text in single quotes here.
    "#);
}

#[test]
fn an_empty_text_is_no_expression() {
    for text in ["", "  ", "\n"] {
        assert_eq!(parse(text).unwrap_err().code, "unexpected-end");
    }
}

#[test]
fn sixty_four_levels_are_read_and_no_more() {
    let nested = |many: usize| format!("{}x == 1{}", "(".repeat(many), ")".repeat(many));
    let negated = |many: usize| format!("{}x == 1", "not ".repeat(many));
    for text in [nested(64), negated(64)] {
        assert!(parse(&text).is_ok());
    }
    let calls = format!("{}x{}", "answered(".repeat(400), ")".repeat(400));
    for text in [nested(65), nested(2000), negated(65), negated(1000), "(".repeat(4096), calls] {
        assert_eq!(parse(&text).unwrap_err().code, "expression-too-deep");
    }
}

#[test]
fn a_long_sum_is_read_and_an_endless_one_is_not() {
    let sum = |many: usize| vec!["x"; many].join("+");
    assert_eq!(parsed(&sum(257)).reads().len(), 257);
    assert_eq!(parse(&sum(258)).unwrap_err().code, "expression-too-deep");
    let long = format!("x == '{}'", "字".repeat(1400));
    assert_eq!(parse(&long).unwrap_err().code, "expression-too-long");
}

#[test]
fn a_chain_of_conditions_is_one_level() {
    let text = vec!["x == 1"; 400].join(" or ");
    assert!(matches!(parsed(&text), Expr::Or(parts) if parts.len() == 400));
}

#[test]
fn what_is_read_is_known() {
    let expr = parsed(
        "answered(a) and not (b.row has 1 or c - YEAR > count(d)) and seconds(page) > e.1 and b in 1..2",
    );
    let names = |all: Vec<&Name>| all.into_iter().map(Name::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(names(expr.reads()), "a b.row c d e.1 b");
    assert_eq!(names(expr.reads_outside_answered()), "b.row c d e.1 b");
}

#[test]
fn places_are_counted_in_bytes() {
    let Expr::Compare(_, _, right) = parsed("名 == x") else { panic!("a comparison") };
    let Expr::Var(name) = *right else { panic!("a variable") };
    assert_eq!((name.span.start, name.span.end), (7, 8));
}

fn names() -> impl Strategy<Value = Name> {
    let var = "[a-z][a-z0-9_]{0,6}".prop_filter("a word of the grammar", |it| !WORDS.contains(&it.as_str()));
    (var, proptest::option::of("[a-z0-9]{1,3}")).prop_map(|(var, part)| Name {
        var,
        part,
        span: Span::default(),
    })
}

fn sets() -> impl Strategy<Value = Vec<Member>> {
    let member = prop_oneof![
        (0..100i64).prop_map(|it| Member::Number(it as f64, Span::default())),
        (0..1000i64).prop_map(|it| Member::Number(it as f64 / 8.0, Span::default())),
        "[^']{0,5}".prop_map(|it| Member::Text(it, Span::default())),
        (0..50i64, 0..50i64).prop_map(|(low, more)| Member::Range(low, low + more, Span::default())),
    ];
    proptest::collection::vec(member, 1..4)
}

fn calls() -> impl Strategy<Value = Call> {
    prop_oneof![
        names().prop_map(Call::Answered),
        names().prop_map(Call::Count),
        names().prop_map(Call::Mean),
        proptest::option::of(names()).prop_map(Call::Seconds),
        names().prop_map(Call::LongString),
        names().prop_map(Call::Trapped),
        names().prop_map(Call::Junk),
        Just(Call::Duplicate),
    ]
}

fn trees() -> impl Strategy<Value = Expr> {
    let has = prop_oneof![
        (0..100i64).prop_map(|it| Has::One(it, Span::default())),
        sets().prop_map(Has::Any),
        sets().prop_map(Has::All),
    ];
    let leaf = prop_oneof![
        (0..4000u32).prop_map(|it| Expr::Number(f64::from(it) / 16.0)),
        "[^']{0,5}".prop_map(Expr::Text),
        names().prop_map(Expr::Var),
        calls().prop_map(Expr::Call),
        (names(), has).prop_map(|(var, test)| Expr::Has { var, test }),
    ];
    leaf.prop_recursive(5, 40, 4, |tree| {
        const ARITHS: [ArithOp; 4] = [ArithOp::Add, ArithOp::Subtract, ArithOp::Multiply, ArithOp::Divide];
        const COMPARES: [CompareOp; 6] = [
            CompareOp::Equal,
            CompareOp::NotEqual,
            CompareOp::Less,
            CompareOp::LessOrEqual,
            CompareOp::Greater,
            CompareOp::GreaterOrEqual,
        ];
        let (arith, compare) =
            (proptest::sample::select(&ARITHS[..]), proptest::sample::select(&COMPARES[..]));
        let (arith, compare) = (arith.boxed(), compare.boxed());
        let two = || (tree.clone().prop_map(Box::new), tree.clone().prop_map(Box::new));
        prop_oneof![
            (two(), arith).prop_map(|((left, right), op)| Expr::Arith(left, op, right)),
            (two(), compare).prop_map(|((left, right), op)| Expr::Compare(left, op, right)),
            (tree.clone().prop_map(Box::new), sets(), any::<bool>())
                .prop_map(|(value, set, negated)| Expr::In { value, set, negated }),
            tree.clone().prop_map(|it| Expr::Not(Box::new(it))),
            proptest::collection::vec(tree.clone(), 2..4).prop_map(Expr::And),
            proptest::collection::vec(tree.clone(), 2..4).prop_map(Expr::Or),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_as_the_same_tree(tree in trees()) {
        let text = tree.to_string();
        prop_assume!(text.len() <= 4096);
        prop_assert_eq!(parse(&text), Ok(tree), "{}", text);
    }

    #[test]
    fn any_words_of_the_grammar_are_read_and_printed_or_refused(
        words in proptest::collection::vec(proptest::sample::select(&[
            "x", "sat.price", "r.1", "1", "2.5", "'a'", "(", ")", "[", "]", ",", "..", "==", "<", "+", "-", "*", "/",
            "and", "or", "not", "in", "has", "any", "all", "count(", "seconds()", "YEAR",
        ][..]), 0..14),
    ) {
        let text = words.join(" ");
        match parse(&text) {
            Ok(tree) => prop_assert_eq!(parse(&tree.to_string()), Ok(tree)),
            Err(fault) => {
                prop_assert!(text.get(fault.span.start as usize..fault.span.end as usize).is_some());
                prop_assert!(fault.message.ends_with('.') && !fault.mend.is_empty());
            }
        }
    }

    #[test]
    fn no_text_panics_the_reader(text in "\\PC{0,40}") {
        if let Err(fault) = parse(&text) {
            prop_assert!(text.get(fault.span.start as usize..fault.span.end as usize).is_some());
        }
    }
}
