package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.agent.collect.jdbc.DatabaseTrial;
import io.pulsefleet.agent.collect.jdbc.Dialect;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.TestOutcome;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Comes in as the job {@code queries} would, and asks for the server's version. */
@Dependent
final class MysqlTrial implements DatabaseTrial {

    private static final int LONGEST_DETAIL = 2_000;

    private final Limits limits;

    @Inject
    MysqlTrial(Settings settings) {
        limits = Limits.from(settings);
    }

    @Override
    public Dialect dialect() {
        return Dialect.MYSQL;
    }

    @Override
    public TestOutcome of(DatabaseAddress address) {
        var begun = System.nanoTime();
        var target = Target.of("test", address);
        try (var link = Link.open(target, limits)) {
            return new TestOutcome("ok", "", link.version(), List.of(), null, milliseconds(begun));
        } catch (SQLException refused) {
            var trouble = MysqlTrouble.of(refused);
            var detail = target + ": " + trouble.remedy() + " (" + refused.getMessage() + ")";
            return new TestOutcome(
                    trouble.word(),
                    detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail,
                    null,
                    List.of(),
                    trouble == MysqlTrouble.NO_RIGHTS ? grants(target) : null,
                    milliseconds(begun));
        }
    }

    private static String grants(Target target) {
        return "GRANT SELECT ON `%s`.* TO '%s'@'%%';"
                .formatted(quoted(target.database(), "`"), quoted(target.user(), "'"));
    }

    private static String quoted(String name, String quote) {
        return name.replace("\\", "\\\\").replace(quote, quote + quote);
    }

    private static long milliseconds(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }
}
