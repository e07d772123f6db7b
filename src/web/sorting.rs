//! An owner's wish to sort or judge a chat, from a form or a JSON body.

use super::fields::{BadField, Fields};
use super::problem::Problem;
use super::state::App;
use crate::domain::{Event, Rubric};

/// The topics that a request names: `primary`, and `secondary` as a list or as the form's two fields.
pub(super) fn tags(by: String, fields: &Fields) -> Result<Event, BadField> {
    let one = |name: &str| {
        Ok::<_, BadField>(fields.text(name)?.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned))
    };
    let mut secondary = fields.list("secondary")?;
    secondary.extend(one("secondary_1")?);
    secondary.extend(one("secondary_2")?);
    Ok(Event::Tagged { by, primary: one("primary")?, secondary })
}

/// The marks that a request gives.
pub(super) fn rubric(by: String, fields: &Fields) -> Result<Event, BadField> {
    let mark = |name: &str| {
        let mark = fields.whole(name)?;
        u8::try_from(mark).map_err(|_| BadField::new(name, format!("is {mark}; give 1, 2 or 3")))
    };
    let rubric =
        Rubric { clarity: mark("clarity")?, correctness: mark("correctness")?, empathy: mark("empathy")? };
    Ok(Event::Judged { by, rubric })
}

/// Only topics of the owner's list can be given.
pub(super) async fn known(app: &App, event: &Event) -> Result<(), Problem> {
    let Event::Tagged { primary, secondary, .. } = event else { return Ok(()) };
    let topics = app.handbook.topics().await?;
    let unknown = |slug: &&String| !topics.iter().any(|topic| topic.slug == **slug);
    let field = |name: &str, slug: &str| {
        let list: Vec<&str> = topics.iter().filter(|t| !t.retired).map(|t| t.slug.as_str()).collect();
        let list =
            if list.is_empty() { "none yet; add one in the settings".to_owned() } else { list.join(", ") };
        BadField::new(name, format!("`{slug}` is not in the list of topics: {list}"))
    };
    if let Some(slug) = primary.iter().find(unknown) {
        return Err(field("primary", slug).into());
    }
    if let Some(slug) = secondary.iter().find(unknown) {
        return Err(field("secondary", slug).into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_and_a_json_body_name_topics_alike() {
        let form = Fields::from_form(b"primary=shipping&secondary_1=orders&secondary_2=");
        let json =
            Fields::from_json(br#"{"primary":"shipping","secondary":["orders"]}"#, &["primary", "secondary"])
                .unwrap();
        let wanted = Event::Tagged {
            by: "Ada".to_owned(),
            primary: Some("shipping".to_owned()),
            secondary: vec!["orders".to_owned()],
        };
        assert_eq!(tags("Ada".to_owned(), &form), Ok(wanted.clone()));
        assert_eq!(tags("Ada".to_owned(), &json), Ok(wanted));
    }

    #[test]
    fn a_list_that_is_none_and_a_mark_that_is_none_are_named() {
        let bad = Fields::from_json(br#"{"secondary":"orders"}"#, &["secondary"]).unwrap();
        assert_eq!(tags(String::new(), &bad).unwrap_err().field, "secondary");
        let bad = Fields::from_form(b"clarity=3&correctness=999&empathy=1");
        assert_eq!(rubric(String::new(), &bad).unwrap_err().field, "correctness");
    }
}
