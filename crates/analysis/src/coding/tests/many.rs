//! Thousands of texts.

use super::super::alike::Texts;

/// Five thousand different texts of common words, Chinese and English, always the same.
fn texts() -> Vec<String> {
    let chinese =
        "价格便宜方便快捷售后服务态度很好东西质量不错物流太慢朋友推荐习惯了比较多选择实惠没有差评客服回复";
    let chinese: Vec<char> = chinese.chars().collect();
    let english = [
        "cheap", "price", "fast", "friends", "service", "slow", "quality", "good", "bad", "delivery", "the",
        "is", "and", "very", "not", "easy", "use", "refund", "seller", "choice",
    ];
    let mut state = 7_u64;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut text = |_| match next(2) {
        0 => {
            let words = (0..4 + next(6)).map(|_| {
                let at = next(chinese.len() / 2) * 2;
                chinese[at..at + 2].iter().collect::<String>()
            });
            words.collect::<String>()
        }
        _ => (0..4 + next(8)).map(|_| english[next(english.len())]).collect::<Vec<_>>().join(" "),
    };
    (0..5000).map(&mut text).collect()
}

#[test]
fn five_thousand_texts_are_grouped_alike_each_time() {
    let texts = texts();
    let all = Texts::new(texts.iter().map(String::as_str));
    let groups = all.groups(0..texts.len());
    assert!(groups.len() > 100 && groups.len() < 2000, "{} groups", groups.len());
    assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), texts.len());
    assert_eq!(groups, Texts::new(texts.iter().map(String::as_str)).groups(0..texts.len()));
}
