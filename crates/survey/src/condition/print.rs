//! Tree to text: what is printed reads back as the same tree.

use std::fmt::{self, Display, Formatter};

use super::{ArithOp, Call, CompareOp, Expr, Has, Member, Name};

/// How tightly each rule of the grammar binds; a looser tree inside a tighter rule needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    Or,
    And,
    Not,
    Test,
    Sum,
    Term,
    Factor,
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Number(it) => it.fmt(f),
            Expr::Text(it) => write!(f, "'{it}'"),
            Expr::Var(it) => it.fmt(f),
            Expr::Call(it) => it.fmt(f),
            Expr::Arith(left, op, right) => {
                let (first, second) = match op {
                    ArithOp::Add | ArithOp::Subtract => (Rule::Sum, Rule::Term),
                    ArithOp::Multiply | ArithOp::Divide => (Rule::Term, Rule::Factor),
                };
                write!(f, "{} {op} {}", Inside(left, first), Inside(right, second))
            }
            Expr::Compare(left, op, right) => {
                write!(f, "{} {op} {}", Inside(left, Rule::Sum), Inside(right, Rule::Sum))
            }
            Expr::In { value, set, negated } => {
                let word = if *negated { "not in" } else { "in" };
                write!(f, "{} {word} {}", Inside(value, Rule::Sum), Set(set))
            }
            Expr::Has { var, test } => write!(f, "{var} has {test}"),
            Expr::Not(it) => write!(f, "not {}", Inside(it, Rule::Not)),
            Expr::And(parts) => joined(f, parts, " and ", Rule::Not),
            Expr::Or(parts) => joined(f, parts, " or ", Rule::And),
        }
    }
}

/// A tree where the grammar wants at least this rule.
struct Inside<'a>(&'a Expr, Rule);

impl Display for Inside<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Inside(expr, least) = self;
        if rule(expr) < *least { write!(f, "({expr})") } else { expr.fmt(f) }
    }
}

fn rule(expr: &Expr) -> Rule {
    match expr {
        Expr::Number(_) | Expr::Text(_) | Expr::Var(_) | Expr::Call(_) => Rule::Factor,
        Expr::Arith(_, ArithOp::Add | ArithOp::Subtract, _) => Rule::Sum,
        Expr::Arith(_, ArithOp::Multiply | ArithOp::Divide, _) => Rule::Term,
        Expr::Compare(..) | Expr::In { .. } | Expr::Has { .. } => Rule::Test,
        Expr::Not(_) => Rule::Not,
        Expr::And(_) => Rule::And,
        Expr::Or(_) => Rule::Or,
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Expr], between: &str, least: Rule) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        let between = if at == 0 { "" } else { between };
        write!(f, "{between}{}", Inside(part, least))?;
    }
    Ok(())
}

/// Members in brackets; a range by itself needs none.
struct Set<'a>(&'a [Member]);

impl Display for Set<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let [range @ Member::Range(..)] = self.0 {
            return range.fmt(f);
        }
        let members: Vec<String> = self.0.iter().map(Member::to_string).collect();
        write!(f, "[{}]", members.join(", "))
    }
}

impl Display for Member {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Member::Number(it, _) => it.fmt(f),
            Member::Text(it, _) => write!(f, "'{it}'"),
            Member::Range(low, high, _) => write!(f, "{low}..{high}"),
        }
    }
}

impl Display for Has {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Has::One(code, _) => code.fmt(f),
            Has::Any(set) => write!(f, "any {}", Set(set)),
            Has::All(set) => write!(f, "all {}", Set(set)),
        }
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.part {
            Some(part) => write!(f, "{}.{part}", self.var),
            None => f.write_str(&self.var),
        }
    }
}

impl Display for Call {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Call::Answered(it) => write!(f, "answered({it})"),
            Call::Count(it) => write!(f, "count({it})"),
            Call::Mean(it) => write!(f, "mean({it})"),
            Call::Seconds(None) => f.write_str("seconds()"),
            Call::Seconds(Some(it)) => write!(f, "seconds({it})"),
            Call::LongString(it) => write!(f, "longstring({it})"),
            Call::Trapped(it) => write!(f, "trapped({it})"),
            Call::Junk(it) => write!(f, "junk({it})"),
            Call::Duplicate => f.write_str("duplicate(device)"),
        }
    }
}

impl Display for ArithOp {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ArithOp::Add => "+",
            ArithOp::Subtract => "-",
            ArithOp::Multiply => "*",
            ArithOp::Divide => "/",
        })
    }
}

impl Display for CompareOp {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CompareOp::Equal => "==",
            CompareOp::NotEqual => "!=",
            CompareOp::Less => "<",
            CompareOp::LessOrEqual => "<=",
            CompareOp::Greater => ">",
            CompareOp::GreaterOrEqual => ">=",
        })
    }
}
