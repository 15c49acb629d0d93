//! What sort of device a browser says it runs on.

/// phone, tablet, computer or other; none where the browser says nothing.
///
/// By what it says of itself and no more: a tablet that asks for the pages of a computer, as iPads do, counts as
/// a computer.
pub fn class(user_agent: Option<&str>) -> Option<&'static str> {
    let agent = user_agent?.trim().to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|it| agent.contains(it));
    Some(match () {
        () if agent.is_empty() => return None,
        () if says(&["bot", "crawler", "spider", "curl/", "wget/", "python", "headless"]) => "other",
        () if says(&["ipad", "tablet", "kindle", "silk/", "playbook"]) => "tablet",
        () if says(&["iphone", "ipod", "windows phone", "(phone;"]) => "phone",
        // Android's own rule: without the word it is a tablet.
        () if says(&["android", "openharmony"]) && !agent.contains("mobile") => "tablet",
        () if agent.contains("mobile") => "phone",
        () if says(&["windows nt", "macintosh", "x11", "cros ", "linux x86_64"]) => "computer",
        () => "other",
    })
}

#[cfg(test)]
mod tests {
    use super::class;

    #[test]
    fn a_browser_says_on_what_it_runs() {
        let agents = [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.54",
                "phone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; 23127PN0CC) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 XWEB/1260",
                "phone",
            ),
            (
                "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 Safari/537.36 ArkWeb/4.1 Mobile",
                "phone",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Version/16.6 Mobile/15E148 Safari/604.1",
                "tablet",
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
                "tablet",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
                "computer",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
                "computer",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "computer"),
            ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "other"),
            ("Mozilla/5.0 (SMART-TV; Tizen 6.0) AppleWebKit/538.1", "other"),
        ];
        for (agent, expected) in agents {
            assert_eq!(class(Some(agent)), Some(expected), "{agent}");
        }
        assert_eq!((class(None), class(Some(" "))), (None, None));
    }
}
