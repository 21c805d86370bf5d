//! What is counted of a hub's traffic, for those who run the server. Plain numbers that only rise; whoever publishes them is
//! elsewhere.

/// What a message to a client is, for the counting and for what happens to it when the client can't keep up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// The state of a real-time match at one tick: when a client can't keep up, the newest wins.
    State,
    /// What a match has come to: never left out.
    Moves,
    /// The answer to a command: never left out.
    Answers,
    /// Tables, the list of them, and partners found: never left out.
    Lobby,
    /// Greetings, notices, errors of no command: never left out.
    Other,
}

/// What has been sent, and what has not, since the hub came up. Bytes are those of the messages as MessagePack, before a
/// socket makes JSON or websocket frames of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HubCounts {
    /// Frames of real-time matches that were sent.
    pub frames_sent: u64,
    /// Frames that a client was not sent because it had not acknowledged those before, or waited for a whole view.
    pub frames_skipped: u64,
    /// Whole views that were asked for, for clients that missed frames which tell only changes.
    pub resyncs: u64,
    /// Updates of matches that were sent.
    pub updates_sent: u64,
    /// Answers to commands that were sent.
    pub answers_sent: u64,
    /// Messages about tables and the lobby that were sent.
    pub lobby_sent: u64,
    /// All other messages that were sent.
    pub other_sent: u64,
    /// Bytes of frames.
    pub bytes_state: u64,
    /// Bytes of updates.
    pub bytes_moves: u64,
    /// Bytes of answers.
    pub bytes_answers: u64,
    /// Bytes of messages about tables and the lobby.
    pub bytes_lobby: u64,
    /// Bytes of all other messages.
    pub bytes_other: u64,
    /// Inputs that were passed on to a match.
    pub inputs: u64,
    /// Connections that were ended because their clients read too slowly.
    pub closed_for_pressure: u64,
    /// Connections that were ended because their clients answered no pings.
    pub closed_for_silence: u64,
}

impl HubCounts {
    /// Counts `more` besides.
    pub fn add(&mut self, more: HubCounts) {
        self.frames_sent += more.frames_sent;
        self.frames_skipped += more.frames_skipped;
        self.resyncs += more.resyncs;
        self.updates_sent += more.updates_sent;
        self.answers_sent += more.answers_sent;
        self.lobby_sent += more.lobby_sent;
        self.other_sent += more.other_sent;
        self.bytes_state += more.bytes_state;
        self.bytes_moves += more.bytes_moves;
        self.bytes_answers += more.bytes_answers;
        self.bytes_lobby += more.bytes_lobby;
        self.bytes_other += more.bytes_other;
        self.inputs += more.inputs;
        self.closed_for_pressure += more.closed_for_pressure;
        self.closed_for_silence += more.closed_for_silence;
    }

    /// A message of `class` and so many bytes was sent.
    pub(crate) fn sent(&mut self, class: Class, bytes: usize) {
        let (messages, all) = match class {
            Class::State => (&mut self.frames_sent, &mut self.bytes_state),
            Class::Moves => (&mut self.updates_sent, &mut self.bytes_moves),
            Class::Answers => (&mut self.answers_sent, &mut self.bytes_answers),
            Class::Lobby => (&mut self.lobby_sent, &mut self.bytes_lobby),
            Class::Other => (&mut self.other_sent, &mut self.bytes_other),
        };
        *messages += 1;
        *all += bytes as u64;
    }
}
