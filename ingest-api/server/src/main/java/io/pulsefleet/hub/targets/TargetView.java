package io.pulsefleet.hub.targets;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.access.Vault.Opened;
import io.pulsefleet.store.targets.Target;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A database that an agent is to watch, as it may be shown.
 *
 * @param type postgresql, mysql or mariadb
 * @param password set, none, key_missing or damaged; never the password
 * @param state waiting: its agent has not heard of it yet; key_missing, damaged: it has the password no more; or what its
 *     agent made of it: watched, own_settings, log_not_allowed and others
 * @param detail what is wrong and what to do; left out where nothing is
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TargetView(
        UUID id,
        UUID agent,
        String name,
        String type,
        String host,
        int port,
        String database,
        String user,
        String password,
        String sslMode,
        boolean statistics,
        boolean queries,
        String logFiles,
        String state,
        String detail,
        Instant changedAt,
        String changedBy) {

    static final String SET = "set";
    static final String WAITING = "waiting";
    public static final String WATCHED = "watched";

    static TargetView of(Target target, Optional<Opened> opened) {
        var password = opened.map(TargetView::wordOf).orElse("none");
        var told = target.told().filter(one -> one.revision() == target.revision());
        var state = told.map(Target.Told::state).orElse(WAITING);
        var detail =
                told.map(Target.Told::detail).filter(text -> !text.isEmpty()).orElse(null);
        if (password.equals("key_missing") || password.equals("damaged")) {
            state = password;
            detail = password.equals("key_missing")
                    ? "the key " + target.password().orElseThrow().key()
                            + ", with which its password was encrypted, is not here: put it back (PULSE_SECRET_KEY or"
                            + " hub/secret-key), or give the password again; its agent goes on with the one that it has"
                    : "its password cannot be decrypted, somebody changed what is stored: give the password again";
        }
        var where = target.where();
        return new TargetView(
                target.id(),
                target.agent(),
                target.name(),
                where.type(),
                where.host(),
                where.port(),
                where.database(),
                where.user(),
                password,
                where.sslMode(),
                target.statistics(),
                target.queries(),
                target.logFiles(),
                state,
                detail,
                target.changedAt(),
                target.changedBy());
    }

    private static String wordOf(Opened opened) {
        return switch (opened.state()) {
            case OPEN -> SET;
            case KEY_MISSING, DAMAGED -> opened.state().name().toLowerCase(Locale.ROOT);
        };
    }
}
