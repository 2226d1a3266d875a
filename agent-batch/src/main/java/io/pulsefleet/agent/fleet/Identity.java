package io.pulsefleet.agent.fleet;

import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.agent.hub.Hub;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.channel.TokenProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/**
 * Who this agent is: an id and a secret that it makes at its very first start, kept in {@code identity.json}.
 *
 * <p>While that file cannot be written the hub must not hear of it, or the next start would be another agent.
 */
public final class Identity {

    private static final int TOKEN_BYTES = 32;

    /** @param registered whether the hub once took it */
    record Card(UUID agent, String token, boolean registered) {

        static Card random() {
            var secret = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(secret);
            return new Card(
                    UUID.randomUUID(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret), false);
        }

        /** Never shows the token: records are logged. */
        @Override
        public String toString() {
            return "Card[" + agent + " registered=" + registered + "]";
        }
    }

    private final Path file;
    private final Troubles troubles;
    private Card card;

    /** The id and the secret are; {@link #isKept}: so is whether the hub took it. */
    private boolean isOnDisk;

    private boolean isKept;
    private boolean isCertified;

    private Identity(Path file, Troubles troubles, Card card, boolean isOnDisk) {
        this.file = file;
        this.troubles = troubles;
        this.card = card;
        this.isOnDisk = isOnDisk;
        this.isKept = isOnDisk;
    }

    /** @throws IllegalStateException when there is a file that cannot be read; only a person can know what to do */
    static Identity open(Path file, Troubles troubles) {
        try {
            return Files.exists(file)
                    ? new Identity(file, troubles, Json.read(Files.readAllBytes(file), Card.class), true)
                    : new Identity(file, troubles, Card.random(), false);
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "identity: cannot read " + file + "; restore it, or remove it to make this a new agent",
                    unreadable);
        }
    }

    public synchronized UUID agent() {
        return card.agent();
    }

    synchronized String token() {
        return card.token();
    }

    /** What it shows to the hub; null: a certificate, which is shown by itself. */
    public synchronized String bearer() {
        return isCertified ? null : Hub.bearer(token());
    }

    /** It shows a certificate from now on. */
    synchronized void certify() {
        isCertified = true;
    }

    /** The hub says who it is: the same as before it was installed anew. */
    synchronized void become(UUID agent) {
        if (!card.agent().equals(agent)) {
            card = new Card(agent, card.token(), card.registered());
            isKept = false;
            keep();
        }
    }

    /** That it has the token, without showing it (PU-03). */
    public String proofOver(String nonce) {
        return TokenProof.of(token(), agent(), nonce);
    }

    synchronized boolean registered() {
        return card.registered();
    }

    synchronized void setRegistered(boolean registered) {
        if (card.registered() != registered) {
            card = new Card(card.agent(), card.token(), registered);
            isKept = false;
            keep();
        }
    }

    /** @return whether it will be the same at the next start */
    synchronized boolean keep() {
        if (!isKept) {
            try {
                Files.createDirectories(file.getParent());
                Durable.writeSecret(file, Json.bytes(card));
                isKept = true;
                isOnDisk = true;
                troubles.over("identity", "identity: kept in " + file);
            } catch (IOException notWritable) {
                troubles.tell(
                        "identity",
                        "identity: cannot write " + file + " (" + notWritable.getMessage()
                                + "); an agent whose identity was never written does not register");
            }
        }
        return isOnDisk;
    }
}
