//! Routes and their description, declared once: what is served is what `/openapi.json` says.

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::{Json, Router};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, ResponseBuilder};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use super::{
    articles, audit, autopilot, conversations, dead_letters, fall_back, knowledge, lessons, probes,
    rehearsals, replays, reports, rules, stream, suggestions, surveys,
};
use crate::web::pages::ARTICLE_BYTES_MAX;
use crate::web::rules::BODY_BYTES_MAX;
use crate::web::state::App;

#[derive(OpenApi)]
#[openapi(
    info(title = "Banister", description = "AI-assisted replies for live chat, with a handrail."),
    modifiers(&Tokens),
    security(("token" = []))
)]
struct Document;

struct Tokens;

impl utoipa::Modify for Tokens {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// The API, with its description at `/openapi.json`.
pub(in crate::web) fn router() -> Router<App> {
    let (router, mut document) = described().split_for_parts();
    tell_of_rights(&mut document);
    router.route("/openapi.json", get(async move || Json(document)))
}

/// Whatever wants to know who calls may also answer that they may not.
fn tell_of_rights(document: &mut utoipa::openapi::OpenApi) {
    let refused = ResponseBuilder::new()
        .description("A key without the scope that `scope` names, a role without the right, or a session without its token")
        .content("application/problem+json", Content::new(Some(Ref::from_schema_name("Problem"))))
        .build();
    for item in document.paths.paths.values_mut() {
        for operation in
            [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten()
        {
            if operation.responses.responses.contains_key("401") {
                operation
                    .responses
                    .responses
                    .entry("403".to_owned())
                    .or_insert_with(|| refused.clone().into());
            }
        }
    }
}

pub(super) fn described() -> OpenApiRouter<App> {
    leaving(OpenApiRouter::with_openapi(Document::openapi()))
        .routes(routes!(conversations::list))
        .routes(routes!(conversations::one))
        .routes(routes!(conversations::takeover))
        .routes(routes!(conversations::resume))
        .routes(routes!(conversations::resolve))
        .routes(routes!(conversations::reply))
        .routes(routes!(conversations::tags))
        .routes(routes!(conversations::rubric))
        .routes(routes!(rehearsals::list, rehearsals::begin))
        .routes(routes!(suggestions::list))
        .routes(routes!(suggestions::one))
        .routes(routes!(suggestions::approve))
        .routes(routes!(suggestions::edit))
        .routes(routes!(suggestions::reject))
        .routes(routes!(suggestions::undo))
        .routes(routes!(reports::comparison))
        .routes(routes!(reports::named))
        .routes(routes!(reports::confidence))
        .routes(routes!(reports::spending))
        .routes(routes!(reports::promises))
        .routes(routes!(surveys::list))
        .routes(routes!(articles::list))
        .routes(routes!(articles::one, articles::remove))
        .routes(routes!(articles::create).layer(DefaultBodyLimit::max(ARTICLE_BYTES_MAX)))
        .routes(routes!(articles::change).layer(DefaultBodyLimit::max(ARTICLE_BYTES_MAX)))
        .routes(routes!(knowledge::search))
        .routes(routes!(dead_letters::list))
        .routes(routes!(dead_letters::replay))
        .routes(routes!(audit::list))
        .routes(routes!(rules::show, rules::put).layer(DefaultBodyLimit::max(BODY_BYTES_MAX)))
        .routes(routes!(rules::try_out).layer(DefaultBodyLimit::max(BODY_BYTES_MAX)))
        .routes(routes!(rules::versions))
        .routes(routes!(lessons::list))
        .routes(routes!(lessons::one))
        .routes(routes!(lessons::adopt))
        .routes(routes!(lessons::dismiss))
        .routes(routes!(replays::list, replays::begin).layer(DefaultBodyLimit::max(BODY_BYTES_MAX)))
        .routes(routes!(replays::one))
        .routes(routes!(stream::stream))
        .routes(routes!(probes::healthz))
        .routes(routes!(probes::readyz))
        .routes(routes!(probes::metrics))
}

/// What leaves without an owner.
fn leaving(router: OpenApiRouter<App>) -> OpenApiRouter<App> {
    router
        .routes(routes!(autopilot::show))
        .routes(routes!(autopilot::pause))
        .routes(routes!(autopilot::resume))
        .routes(routes!(autopilot::allow))
        .routes(routes!(autopilot::forbid))
        .routes(routes!(fall_back::list))
        .routes(routes!(fall_back::send_all_the_same))
        .routes(routes!(autopilot::certificates))
        .routes(routes!(autopilot::restart))
        .routes(routes!(autopilot::log))
        .routes(routes!(autopilot::sent))
        .routes(routes!(autopilot::wrong))
        .routes(routes!(autopilot::fine))
        .routes(routes!(autopilot::stop))
        .routes(routes!(rehearsals::end))
        .routes(routes!(rehearsals::judge))
}
