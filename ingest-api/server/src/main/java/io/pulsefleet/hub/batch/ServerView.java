package io.pulsefleet.hub.batch;

import io.pulsefleet.hub.access.Vault;
import io.pulsefleet.store.batch.BatchServer;
import java.time.Instant;
import java.util.Locale;

/**
 * A batch server as it may be shown.
 *
 * @param password set, key_missing or damaged; never the password
 * @param ca left out where it is not by this that it is trusted
 * @param fingerprint left out where it is not by this that it is trusted
 * @param group left out where only who may see all hosts sees it
 */
public record ServerView(
        String name,
        String url,
        String user,
        String password,
        String ca,
        String fingerprint,
        String group,
        Instant changedAt,
        String changedBy) {

    static ServerView of(BatchServer server, Vault.State password) {
        return new ServerView(
                server.name(),
                server.url(),
                server.user(),
                password == Vault.State.OPEN ? "set" : password.name().toLowerCase(Locale.ROOT),
                server.ca(),
                server.fingerprint(),
                server.group(),
                server.changedAt(),
                server.changedBy());
    }
}
