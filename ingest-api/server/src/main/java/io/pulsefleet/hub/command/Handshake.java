package io.pulsefleet.hub.command;

import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import java.time.Instant;
import java.util.Optional;

/**
 * What a new connection was challenged with. A nonce is good for one proof, on the connection that it was given to, for
 * thirty seconds.
 */
record Handshake(String nonce, Instant givenAt) {

    /** Why a proof is refused. The sentence is told to the other side. */
    enum Refusal {
        REPLAYED("the nonce was proven over before"),
        FOREIGN("the nonce is not the one that was given on this connection"),
        LATE("the proof came more than 30 s after its challenge"),
        METHOD("method must be mtls or token"),
        CERTIFICATE_UNREADABLE("the certificate cannot be read as PEM"),
        CERTIFICATE_UNKNOWN(
                "the certificate is not of this fleet's authority, not valid now, revoked, or of no agent here"),
        NO_CERTIFICATES("this hub takes no certificates"),
        SIGNATURE("the signature does not fit"),
        /** One sentence for both: who guesses ids learns nothing. */
        TOKEN("no agent of this id has this token");

        private final String sentence;

        Refusal(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /** @param known whether a proof over its nonce was seen before, on any connection */
    Optional<Refusal> refusal(Proof proof, boolean known, Instant now) {
        if (known) {
            return Optional.of(Refusal.REPLAYED);
        }
        if (!proof.nonce().equals(nonce)) {
            return Optional.of(Refusal.FOREIGN);
        }
        return now.isAfter(givenAt.plus(Channel.PROOF_WITHIN)) ? Optional.of(Refusal.LATE) : Optional.empty();
    }
}
