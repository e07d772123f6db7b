//! What owners choose about surveys, as a form has it.

use super::choosing::{MINUTE_MS, Texts, in_units, ms, yes_or_no};
use crate::domain::BadChoice;
use crate::domain::survey::{Scale, SurveySettings, Way};

/// The fields as they show what is in force.
pub(super) fn shown(survey: &SurveySettings) -> Texts {
    let yes = |on: bool| if on { "yes" } else { "no" }.to_owned();
    Texts::from([
        ("survey_csat", survey.csat.unwrap_or(Way::Off).as_str().to_owned()),
        ("survey_scale", survey.scale.as_str().to_owned()),
        ("survey_delay_min", in_units(survey.delay_ms, MINUTE_MS)),
        ("survey_after_quiet", yes(survey.after_quiet)),
        ("survey_nps", yes(survey.nps)),
        ("survey_nps_every", survey.nps_every.to_string()),
        ("survey_nps_days", survey.nps_days.to_string()),
        ("survey_name", survey.name.clone().unwrap_or_default()),
    ])
}

fn value<'a>(texts: &'a Texts, name: &str) -> &'a str {
    texts.get(name).map_or("", String::as_str)
}

/// What the form says. A field that was not sent is as in the configuration file; only a name may be empty.
///
/// # Errors
/// Every field that cannot be read, by its own name.
pub(super) fn chosen(texts: &Texts, configured: &SurveySettings) -> Result<SurveySettings, Vec<BadChoice>> {
    let mut faults = Vec::new();
    let text = |name: &str| value(texts, name);
    let mut read = |name: &str, right: &str, known: bool| {
        if !known && !text(name).is_empty() {
            faults.push(BadChoice {
                key: name.to_owned(),
                message: format!("is `{}`; give {right}", text(name)),
            });
        }
    };
    let csat = [Way::Off, Way::Link, Way::Relay].into_iter().find(|way| way.as_str() == text("survey_csat"));
    read("survey_csat", "off, link or relay", csat.is_some());
    let scale = [Scale::Stars, Scale::Faces].into_iter().find(|scale| scale.as_str() == text("survey_scale"));
    read("survey_scale", "stars or faces", scale.is_some());
    let delay = ms(text("survey_delay_min"), MINUTE_MS);
    read("survey_delay_min", "a number of minutes, 0 or more", delay.is_some());
    let after_quiet = yes_or_no(text("survey_after_quiet"));
    read("survey_after_quiet", "yes or no", after_quiet.is_some());
    let nps = yes_or_no(text("survey_nps"));
    read("survey_nps", "yes or no", nps.is_some());
    let every = text("survey_nps_every").parse().ok();
    read("survey_nps_every", "a whole number of chats", every.is_some());
    let days = text("survey_nps_days").parse().ok();
    read("survey_nps_days", "a whole number of days", days.is_some());
    if !faults.is_empty() {
        return Err(faults);
    }
    // A form that does not have the section leaves all of it as it is.
    let sent = !text("survey_csat").is_empty();
    let name = if sent {
        Some(text("survey_name").to_owned()).filter(|name| !name.is_empty())
    } else {
        configured.name.clone()
    };
    Ok(SurveySettings {
        // Nothing configured is off, and off is no other choice than nothing.
        csat: csat.filter(|way| *way != Way::Off || configured.csat.is_some()).or(configured.csat),
        nps: nps.unwrap_or(configured.nps),
        scale: scale.unwrap_or(configured.scale),
        delay_ms: delay.unwrap_or(configured.delay_ms),
        after_quiet: after_quiet.unwrap_or(configured.after_quiet),
        nps_every: every.unwrap_or(configured.nps_every),
        nps_days: days.unwrap_or(configured.nps_days),
        name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sent_as_it_was_shown_says_what_is_configured() {
        let configured = SurveySettings {
            csat: Some(Way::Relay),
            scale: Scale::Faces,
            delay_ms: 90_000,
            nps: false,
            name: Some("Fernhill".to_owned()),
            ..SurveySettings::default()
        };
        assert_eq!(chosen(&shown(&configured), &configured), Ok(configured.clone()));
        assert_eq!(chosen(&Texts::new(), &configured), Ok(configured), "a form without the section");
    }

    #[test]
    fn every_field_that_cannot_be_read_is_named() {
        let mut texts = shown(&SurveySettings::default());
        for name in ["survey_csat", "survey_scale", "survey_delay_min", "survey_nps", "survey_nps_every"] {
            texts.insert(name, "soon".to_owned());
        }
        let named: Vec<String> =
            chosen(&texts, &SurveySettings::default()).unwrap_err().into_iter().map(|bad| bad.key).collect();
        assert_eq!(
            named,
            ["survey_csat", "survey_scale", "survey_delay_min", "survey_nps", "survey_nps_every"]
        );
    }
}
