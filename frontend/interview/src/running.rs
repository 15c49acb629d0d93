//! The interview on this page: what the server knows of it, what is shown, and what waits to be sent.

use std::cell::RefCell;

use survey::outbox::{self, Post, Stand};
use survey::portable::handout::Handout;
use survey::{Go, Interview, Moment, Questionnaire, Token, interview};
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

use crate::dom::{after, after_paint, by_id, document, focus, window};
use crate::kept::{self, Record, Typed};
use crate::notice::{self, Voice};
use crate::page::{self, Drawn};
use crate::{ready, send, ways};

/// The interview on this page. There is one, and one thread.
pub struct Running {
    pub form: HtmlFormElement,
    pub token: Token,
    /// It lives as long as the page.
    pub handout: &'static Handout,
    /// As the server is known to have it.
    pub known: Interview,
    /// As it is shown: with all that was posted.
    pub shown: Interview,
    pub stand: Stand,
    pub outbox: Vec<Post>,
    /// The server has taken its first page.
    pub begun: bool,
    /// What posts say beside their page, where that is not in the document any more.
    pub aside: Vec<(String, String)>,
    drawn: Vec<Drawn>,
    /// When the page came to the screen, and how long it had been there before: in milliseconds.
    since: f64,
    spent: i64,
    /// The language was changed: the rest of the document follows when all is sent.
    pub turns: bool,
}

thread_local! {
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

/// Does something with the interview on this page, if it was taken over.
pub fn with<T>(act: impl FnOnce(&mut Running) -> T) -> Option<T> {
    RUNNING.with(|it| it.try_borrow_mut().ok()?.as_mut().map(act))
}

/// Takes over the form on the page. Where anything is missing for that, the form goes on as it is.
pub async fn take_over(handout: Vec<u8>) {
    let found = document().query_selector("form[data-handout]").ok().flatten();
    let Some(form) = found.and_then(|it| it.dyn_into::<HtmlFormElement>().ok()) else { return };
    if let Some(running) = begin(form, &handout).await {
        RUNNING.set(Some(running));
        ways::listen();
        with(|it| {
            it.typed();
            after(ready::LATER, || with(Running::rehearse).unwrap_or_default());
            ready::prepare(it.handout, &it.shown);
        });
        send::wake();
    }
}

/// What is needed to go on: the questionnaire, the interview, and what was kept of it.
async fn begin(form: HtmlFormElement, handout: &[u8]) -> Option<Running> {
    let data = |name: &str| form.get_attribute(&format!("data-{name}"));
    let mut token = Token::parse(&data("token")?)?;
    let begun = send::action(&form).starts_with("/i/");
    let key = key(&form, &token, begun);
    // Storage that is refused is found out here, before anything is taken over.
    let record = kept::read(&key).await.ok()?;
    if let Some(kept) = record.as_ref().filter(|_| !begun).and_then(|it| Token::parse(&it.token)) {
        token = kept;
    }
    if !kept::is_only(token.as_str()).await {
        return None;
    }
    let mut handout: Handout = postcard::from_bytes(handout).ok()?;
    let known = match begun {
        true => postcard::from_bytes(&send::fetch(&format!("/i/{token}/interview"), &data("word")?).await?)
            .ok()?,
        false => {
            let lang = document().document_element()?.get_attribute("lang").unwrap_or_default();
            interview::begin(&handout.questionnaire, &lang, token.seed(), now())
        }
    };
    handout.questionnaire.index();
    let running =
        start(form, token, Box::leak(Box::new(handout)), known, (begun, record.unwrap_or_default()));
    kept::sweep(&key).await;
    Some(running)
}

/// Puts together what the server knows, what was kept, and what is on the screen.
fn start(
    form: HtmlFormElement,
    token: Token,
    handout: &'static Handout,
    known: Interview,
    (begun, record): (bool, Record),
) -> Running {
    let questionnaire = &handout.questionnaire;
    let Record { aside, outbox, typed, .. } = record;
    let (outbox, mut shown, stand) = outbox::resume(questionnaire, &known, outbox, now());
    let typed_before = restore(questionnaire, &form, &mut shown, &typed);
    let untouched = outbox.is_empty() && typed_before.is_none();
    let adopted = page::adopt(&form, handout, &shown).filter(|_| untouched);
    let drawn = adopted.unwrap_or_else(|| page::draw(&form, handout, &shown));
    // The server may have had all that was typed: the focus still stands where it stood, unless it was moved since.
    let is_idle = document().active_element().is_none_or(|it| it.tag_name() == "BODY");
    let is_same = (typed.turn, &typed.page) == (shown.turn, &questionnaire.pages[shown.page as usize].name);
    if let Some(it) = by_id(&typed.focus).filter(|_| typed_before.is_some() || (is_same && is_idle)) {
        // After the heading, which a page that was drawn here gives the focus to.
        after_paint(move || focus(&it));
    }
    notice::prepare(&form);
    let spent = if typed.turn == shown.turn { typed.spent } else { 0 };
    let turns = false;
    let since = clock();
    let running = Running {
        form,
        token,
        handout,
        known,
        shown,
        stand,
        outbox,
        begun,
        aside,
        drawn,
        since,
        spent,
        turns,
    };
    if running.stand == Stand::Waits {
        running.voice().wait();
    }
    ways::mark(running.can_go_back());
    running
}

/// What was typed before the tab was closed is typed again, unless something is typed on the page already.
fn restore<'a>(
    questionnaire: &Questionnaire,
    form: &HtmlFormElement,
    shown: &mut Interview,
    typed: &'a Typed,
) -> Option<&'a Typed> {
    let page = &questionnaire.pages[shown.page as usize];
    if typed.page != page.name || typed.turn != shown.turn {
        return None;
    }
    let given = |fields: &[(String, String)]| -> Vec<(String, String)> {
        fields.iter().filter(|(_, text)| !text.is_empty()).cloned().collect()
    };
    let kept = shown.drafts.get(&page.name).map(|it| given(&it.fields)).unwrap_or_default();
    let all: Vec<String> = page.questions().map(|it| it.var.clone()).collect();
    let on_screen = given(&page::fields(form, page, &all, shown));
    let untouched = on_screen.iter().all(|it| kept.contains(it));
    // What was saved as the tab closed may have reached the server after it had drawn this page.
    let differs = given(&typed.fields) != kept || given(&typed.fields) != on_screen;
    interview::type_in(questionnaire, shown, None, if untouched { &typed.fields } else { &[] });
    (untouched && differs).then_some(typed)
}

