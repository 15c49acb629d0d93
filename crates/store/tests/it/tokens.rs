//! Tokens for programs.

use store::people::{self, Role};
use store::tokens::{self, ApiToken, NewToken, Right};
use store::{Db, Error, audit};
use survey::{Moment, PersonId, SurveyId};

use crate::field::{Field, field};

const DAY: i64 = 86_400_000;

async fn li(db: &Db) -> PersonId {
    people::add(db, "Li", None, &[Role::Owner], "test", Moment(1)).await.unwrap()
}

fn new(person: PersonId, survey: Option<&SurveyId>) -> NewToken {
    NewToken {
        name: "warehouse".into(),
        person,
        survey: survey.cloned(),
        rights: vec![Right::Data, Right::Field],
        expires_at: Moment(10 * DAY),
    }
}

async fn found(field: &Field, secret: &str) -> ApiToken {
    tokens::by_secret(&field.db, secret).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_token_is_known_by_its_secret_until_it_expires_or_is_revoked() {
    let field = field([1, 1, 1, 1]).await;
    let li = li(&field.db).await;
    let id = tokens::make(&field.db, "open", new(li, Some(&field.survey)), "Li", Moment(5)).await.unwrap();
    assert_eq!(tokens::by_secret(&field.db, "close").await.unwrap(), None);
    let token = found(&field, "open").await;
    assert_eq!((token.id, token.maker.as_str()), (id, "Li"));
    assert_eq!((token.rights.as_slice(), token.survey.as_ref()), (&Right::ALL[..], Some(&field.survey)));
    assert!(token.holds(Moment(10 * DAY - 1)) && !token.holds(Moment(10 * DAY)));
    tokens::revoke(&field.db, (&field.survey, id), false, "Li", Moment(6)).await.unwrap();
    tokens::revoke(&field.db, (&field.survey, id), false, "Li", Moment(7)).await.unwrap();
    let token = found(&field, "open").await;
    assert!(!token.holds(Moment(7)));
    assert_eq!(token.revoked_at, Some(Moment(6)));
}

#[tokio::test]
async fn one_for_the_house_is_in_the_list_of_every_survey_and_revoked_only_for_the_house() {
    let field = field([1, 1, 1, 1]).await;
    let li = li(&field.db).await;
    let id = tokens::make(&field.db, "all", new(li, None), "Li", Moment(5)).await.unwrap();
    tokens::make(&field.db, "one", new(li, Some(&field.survey)), "Li", Moment(5)).await.unwrap();
    let list = tokens::list(&field.db, &field.survey).await.unwrap();
    let scopes: Vec<_> = list.iter().map(|it| it.survey.clone()).collect();
    assert_eq!(scopes, [Some(field.survey.clone()), None]);
    assert_eq!(tokens::list(&field.db, &SurveyId("other".into())).await.unwrap().len(), 1);
    let refused = tokens::revoke(&field.db, (&field.survey, id), false, "Li", Moment(6)).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    tokens::revoke(&field.db, (&field.survey, id), true, "Li", Moment(6)).await.unwrap();
    assert!(!found(&field, "all").await.holds(Moment(7)));
}

#[tokio::test]
async fn use_is_written_once_a_minute_and_noted_once_a_day() {
    let field = field([1, 1, 1, 1]).await;
    let li = li(&field.db).await;
    tokens::make(&field.db, "open", new(li, Some(&field.survey)), "Li", Moment(5)).await.unwrap();
    let mut seen = Vec::new();
    for at in [10, 20, 59_000, 60_010, DAY + 1, DAY + 2, DAY + 70_000] {
        tokens::used(&field.db, &found(&field, "open").await, Moment(at)).await.unwrap();
        seen.push(found(&field, "open").await.last_used_at.unwrap().0);
    }
    assert_eq!(seen, [10, 10, 10, 60_010, DAY + 1, DAY + 1, DAY + 70_000]);
    let wanted = audit::log::Wanted { deed: "token_used".into(), ..audit::log::Wanted::default() };
    let rows = audit::log::rows(&field.db, &wanted, None, 9).await.unwrap();
    assert_eq!(rows.iter().map(|it| it.key.at.0).collect::<Vec<_>>(), [DAY + 1, 10]);
}

#[tokio::test]
async fn the_tokens_of_somebody_who_leaves_are_revoked_and_do_not_come_back() {
    let field = field([1, 1, 1, 1]).await;
    li(&field.db).await;
    let wang = people::add(&field.db, "Wang", None, &[Role::Owner], "test", Moment(1)).await.unwrap();
    tokens::make(&field.db, "open", new(wang, None), "Wang", Moment(5)).await.unwrap();
    people::leave(&field.db, wang, "Li", Moment(6)).await.unwrap();
    assert_eq!(tokens::by_secret(&field.db, "open").await.unwrap(), None);
    people::come_back(&field.db, wang, "Li", Moment(7)).await.unwrap();
    assert!(!found(&field, "open").await.holds(Moment(8)));
}
