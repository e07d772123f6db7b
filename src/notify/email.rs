//! Mail in plain text, with a `Message-ID` that stays the same however often a notice is tried.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Category, Severity};

use super::settings::{EmailSettings, Security};
use super::words;
use crate::ports::{Address, Bulletin, Notifier, NotifyError};

/// Matters in one mail.
const ROOM: usize = 20;

/// Both say the password as it is: the connection is encrypted, or goes no further than the own network.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

/// Sends mail through one server.
pub struct EmailNotifier {
    host: String,
    port: u16,
    security: Security,
    tls: TlsParameters,
    credentials: Option<Credentials>,
    from: Mailbox,
    timeout: Duration,
}

impl std::fmt::Debug for EmailNotifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmailNotifier")
            .field("host", &self.host)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

/// Says to automatic answerers that nobody wrote this.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl EmailNotifier {
    /// Sends through the server of `settings`.
    ///
    /// # Errors
    /// When the sender is no address or the host no name that TLS can check.
    pub fn new(settings: &EmailSettings) -> Result<Self, NotifyError> {
        let never = |detail: String| NotifyError::Never { detail };
        let host = settings.host.trim_matches(['[', ']']).to_owned();
        let credentials = settings.username.clone().zip(settings.password.clone());
        Ok(Self {
            port: settings.port.unwrap_or_else(|| settings.security.port()),
            security: settings.security,
            tls: TlsParameters::new(host.clone()).map_err(|error| never(error.to_string()))?,
            credentials: credentials.map(|(name, password)| Credentials::new(name, password)),
            from: settings.from.parse().map_err(|_| never("`from` is not a mail address".to_owned()))?,
            timeout: Duration::from_millis(settings.timeout_ms),
            host,
        })
    }

    fn message(&self, to: &Address, bulletin: &Bulletin) -> Result<Message, NotifyError> {
        let never = |detail: &str| NotifyError::Never { detail: detail.to_owned() };
        let address = to.email.parse().map_err(|_| never("the account's e-mail is not a mail address"))?;
        let micros = u64::try_from(bulletin.at.0).unwrap_or(0);
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address))
            .subject(words::subject(bulletin)?)
            .message_id(Some(format!("<{}@{}>", bulletin.id, self.from.email.domain())))
            .date(SystemTime::UNIX_EPOCH + Duration::from_micros(micros))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(words::mail(bulletin)?)
            .map_err(|_| never("the mail could not be put together"))
    }

    /// A connection that is as safe as it should be, signed in. Nothing has been sent when it fails.
    async fn connect(&self) -> Result<AsyncSmtpConnection, NotifyError> {
        let refused = |detail: String| NotifyError::Refused { detail, retry_after_ms: None };
        let hello = ClientId::Domain(self.from.email.domain().to_owned());
        let within = self.timeout;
        let connect = async {
            let tls = (self.security == Security::Tls).then(|| self.tls.clone());
            let server = (self.host.as_str(), self.port);
            let mut open =
                AsyncSmtpConnection::connect_tokio1(server, Some(within), &hello, tls, None).await?;
            if self.security == Security::Starttls {
                open.starttls(self.tls.clone(), &hello).await?;
            }
            if let Some(credentials) = &self.credentials {
                open.auth(&MECHANISMS, credentials).await?;
            }
            Ok::<_, lettre::transport::smtp::Error>(open)
        };
        match tokio::time::timeout(within, connect).await {
            Ok(Ok(open)) => Ok(open),
            Ok(Err(error)) => Err(refused(words_of(&error))),
            Err(_) => Err(refused("the mail server did not answer in time".to_owned())),
        }
    }

    async fn hand_over(&self, open: &mut AsyncSmtpConnection, message: &Message) -> Result<(), NotifyError> {
        let envelope: &Envelope = message.envelope();
        let bytes = message.formatted();
        match tokio::time::timeout(self.timeout, open.send(envelope, &bytes)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(sorted(&error)),
            Err(_) => {
                Err(NotifyError::Unknown { detail: "the mail server did not answer in time".to_owned() })
            }
        }
    }
}

#[async_trait]
impl Notifier for EmailNotifier {
    async fn send(&self, to: &Address, bulletin: &Bulletin) -> Result<(), NotifyError> {
        let message = self.message(to, bulletin)?;
        let mut open = self.connect().await?;
        let outcome = self.hand_over(&mut open, &message).await;
        // It has been taken or not, however we part.
        let _best_effort = tokio::time::timeout(Duration::from_secs(1), open.abort()).await;
        outcome
    }

    async fn knock(&self) -> Result<String, NotifyError> {
        let mut open = self.connect().await?;
        let _best_effort = tokio::time::timeout(Duration::from_secs(1), open.abort()).await;
        Ok(format!("{}:{} lets us in", self.host, self.port))
    }

    fn room(&self) -> usize {
        ROOM
    }
}

/// What a failure on the way says: a no of the server is one, whatever else happened may have been a yes.
fn sorted(error: &lettre::transport::smtp::Error) -> NotifyError {
    let detail = words_of(error);
    let Some(code) = error.status() else {
        return NotifyError::Unknown { detail };
    };
    // 5yz is for good, but for what the operator can mend in the server's settings (530, 535: not signed in).
    let for_good =
        code.severity == Severity::PermanentNegativeCompletion && code.category != Category::Unspecified3;
    if for_good {
        return NotifyError::Never { detail };
    }
    NotifyError::Refused { detail, retry_after_ms: None }
}

/// The error with what lies behind it, on one line. It holds the server's words, no word of ours.
fn words_of(error: &lettre::transport::smtp::Error) -> String {
    let mut said = error.to_string();
    let mut behind = std::error::Error::source(error);
    while let Some(cause) = behind {
        let cause_said = cause.to_string();
        if !said.contains(&cause_said) {
            said = format!("{said}: {cause_said}");
        }
        behind = cause.source();
    }
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    crate::domain::notice::excerpt(&format!("the mail server: {line}"), 200)
}
