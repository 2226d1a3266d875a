package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.jdbc.Claim;
import io.pulsefleet.agent.collect.tail.Glob;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.PlannedDatabase;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which logs the hub may have this agent read: those in some folders only. Else whoever may change settings at the hub
 * could read any file that this host's agent can.
 */
@Dependent
final class LogClaim implements Claim {

    private final List<String> own;
    private final List<Path> folders;

    @Inject
    LogClaim(Settings settings) {
        own = settings.get(PgLogConfig.TARGETS).stream()
                .filter(name ->
                        settings.find(PgLogConfig.ofTarget(name).files()).isPresent())
                .toList();
        folders = settings.find(PgLogConfig.FOLDERS_OF_HUB).orElse(List.of());
    }

    @Override
    public boolean isWanted(PlannedDatabase database) {
        return database.logFiles() != null;
    }

    @Override
    public Optional<Refusal> refusal(PlannedDatabase database) {
        return Claim.ofOwn(own, database, "pg-log", PgLogConfig.TARGETS.environmentName())
                .or(() -> refusal(database.logFiles()));
    }

    private Optional<Refusal> refusal(String files) {
        try {
            var path = Path.of(files).toAbsolutePath().normalize();
            Glob.of(files);
            return folders.stream().anyMatch(path::startsWith)
                    ? Optional.empty()
                    : Optional.of(new Refusal(
                            "log_not_allowed",
                            "%s is in none of the folders in which this agent reads logs for the hub: put its folder into %s there"
                                    .formatted(files, PgLogConfig.FOLDERS_OF_HUB.environmentName())));
        } catch (IllegalArgumentException noFiles) {
            return Optional.of(
                    new Refusal("log_unreadable", "the log cannot be named like this: " + noFiles.getMessage()));
        }
    }
}
