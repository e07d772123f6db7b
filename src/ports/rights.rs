//! What people and keys may do.

use std::collections::BTreeSet;

/// What a person is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// May everything.
    Owner,
    /// Works the inbox and the chats.
    Agent,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Owner, Self::Agent];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Agent => "agent",
        }
    }

    /// The role of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// Whether people of this role may do it.
    #[must_use]
    pub const fn may(self, scope: Scope) -> bool {
        match self {
            Self::Owner => true,
            Self::Agent => matches!(scope, Scope::Read | Scope::Decide),
        }
    }
}

/// A kind of thing that can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Read chats, suggestions, articles and reports.
    Read,
    /// Approve, edit, reject, reply, take over, resume, resolve.
    Decide,
    /// Write and remove articles.
    Knowledge,
    /// Everything else: rules, settings, people, keys, actions that were given up, the list of who changed what.
    Admin,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Read, Self::Decide, Self::Knowledge, Self::Admin];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Decide => "decide",
            Self::Knowledge => "knowledge",
            Self::Admin => "admin",
        }
    }

    /// The scope of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}

/// What the holder of a key may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scopes {
    /// Everything, also what is yet to come.
    Full,
    /// These.
    Only(BTreeSet<Scope>),
}

/// How [`Scopes::Full`] is spelt.
const FULL: &str = "full";

impl Scopes {
    /// Whether this is among them.
    #[must_use]
    pub fn may(&self, scope: Scope) -> bool {
        match self {
            Self::Full => true,
            Self::Only(scopes) => scopes.contains(&scope),
        }
    }

    /// The words, in a fixed order.
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        match self {
            Self::Full => vec![FULL],
            Self::Only(scopes) => scopes.iter().map(|scope| scope.as_str()).collect(),
        }
    }

    /// Reads words with spaces between them; `None` when one of them is none of ours. No words: no rights.
    #[must_use]
    pub fn parse(words: &str) -> Option<Self> {
        if words.split_whitespace().any(|word| word == FULL) {
            return Some(Self::Full);
        }
        words.split_whitespace().map(Scope::parse).collect::<Option<BTreeSet<_>>>().map(Self::Only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_as_they_went_in_and_unknown_ones_give_no_rights() {
        for words in ["full", "", "read", "read decide", "read decide knowledge admin"] {
            assert_eq!(Scopes::parse(words).map(|scopes| scopes.words().join(" ")).as_deref(), Some(words));
        }
        assert_eq!(Scopes::parse("read everything"), None);
        let some = Scopes::parse("admin read");
        let may = |scope| some.as_ref().is_some_and(|scopes| scopes.may(scope));
        assert_eq!(Scope::ALL.map(may), [true, false, false, true]);
        assert!(Scope::ALL.into_iter().all(|scope| Scopes::Full.may(scope)));
    }

    #[test]
    fn agents_read_and_decide_and_owners_may_everything() {
        assert_eq!(Scope::ALL.map(|scope| Role::Agent.may(scope)), [true, true, false, false]);
        assert_eq!(Scope::ALL.map(|scope| Role::Owner.may(scope)), [true; 4]);
        assert_eq!(Role::ALL.map(|role| Role::parse(role.as_str())), Role::ALL.map(Some));
        assert_eq!(Role::parse("Owner"), None);
    }
}
