//! Matches that begin from a moment of another. Its past is asked of the store when the match is to begin, not when its table
//! is made: nothing of it need be kept meanwhile.

use title::Title;

use super::{Worker, WorkerEffect};
use crate::{
    ids::MatchId,
    messages::{Create, ToRecorder, ToWorker},
    replay,
    store::{History, StoreError},
    wire::Refused,
};

impl<T: Title> Worker<T> {
    /// Asks for the past of `source`, from which a match is to begin. What comes for that one meanwhile waits.
    pub(super) fn ask_for_source(&mut self, source: MatchId, create: Create) {
        let match_id = create.match_id.clone();
        let ask = ToRecorder::Source { match_id: match_id.clone(), source };
        self.out.push(WorkerEffect::Recorder(ask));
        self.loading.insert(match_id, vec![ToWorker::Create(create)]);
    }

    /// The past is here: the match begins, or it turns out that it can't.
    pub(super) fn source_came(&mut self, now_ms: u64, match_id: MatchId, source: Result<Option<History>, StoreError>) {
        let Some(waiting) = self.loading.remove(&match_id) else { return };
        let source = match source {
            Ok(source) => source,
            Err(error) => return self.load_failed(now_ms, match_id, waiting, &error),
        };
        let mut refused = Refused::UNKNOWN_MATCH;
        for message in waiting {
            match message {
                message if self.slots.contains_key(&match_id) => self.with(now_ms, match_id.clone(), message),
                ToWorker::Create(create) => match self.position(&create, source.as_ref()) {
                    Ok(position) => self.begin_from(now_ms, create, Some(position)),
                    Err(why) => {
                        tracing::warn!(%match_id, why = %why.code.0, "a match can't begin from another");
                        refused = why;
                        self.refuse(ToWorker::Create(create), &refused);
                    }
                },
                message => self.refuse(message, &refused),
            }
        }
    }

    /// The game that a match begins with.
    fn position(&self, create: &Create, source: Option<&History>) -> Result<Vec<u8>, Refused> {
        let (Some(fork), Some(source)) = (&create.fork, source) else { return Err(Refused::UNKNOWN_MATCH) };
        if fork.match_id.worker.title != self.id.title {
            return Err(Refused::UNKNOWN_MATCH);
        }
        replay::position::<T>(&fork.match_id, source, fork.at).map(|position| position.game)
    }
}
