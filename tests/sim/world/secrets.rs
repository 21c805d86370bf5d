//! The account of choices that are hidden from everybody else, and of the moment they come out.

use super::*;

impl World {
    /// Keeps account of the choices in duels that are hidden from everybody else, and of the moment they come out: what is
    /// shown was stored just before.
    pub(super) fn note_secrets(&mut self) {
        for record in self.disk.take_written() {
            if let Record::Append { id, entry, .. } = record
                && id.worker.title == "duel"
                && let Some((client, seq)) = self.hide(&id, &entry.event)
                && let Some(player) = self.clients.iter().find(|one| one.id == client).map(|one| one.player)
            {
                self.secrets.push(Secret { client, seq, player, until_step: self.step });
            }
        }
    }

    /// What is hidden after an event, and the choice that comes out with it.
    pub(super) fn hide(&mut self, id: &MatchId, event: &Event) -> Option<(ClientId, Seq)> {
        let hidden = self.hidden.entry(id.clone()).or_default();
        match (event, &hidden) {
            (Event::Action { command, .. }, None) => {
                *hidden = Some(command.clone());
                None
            }
            (Event::Action { .. } | Event::Alarm { .. }, Some(_)) => hidden.take(),
            _ => None,
        }
    }

    /// What could be read is gone: the account is made up anew from what is there.
    pub(super) fn note_secrets_anew(&mut self) {
        self.hidden.clear();
        let matches = self.disk.with(|store| store.matches(None, usize::MAX)).unwrap();
        for id in matches.into_iter().filter(|id| id.worker.title == "duel") {
            let history = self.disk.with(|store| store.history(&id)).unwrap().unwrap_or_default();
            for entry in history.entries {
                self.hide(&id, &entry.event);
            }
        }
    }
}