impl Running {
    /// The page of the questionnaire where it stands.
    pub fn page(&self) -> &'static survey::Page {
        &self.handout.questionnaire.pages[self.shown.page as usize]
    }

    /// Whoever has something to say under the buttons.
    pub fn voice(&self) -> Voice<'_> {
        Voice { form: &self.form, handout: self.handout, lang: &self.shown.lang }
    }

    /// Whether Back leads anywhere.
    pub fn can_go_back(&self) -> bool {
        self.stand == Stand::Page && page::has_back(&self.form)
    }

    /// Something was typed: the page follows, and it is kept.
    pub fn typed(&mut self) {
        self.take_in();
        page::update(&self.form, self.handout, &self.shown, &mut self.drawn);
        self.keep();
    }

    /// Takes in what stands in the form.
    fn take_in(&mut self) {
        let page = self.page();
        let fields = page::fields(&self.form, page, &page::seen(&self.drawn), &self.shown);
        interview::type_in(&self.handout.questionnaire, &mut self.shown, None, &fields);
    }

    fn as_post(&self, go: Go, lang: Option<String>) -> Post {
        let page = self.page();
        let draft = self.shown.drafts.get(&page.name);
        Post {
            id: format!("{:x}{:x}", random(), random()),
            page: page.name.clone(),
            turn: self.shown.turn,
            go,
            seen: page::seen(&self.drawn),
            spent: self.spent(),
            fields: draft.map(|it| it.fields.clone()).unwrap_or_default(),
            lang,
        }
    }

    /// Next is pressed in a copy, and another page drawn that nobody sees: what a browser does for the first time
    /// takes twice as long.
    fn rehearse(&mut self) {
        let mut copy = self.shown.clone();
        outbox::take(&self.handout.questionnaire, &mut copy, &self.as_post(Go::Next, None), now());
        let last = self.handout.questionnaire.pages.len() as u32 - 1;
        copy.page = (self.shown.page + 1).min(last);
        page::rehearse(self.handout, &copy);
    }

    /// A page is posted: the next one is shown at once, unless only the server can say which.
    pub fn post(&mut self, go: Go, lang: Option<String>) {
        self.take_in();
        let post = self.as_post(go, lang);
        if self.outbox.is_empty() {
            self.aside = page::aside(&self.form, self.page());
        }
        self.turns |= post.lang.is_some();
        self.stand = outbox::take(&self.handout.questionnaire, &mut self.shown, &post, now());
        self.outbox.push(post);
        match self.stand {
            Stand::Page => self.draw(),
            Stand::Waits => self.voice().wait(),
        }
        // First the page is painted: until then what was typed on it is kept already.
        after_paint(|| {
            with(|it| {
                it.keep();
                ready::prepare(it.handout, &it.shown);
            });
            send::wake();
        });
    }

    /// Draws the page where it stands.
    pub fn draw(&mut self) {
        self.drawn = page::draw(&self.form, self.handout, &self.shown);
        (self.since, self.spent) = (clock(), 0);
        ways::mark(self.can_go_back());
    }

    /// How long the page has been on the screen, in milliseconds.
    fn spent(&self) -> i64 {
        self.spent + (clock() - self.since) as i64
    }

    /// Keeps everything that the server may not have.
    pub fn keep(&self) {
        let page = self.page();
        let focus = document().active_element().map(|it| it.id()).unwrap_or_default();
        let fields = self.shown.drafts.get(&page.name).map(|it| it.fields.clone()).unwrap_or_default();
        let typed =
            Typed { page: page.name.clone(), turn: self.shown.turn, fields, focus, spent: self.spent() };
        let (token, outbox) = (self.token.to_string(), self.outbox.clone());
        let record = Record { token, aside: self.aside.clone(), outbox, typed };
        let key = key(&self.form, &self.token, self.begun);
        wasm_bindgen_futures::spawn_local(async move {
            if kept::keep(&key, &record).await.is_err() {
                with(|it| it.voice().not_kept());
            }
        });
    }
}

/// What a record is found by: the token, or the first page as long as the server knows no token.
pub fn key(form: &HtmlFormElement, token: &Token, begun: bool) -> String {
    if begun {
        token.to_string()
    } else {
        send::action(form).split('?').next().unwrap_or_default().to_owned()
    }
}

/// Milliseconds that no change of the clock touches.
fn clock() -> f64 {
    window().performance().map(|it| it.now()).unwrap_or_default()
}

/// What this phone's clock says. Nothing rests on it.
pub fn now() -> Moment {
    Moment(js_sys::Date::now() as i64)
}

fn random() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}
