//! Promises of the whole room, kept by tests without a server.
