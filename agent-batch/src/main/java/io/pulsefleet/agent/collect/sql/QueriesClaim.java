package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.agent.collect.jdbc.Claim;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.PlannedDatabase;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Which databases of the hub are asked the user's own queries. */
@Dependent
final class QueriesClaim implements Claim {

    private final List<String> own;

    @Inject
    QueriesClaim(Settings settings) {
        own = settings.get(QueriesConfig.TARGETS);
    }

    @Override
    public boolean isWanted(PlannedDatabase database) {
        return database.queries();
    }

    @Override
    public Optional<Refusal> refusal(PlannedDatabase database) {
        return Claim.ofOwn(own, database, "queries", QueriesConfig.TARGETS.environmentName());
    }
}
