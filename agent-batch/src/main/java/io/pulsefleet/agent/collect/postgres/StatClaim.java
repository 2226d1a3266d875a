package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.jdbc.Claim;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.PlannedDatabase;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Which databases of the hub the job pg-stat watches. */
@Dependent
final class StatClaim implements Claim {

    private final List<String> own;

    @Inject
    StatClaim(Settings settings) {
        own = PostgresConfig.names(settings);
    }

    @Override
    public boolean isWanted(PlannedDatabase database) {
        return database.statistics();
    }

    @Override
    public Optional<Refusal> refusal(PlannedDatabase database) {
        return Claim.ofOwn(own, database, "pg-stat", PostgresConfig.TARGETS.environmentName());
    }
}
