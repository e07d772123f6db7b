//! Switch and gates in the random stories: what happens to them elsewhere, and what a reply that leaves by itself stands on.

use std::sync::Arc;

use super::properties::Seen;
use super::world::World;
use crate::domain::autopilot::tests::flying;
use crate::domain::autopilot::{Alpha, Fallen, Judged};
use crate::domain::gate::{EpochReason, GateInput, Mode};
use crate::domain::{Autonomy, Event, MessageKind, Outgoing};

/// Something happens to switch or gates that this conversation hears nothing of.
pub(super) fn elsewhere(world: &mut World, what: usize) {
    let at = world.now;
    let pilot = world.pilot();
    match what {
        0 => pilot.switch.paused = !pilot.switch.paused,
        1 => pilot.switch.allowed = !pilot.switch.allowed,
        2 => pilot.reachable = !pilot.reachable,
        3 => pilot.attended = !pilot.attended,
        4 => {
            pilot.fallen =
                if pilot.fallen.holds("") { Fallen::default() } else { Fallen::of([String::new()]) }
        }
        5 => {
            let mut line = pilot.line(Alpha::Five, at);
            line.take(&GateInput::Epoch { reason: EpochReason::ByHand, at }, "s");
            pilot.lines.insert(Alpha::Five, Arc::new(line));
        }
        _ => *pilot = flying(at),
    }
}

pub(super) fn judged(world: &World, which: usize, wrong: bool) -> Option<Event> {
    let replies = &world.c.replies;
    let reply = replies.get(which.checked_rem(replies.len())?)?;
    let judged = if wrong { Judged::Wrong } else { Judged::Fine };
    Some(Event::SentJudged { suggestion: reply.suggestion, judged, by: "Ada".to_owned() })
}

/// The reply leaves by the clock or with its draft, on a certificate that whoever looks at switch and gate finds live.
pub(super) fn certified(world: &World, seen: &Seen<'_>, outgoing: &Outgoing) -> bool {
    let Some((pilot, gated)) = world.policy.autopilot.as_ref().zip(outgoing.gated.as_ref()) else {
        return false;
    };
    let line = pilot.line(gated.alpha, world.now);
    let (autonomy, _) = world.policy.settings.of_topic(&gated.topic);
    outgoing.kind == MessageKind::AutoSent
        && matches!(seen.event, Event::ClockReached | Event::DraftArrived { .. })
        && pilot.switch.allowed
        && !pilot.switch.paused
        && pilot.reachable
        && autonomy == Autonomy::Auto
        && !pilot.fallen.holds(&gated.topic)
        && line.gate.mode() == Mode::Auto
        && line.gate.epoch() == gated.epoch
        && line.gate.tau().is_some_and(|tau| gated.score >= tau)
        && world.policy.rulebook.screen_reply(&outgoing.text).is_empty()
}
