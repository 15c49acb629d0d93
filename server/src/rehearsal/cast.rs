//! One robot on its way through one interview.

use survey::rehearse::{Act, Plan, Robot};
use survey::{Interview, Moment, Questionnaire, Token, interview};

/// No page can ask for so many posts; whoever comes to that is going round in circles.
const POSTS: u32 = 2000;

/// One robot and the link to its interview.
pub struct Player<'a> {
    pub token: Token,
    /// The robot's own time.
    pub now: Moment,
    pub interview: Interview,
    posts: u32,
    robot: Robot<'a>,
}

impl<'a> Player<'a> {
    /// The robot with this number, about to begin.
    ///
    /// The half of its token that draws the orders comes from seed and number, so that a rehearsal can be
    /// repeated; the other half, `luck`, keeps the link a secret and different from that of any other rehearsal.
    pub fn new(
        questionnaire: &Questionnaire,
        plan: Option<&'a Plan>,
        (seed, number): (u64, u64),
        luck: u64,
        now: Moment,
    ) -> Player<'a> {
        let orders = mixed(seed ^ mixed(number));
        let token = Token::new(u128::from(orders) << 64 | u128::from(luck));
        let robot = Robot::new(questionnaire, plan, seed, number);
        let interview = interview::begin(questionnaire, questionnaire.lang(None), token.seed(), now);
        Player { token, now, interview, posts: 0, robot }
    }

    /// What it does next.
    pub fn act(&mut self, questionnaire: &Questionnaire) -> Act {
        self.posts += 1;
        let act = self.robot.act(questionnaire, &self.interview);
        match act {
            Act::Post { raw, millis } if self.posts <= POSTS => {
                self.now = self.now.plus(millis);
                Act::Post { raw, millis }
            }
            Act::Post { raw, .. } => {
                Act::GiveUp { page: raw.page.unwrap_or_default(), complaints: Vec::new() }
            }
            Act::DropOut | Act::GiveUp { .. } => act,
        }
    }

    /// Whether its interview is in the database.
    pub fn has_begun(&self) -> bool {
        self.posts > 1
    }
}

/// The last step of SplitMix64: neighbouring numbers give bits that have nothing in common.
fn mixed(number: u64) -> u64 {
    let it = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}
