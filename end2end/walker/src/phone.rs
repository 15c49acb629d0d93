//! One respondent with one phone: from the link to an end, or away.

use std::net::SocketAddr;
use std::time::Duration;

use hyper::StatusCode;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::{Distribution, LogNormal};
use survey::rehearse::{Act, Robot};
use survey::{Interview, Moment, Token};
use tokio::time::{Instant, sleep};

use crate::browser::{Answer, Browser};
use crate::form::Page;
use crate::mirror::{Mirror, shown};
use crate::study::Study;

/// Thinking times spread by so much around their mean, as a share of it.
const SPREAD: f64 = 0.6;

/// How respondents behave.
#[derive(Clone, Debug)]
pub struct Habits {
    /// The share that leaves half-way; that of the plan where nothing is said.
    pub dropout: Option<f64>,
    /// How long they look at a page, on average; none where they post at once.
    pub think: Option<Duration>,
    /// Their phones ask for compressed pages, as phones do.
    pub compressed: bool,
    /// Their phones fetch the stylesheet, once each.
    pub styled: bool,
    /// The language of their link; that of the questionnaire where nothing is said.
    pub lang: Option<String>,
}

impl Default for Habits {
    /// Posts at once, leaves as the plan says, asks for compressed pages and no stylesheet.
    fn default() -> Habits {
        Habits { dropout: None, think: None, compressed: true, styled: false, lang: None }
    }
}

/// One page answered: a post, and the page that came after it.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The name of the page that was posted.
    pub page: String,
    /// How long the answer to the post took, and the page behind it.
    pub post: Duration,
    pub get: Duration,
    /// Bytes of HTML that came, and of those on the wire.
    pub html: usize,
    pub wire: usize,
}

/// How far a phone has come.
#[derive(Clone, Debug)]
pub enum Next {
    /// There is another page to answer.
    Page(Turn),
    /// The interview has ended, in the word that the page has for it.
    Ended(Turn, String),
    /// The respondent has left half-way.
    Left,
}

/// How a respondent's way ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// The disposition, in the word that the page has for it: `complete` also where it was rejected.
    Disposition(String),
    /// Left half-way.
    Left,
}

/// What kept a phone from going on.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Failure {
    /// No answer, or half of one: whether the server has done what it was asked is not known.
    #[error("the network failed: {0}")]
    Network(String),
    /// The server answered otherwise than with a page or a way to one.
    #[error("{path} was answered with {status}")]
    Status { path: String, status: u16 },
    /// The interview cannot go on just now, in the word that the page has for it: `rush`, `broken_off`, `expired` …
    #[error("the page says `{0}`")]
    Halted(String),
    /// The server shows something else than the rules say.
    #[error("{0}")]
    Disagreement(String),
    /// The robot finds no answer that the page takes.
    #[error("no way on from the page `{0}`")]
    Stuck(String),
}

/// A respondent's phone.
#[derive(Debug)]
pub struct Phone<'a> {
    /// Which of the study's robots it is.
    pub number: u64,
    study: &'a Study,
    habits: &'a Habits,
    browser: Browser,
    chance: StdRng,
    born: Instant,
    page: Page,
    /// None before the first page has come.
    mirror: Option<Mirror<'a>>,
    /// A form on its way, and the mirror once the server has taken it.
    sent: Option<(Vec<(String, String)>, Mirror<'a>)>,
}

