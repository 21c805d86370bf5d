//! Who a client is: guests, each with a token that this server signed. Nothing is stored about them; the signature is the
//! proof. Accounts would be another way to get a token.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use engine::{code_word, ids::PlayerId, player::Player, wire::Refused};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use title::{Rng, Seed};

use crate::limits::TOKEN_S;

/// The file of the signing key in the data folder.
const KEY_FILE: &str = "identity.key";

/// Signs tokens and reads them.
#[derive(Clone)]
pub struct Identity {
    key: [u8; 32],
}

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    player: PlayerId,
    name: String,
    /// When it runs out, in seconds since 1970.
    expires_s: u64,
}

/// Why a token is no good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It isn't signed by this server's key.
    #[error("the token is not of this server")]
    Forged,
    /// Its time has passed.
    #[error("the token has run out")]
    Expired,
}

impl From<TokenError> for Refused {
    fn from(error: TokenError) -> Refused {
        match error {
            TokenError::Forged => Refused::BAD_TOKEN,
            TokenError::Expired => Refused::EXPIRED_TOKEN,
        }
    }
}

impl Identity {
    /// The identity whose key is in the folder `data`; on the first start, makes one that only the server's user can read.
    pub fn open(data: &Path, fresh: Seed) -> io::Result<Identity> {
        let file = data.join(KEY_FILE);
        match fs::read(&file) {
            Ok(bytes) => {
                let wrong =
                    |_| io::Error::new(io::ErrorKind::InvalidData, format!("{} is no key of 32 bytes", file.display()));
                Ok(Identity { key: bytes.try_into().map_err(|bytes: Vec<u8>| wrong(bytes.len()))? })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut options = OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                options.open(&file)?.write_all(&fresh.0)?;
                Ok(Identity { key: fresh.0 })
            }
            Err(error) => Err(error),
        }
    }

    /// A new guest.
    pub fn guest(rng: &mut Rng) -> Player {
        let pick = |words: &[&str], rng: &mut Rng| (*rng.choose(words).expect("the lists aren't empty")).to_string();
        let name = format!("{} {}", pick(&MANNERS, rng), pick(&ANIMALS, rng));
        Player { id: PlayerId(format!("p-{}{}", code_word::word(rng), code_word::word(rng))), name }
    }

    /// A token for `player` from `now_s` on, and when it runs out.
    pub fn sign(&self, player: &Player, now_s: u64) -> String {
        let claims = Claims { player: player.id.clone(), name: player.name.clone(), expires_s: now_s + TOKEN_S };
        let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).expect("claims are plain text and numbers"));
        let signature = URL_SAFE_NO_PAD.encode(self.mac(&claims).finalize().into_bytes());
        format!("{claims}.{signature}")
    }

    /// Whose token this is, and whether more than half its time has passed, so that it should be renewed.
    pub fn read(&self, token: &str, now_s: u64) -> Result<(Player, bool), TokenError> {
        let (claims, signature) = token.split_once('.').ok_or(TokenError::Forged)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| TokenError::Forged)?;
        self.mac(claims).verify_slice(&signature).map_err(|_| TokenError::Forged)?;
        let claims = URL_SAFE_NO_PAD.decode(claims).map_err(|_| TokenError::Forged)?;
        let Claims { player, name, expires_s } = serde_json::from_slice(&claims).map_err(|_| TokenError::Forged)?;
        if now_s >= expires_s {
            return Err(TokenError::Expired);
        }
        Ok((Player { id: player, name }, expires_s - now_s < TOKEN_S / 2))
    }

    fn mac(&self, claims: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of any length");
        mac.update(claims.as_bytes());
        mac
    }
}

const MANNERS: [&str; 24] = [
    "Quiet", "Brave", "Swift", "Clever", "Gentle", "Bold", "Calm", "Merry", "Proud", "Wise", "Nimble", "Patient",
    "Lucky", "Bright", "Sly", "Steady", "Kind", "Keen", "Silent", "Jolly", "Curious", "Daring", "Modest", "Witty",
];

const ANIMALS: [&str; 24] = [
    "Otter", "Falcon", "Badger", "Heron", "Lynx", "Marten", "Raven", "Fox", "Hare", "Owl", "Stoat", "Crane", "Wolf",
    "Seal", "Robin", "Ibex", "Beaver", "Kite", "Finch", "Magpie", "Hedgehog", "Swan", "Weasel", "Deer",
];

#[cfg(test)]
mod tests {
    use proptest::proptest;

    use super::*;

    fn identity() -> Identity {
        Identity { key: [7; 32] }
    }

    fn player() -> Player {
        Identity::guest(&mut Rng::new(Seed::number(1)))
    }

    #[test]
    fn a_signed_token_is_its_players_until_it_runs_out() {
        let token = identity().sign(&player(), 1_000);
        assert_eq!(identity().read(&token, 1_000), Ok((player(), false)));
        assert_eq!(identity().read(&token, 1_000 + TOKEN_S - 1), Ok((player(), true)));
        assert_eq!(identity().read(&token, 1_000 + TOKEN_S), Err(TokenError::Expired));
    }

    #[test]
    fn another_key_or_a_changed_letter_is_forged() {
        let token = identity().sign(&player(), 1_000);
        assert_eq!(Identity { key: [8; 32] }.read(&token, 1_000), Err(TokenError::Forged));
        for at in 0..token.len() {
            let mut bent = token.clone().into_bytes();
            bent[at] = if bent[at] == b'A' { b'B' } else { b'A' };
            let bent = String::from_utf8(bent).unwrap();
            // The last letter of unpadded base64 has bits that count for nothing, and is refused if they are set.
            assert_eq!(identity().read(&bent, 1_000), Err(TokenError::Forged), "letter {at}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_refused(text in ".{0,200}") {
            assert_eq!(identity().read(&text, 0), Err(TokenError::Forged));
        }
    }
}
