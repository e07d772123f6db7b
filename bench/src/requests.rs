//! Signed webhooks, made ahead: the load must not pay for them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

/// The relay's and the source's name.
pub const RELAY: &str = "bench";

/// What signs, as configured.
pub const SECRET: &str = "whsec_aW5ib3VuZC1zZWNyZXQtb2YtdGhlLWJlbmNoLTAwMQ==";

/// Over how many conversations events are spread.
pub const CONVERSATIONS: usize = 500;

/// About a kilobyte with everything around it.
const TEXT_BYTES: usize = 690;

const WORDS: &str = "We have looked at the parcel and it left the warehouse this morning, the number is in the mail \
     that we sent to you, and the carrier says that it arrives within three working days at the address you gave. ";

/// Who speaks in the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// A human on our side: kept, and the assistant stays silent.
    Owner,
    /// The visitor: kept, screened, and (autonomy off) handed to a human.
    Visitor,
}

/// Whole HTTP requests, byte for byte. The first [`CONVERSATIONS`] open one conversation each.
pub fn make(speaker: Speaker, how_many: usize) -> anyhow::Result<Vec<Vec<u8>>> {
    let key = STANDARD.decode(SECRET.trim_start_matches("whsec_"))?;
    let now = jiff::Timestamp::now();
    let text: String = WORDS.chars().cycle().take(TEXT_BYTES).collect();
    (0..how_many).map(|i| request(&key, speaker, now, i, &text)).collect()
}

fn request(
    key: &[u8],
    speaker: Speaker,
    now: jiff::Timestamp,
    i: usize,
    text: &str,
) -> anyhow::Result<Vec<u8>> {
    let id = format!("evt_{:x}_{i:07}", now.as_microsecond());
    // Later events were said later: the relay's clock decides the order within a conversation.
    let said = jiff::Timestamp::from_microsecond(now.as_microsecond() + i64::try_from(i)?)?;
    let direction = match speaker {
        Speaker::Owner => "from_owner",
        Speaker::Visitor => "from_user",
    };
    let body = json!({
        "id": id, "type": "message_sent", "schema": "1", "source": RELAY, "timestamp": said.to_string(),
        "conversation_id": format!("bench-{:03}", conversation(i)),
        "data": {
            "message_id": format!("m{i:07}"), "direction": direction, "text": text, "content_type": "text/plain",
            "private": false, "author": { "id": "a1", "name": "Ada" },
        },
    })
    .to_string();
    let seconds = now.as_second();
    let mut mac = Hmac::<Sha256>::new_from_slice(key)?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let head = format!(
        "POST /v1/relays/{RELAY}/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nwebhook-id: {id}\r\nwebhook-timestamp: {seconds}\r\n\
         webhook-signature: v1,{signature}\r\n\r\n",
        body.len()
    );
    Ok([head.into_bytes(), body.into_bytes()].concat())
}

/// Each once, then scattered.
fn conversation(i: usize) -> usize {
    if i < CONVERSATIONS { i } else { (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) % CONVERSATIONS }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_about_a_kilobyte_and_the_opening_touches_every_conversation() {
        let made = make(Speaker::Visitor, 1).unwrap();
        let body = String::from_utf8(made[0].clone()).unwrap().split("\r\n\r\n").nth(1).unwrap().len();
        assert!((950..=1_100).contains(&body), "{body}");
        let opened: std::collections::HashSet<usize> = (0..CONVERSATIONS).map(conversation).collect();
        assert_eq!(opened.len(), CONVERSATIONS);
    }
}