impl<'a> Phone<'a> {
    /// The phone of the robot with this number, which has not gone anywhere yet.
    pub fn new(study: &'a Study, habits: &'a Habits, number: u64, server: SocketAddr) -> Phone<'a> {
        Phone {
            number,
            study,
            habits,
            browser: Browser::new(server, habits.compressed),
            chance: StdRng::seed_from_u64(study.seed ^ number.rotate_left(32)),
            born: Instant::now(),
            page: Page::default(),
            mirror: None,
            sent: None,
        }
    }

    /// The link of its interview; none before the first page has come.
    pub fn token(&self) -> Option<&Token> {
        self.mirror.as_ref().map(|it| &it.token)
    }

    /// Its interview as far as the server has confirmed it; none before the first page has come. Turn 0 means that
    /// nothing was confirmed, and the server need not know it.
    pub fn interview(&self) -> Option<&Interview> {
        self.mirror.as_ref().map(|it| &it.interview)
    }

    /// The interview as it stands if a post without an answer was taken; none where every post was answered.
    pub fn unconfirmed(&self) -> Option<&Interview> {
        self.sent.as_ref().map(|(_, it)| &it.interview)
    }

    /// Talks to a server at another address from now on, as after a restart.
    pub fn move_to(&mut self, server: SocketAddr) {
        self.browser.move_to(server);
    }

    /// Follows the link of the survey to the first page.
    ///
    /// # Errors
    ///
    /// Any [`Failure`]; the phone may arrive again.
    pub async fn arrive(&mut self) -> Result<(), Failure> {
        let questionnaire = &self.study.questionnaire;
        let lang = questionnaire.lang(self.habits.lang.as_deref());
        let path = format!("/s/{}?lang={lang}", questionnaire.survey);
        let page = page_of(&path, &self.browser.get(&path).await?)?;
        let start = page.form.as_ref().and_then(|it| it.hidden("_start")).and_then(Token::parse);
        let Some(token) = start else {
            return Err(Failure::Disagreement(format!("{path} shows {}, and no first page", shown(&page))));
        };
        if self.habits.styled {
            for sheet in &page.stylesheets {
                self.browser.get(sheet).await?;
            }
        }
        let mut robot = Robot::new(questionnaire, self.study.plan.as_ref(), self.study.seed, self.number);
        if let Some(share) = self.habits.dropout {
            let mut draw = || rand::RngExt::random::<f64>(&mut self.chance);
            robot.person.dropout = (draw() < share).then(draw);
        }
        let mirror = Mirror::begin(self.study, robot, token, lang);
        agreed(&mirror, &page)?;
        (self.page, self.mirror) = (page, Some(mirror));
        Ok(())
    }

    /// Answers the page where it stands, and looks at what comes after.
    ///
    /// # Errors
    ///
    /// Any [`Failure`]. After one of the network [`Phone::come_back`] goes on.
    ///
    /// # Panics
    ///
    /// Before the phone has arrived.
    pub async fn turn(&mut self) -> Result<Next, Failure> {
        let mirror = self.mirror.as_mut().expect("a phone arrives before it answers");
        let form = self.page.form.as_ref().ok_or_else(|| Failure::Disagreement(shown(&self.page)))?;
        let answers = match mirror.act() {
            Act::Post { raw, .. } => raw.fields,
            Act::DropOut => return Ok(Next::Left),
            Act::GiveUp { page, .. } => return Err(Failure::Stuck(page)),
        };
        let pairs = form.fill(&answers).map_err(|missing| {
            Failure::Disagreement(format!("{} offers no {}", mirror.standing(), missing.join(", ")))
        })?;
        let now = Moment(i64::try_from(self.born.elapsed().as_millis()).unwrap_or(i64::MAX));
        let after = mirror.posted(&pairs, now);
        let (action, page) = (form.action.clone(), form.hidden("_page").unwrap_or_default().to_owned());
        self.sent = Some((pairs, after));
        self.send(&action, page).await
    }

    /// Opens the interview again after a failure of the network, and finds out whether the last post was taken; if
    /// not, it is sent once more, as it was.
    ///
    /// # Errors
    ///
    /// Any [`Failure`]; a disagreement where the server has forgotten what it had confirmed.
    ///
    /// # Panics
    ///
    /// Before the phone has arrived.
    pub async fn come_back(&mut self) -> Result<Next, Failure> {
        let mirror = self.mirror.as_ref().expect("a phone arrives before it comes back");
        let path = format!("/i/{}", mirror.token);
        let answer = self.browser.get(&path).await?;
        // Nothing is kept of an interview before its first post is taken.
        if answer.status == StatusCode::NOT_FOUND && mirror.interview.turn == 0 {
            return self.send_again().await;
        }
        let page = page_of(&path, &answer)?;
        if let Some((_, after)) = self.sent.take_if(|(_, after)| after.disagrees(&page).is_none()) {
            self.mirror = Some(after);
        } else {
            agreed(mirror, &page)?;
        }
        self.page = page;
        if self.sent.is_some() {
            return self.send_again().await;
        }
        let page = String::new();
        let turn =
            Turn { page, post: Duration::ZERO, get: answer.took, html: answer.body.len(), wire: answer.wire };
        Ok(self.standing(turn))
    }

    /// Opens its interview once more, which changes nothing; how long that took.
    ///
    /// # Errors
    ///
    /// Any [`Failure`].
    pub async fn glance(&mut self) -> Result<Duration, Failure> {
        let Some(mirror) = &self.mirror else { return Ok(Duration::ZERO) };
        let path = format!("/i/{}", mirror.token);
        let answer = self.browser.get(&path).await?;
        agreed(mirror, &page_of(&path, &answer)?)?;
        Ok(answer.took)
    }

    /// Looks at a page for as long as a person would, if they do at all.
    pub async fn think(&mut self) {
        let Some(mean) = self.habits.think else { return };
        let seconds = LogNormal::from_mean_cv(mean.as_secs_f64(), SPREAD).expect("a mean is positive");
        sleep(Duration::from_secs_f64(seconds.sample(&mut self.chance))).await;
    }

    /// Walks from the link to an end, with thinking in between; each page answered is told.
    ///
    /// # Errors
    ///
    /// The first [`Failure`].
    pub async fn walk(&mut self, mut told: impl FnMut(&Turn)) -> Result<End, Failure> {
        self.arrive().await?;
        loop {
            self.think().await;
            match self.turn().await? {
                Next::Page(turn) => told(&turn),
                Next::Ended(turn, word) => {
                    told(&turn);
                    return Ok(End::Disposition(word));
                }
                Next::Left => return Ok(End::Left),
            }
        }
    }

    async fn send_again(&mut self) -> Result<Next, Failure> {
        let form = self.page.form.as_ref().ok_or_else(|| Failure::Disagreement(shown(&self.page)))?;
        let (action, page) = (form.action.clone(), form.hidden("_page").unwrap_or_default().to_owned());
        self.send(&action, page).await
    }

    /// Sends the form that is on its way, and follows the answer to the next page.
    async fn send(&mut self, action: &str, page: String) -> Result<Next, Failure> {
        let Some((pairs, _)) = &self.sent else {
            return Err(Failure::Disagreement(format!("there is nothing to send to {action}")));
        };
        let posted = self.browser.post(action, pairs).await?;
        let Some(path) = posted.location.filter(|_| posted.status == StatusCode::SEE_OTHER) else {
            // A page in place of a way to one says what is the matter.
            let halt = Page::read(&String::from_utf8_lossy(&posted.body)).halt;
            return Err(halt.map_or_else(|| status(action, posted.status), Failure::Halted));
        };
        // The answer confirms the post, whatever becomes of the page behind it.
        self.mirror = self.sent.take().map(|(_, after)| after).or(self.mirror.take());
        let answer = self.browser.get(&path).await?;
        let shown = page_of(&path, &answer)?;
        if let Some(mirror) = &self.mirror {
            agreed(mirror, &shown)?;
        }
        self.page = shown;
        let (html, wire) = (answer.body.len(), answer.wire);
        Ok(self.standing(Turn { page, post: posted.took, get: answer.took, html, wire }))
    }

    fn standing(&self, turn: Turn) -> Next {
        match &self.page.disposition {
            Some(word) => Next::Ended(turn, word.clone()),
            None => Next::Page(turn),
        }
    }
}

/// The page in an answer.
fn page_of(path: &str, answer: &Answer) -> Result<Page, Failure> {
    let page = Page::read(&String::from_utf8_lossy(&answer.body));
    match &page.halt {
        Some(word) => Err(Failure::Halted(word.clone())),
        None if answer.status != StatusCode::OK => Err(status(path, answer.status)),
        None => Ok(page),
    }
}

fn agreed(mirror: &Mirror<'_>, page: &Page) -> Result<(), Failure> {
    match mirror.disagrees(page) {
        Some(what) => Err(Failure::Disagreement(format!("{}: {what}", mirror.token))),
        None => Ok(()),
    }
}

fn status(path: &str, status: StatusCode) -> Failure {
    Failure::Status { path: path.to_owned(), status: status.as_u16() }
}
