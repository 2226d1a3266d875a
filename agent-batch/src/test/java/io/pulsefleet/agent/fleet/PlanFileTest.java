package io.pulsefleet.agent.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.Plan.PlannedJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {

    private static final Plan PLAN = new Plan(List.of(new PlannedJob("system", Duration.ofSeconds(30), false)));

    @TempDir
    Path home;

    @Test
    void isEmptyUntilTheHubHasSaidAPlan() throws Exception {
        assertThat(new PlanFile(home.resolve("plan.json")).read()).isEmpty();
    }

    @Test
    void outlivesTheAgent() throws Exception {
        var path = home.resolve("agent").resolve("plan.json");
        new PlanFile(path).write(PLAN);

        assertThat(new PlanFile(path).read()).contains(PLAN);
        assertThat(path.resolveSibling("plan.json.part")).doesNotExist();
    }

    /** PG-10: it holds passwords. */
    @Test
    void nobodyButItsOwnerMayReadItAlsoWhereAnOlderOneWasOpenToAll() throws Exception {
        var path = home.resolve("plan.json");
        Files.writeString(path, "{}");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

        new PlanFile(path).write(PLAN);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void aDamagedPlanIsNone() throws Exception {
        var path = home.resolve("plan.json");
        Files.writeString(path, "{\"jobs\":[{\"name\":");

        assertThat(new PlanFile(path).read()).isEmpty();
    }
}
