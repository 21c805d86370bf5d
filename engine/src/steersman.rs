//! The steersman: holds the controls of bots in real-time matches. It keeps a mind for each, tells it what its seat was shown,
//! and asks it how to steer. It is beside the thinker because a search may take as long as it likes, and a tick won't wait
//! for it. It knows no match: who asks about which bot is the bots' affair.

use std::collections::BTreeMap;

use crate::{
    ids::{HubId, SessionId},
    messages::{BotShown, Sight, Steer, Steered},
    titles::{Mind, Titles},
};

/// The minds of all bots that steer.
pub struct Steersman {
    titles: Titles,
    /// Whose bots they are.
    hub: Option<HubId>,
    minds: BTreeMap<SessionId, Box<dyn Mind>>,
}

impl Steersman {
    /// One who knows no bot yet.
    pub fn new(titles: Titles) -> Steersman {
        Steersman { titles, hub: None, minds: BTreeMap::new() }
    }

    /// How the bots asked about hold their controls, in the order they were asked about.
    pub fn handle(&mut self, steer: Steer) -> Vec<Steered> {
        if self.hub != Some(steer.hub) {
            // Bots that came up anew have other sessions; nobody will ever ask about the old ones.
            self.minds.clear();
            self.hub = Some(steer.hub);
        }
        for bot in steer.left {
            self.minds.remove(&bot);
        }
        steer.shown.into_iter().map(|shown| self.steered(shown)).collect()
    }

    /// How many bots it has a mind for.
    pub fn minds(&self) -> usize {
        self.minds.len()
    }

    fn steered(&mut self, BotShown { bot, generation, sights }: BotShown) -> Steered {
        for sight in sights {
            match sight {
                Sight::Update { title, seat, seed, payload } => {
                    let Ok(offered) = self.titles.get(&title) else { continue };
                    let mind = self.minds.entry(bot).or_insert_with(|| offered.mind(seat, seed));
                    mind.shown(&payload);
                }
                Sight::Frame(payload) => {
                    if let Some(mind) = self.minds.get_mut(&bot) {
                        mind.framed(&payload);
                    }
                }
            }
        }
        let input = self.minds.get_mut(&bot).and_then(|mind| mind.steer());
        Steered { bot, generation, input }
    }
}
