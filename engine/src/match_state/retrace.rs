//! A match played once more from beginning to end, for those who look at it afterwards. It is what a rebuilt match would be at
//! each point, and nobody is told of it but whoever looks.

use title::{Audience, Play, Seats, Title};

use super::{Match, rebuild::RebuildError, snapshot};
use crate::{
    event::Entry,
    ids::{Epoch, MatchId, Rev},
    store::{History, Snapshot},
};

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub enum Again<'a> {
    /// The beginning, which so many entries tell of: one, the start, or all those before a base that can't be played any more.
    Begun(usize),
    /// A tick, on the way to this entry.
    Ticked(&'a Entry),
    /// What this entry says.
    Happened(&'a Entry),
}

impl<T: Title> Match<T> {
    /// Plays `history` again under these rules, from the start or else from the last base, and shows `see` each step: the match
    /// after it, what it was, and what was told. The match it leads to.
    pub fn retrace(
        id: &MatchId,
        history: &History,
        mut see: impl FnMut(&Match<T>, Again<'_>, &[(Audience, T::Note)]),
    ) -> Result<Match<T>, RebuildError> {
        let (mut game, begun) = match history.snapshots.iter().rfind(|snapshot| snapshot.base) {
            Some(base) if base.rules_version != T::INFO.rules_version => {
                return Err(RebuildError::OtherRules(base.rules_version));
            }
            Some(base) => {
                let game = Match::of_snapshot(id.clone(), Epoch(0), base)?;
                let entries = usize::try_from(base.entries).map_err(|_| RebuildError::Snapshot(base.entries))?;
                see(&game, Again::Begun(entries), &[]);
                (game, entries)
            }
            None => {
                let (game, notes) = Match::of_start(id.clone(), Epoch(0), &history.entries)?;
                see(&game, Again::Begun(1), &notes);
                (game, 1)
            }
        };
        for entry in history.entries.get(begun..).ok_or(RebuildError::NoStart)? {
            let ticked = &mut |game: &Match<T>, notes: &Vec<_>| see(game, Again::Ticked(entry), notes);
            let rev = entry.rev.0;
            let notes = game.replay_seen(entry, ticked).map_err(|why| RebuildError::Event { rev, why })?;
            see(&game, Again::Happened(entry), &notes);
        }
        Ok(game)
    }

    /// The game being played.
    pub fn play(&self) -> &Play<T> {
        &self.play
    }

    /// The number of its last event.
    pub fn rev(&self) -> Rev {
        self.rev
    }

    /// The seats that the title was told are away.
    pub fn told_away(&self) -> Seats {
        self.away.iter().filter(|seat| !self.untold.contains(*seat)).collect()
    }

    /// SHA-256 of the game, as a snapshot has it; `None` if its title can't be written down.
    pub fn hash(&self) -> Option<[u8; 32]> {
        snapshot::pack(&self.play).map(|game| snapshot::hash(&game))
    }

    /// The game in a snapshot of these rules: its ticks, and its hash. `None` if it can't be read.
    pub fn peek(id: &MatchId, snapshot: &Snapshot) -> Option<(u64, [u8; 32])> {
        let game = Match::<T>::of_snapshot(id.clone(), Epoch(0), snapshot).ok()?;
        Some((game.play.ticks(), game.hash()?))
    }
}
