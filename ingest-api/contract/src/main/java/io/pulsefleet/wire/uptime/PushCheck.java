package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.time.Duration;
import java.util.List;

/**
 * What it watches reports by itself: a cron job, a backup. The monitor's interval is the period.
 *
 * @param grace how much later than its period it may come; a tenth of the period, 1 minute at least, when it is left out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PushCheck(
        @About(
                value =
                        "So much later than its period it may come, as PT5M; left out: a tenth of the period, a minute at"
                                + " least.",
                least = 0,
                most = 2_678_400)
        Duration grace,

        @About(value = "What the answer must be; all must hold.", most = Assertion.MOST)
        List<String> assertions)
        implements Check {

    private static final Duration LONGEST_GRACE = Duration.ofDays(31);

    public PushCheck {
        if (grace != null && (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0)) {
            throw Fields.refused("grace", "must be from PT0S to " + LONGEST_GRACE);
        }
        assertions = Required.list("assertions", assertions);
        Assertion.all(assertions, Subject.OF_PUSH);
    }

    @Override
    public List<Assertion> expectations() {
        return Assertion.all(assertions, Subject.OF_PUSH);
    }
}
