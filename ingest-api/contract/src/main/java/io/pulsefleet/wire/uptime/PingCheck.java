package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.util.List;

/**
 * Echoes of ICMP. How long they took on average is {@code time.first_byte}.
 *
 * @param count how many are sent, 1 to 10; 1 when it is left out
 * @param family {@code any}, {@code 4} or {@code 6}
 * @param assertions {@code loss < 100} when they are left out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PingCheck(
        @About(value = "A name or an address.", isRequired = true, longest = 255)
        String host,

        @About(value = "So many echoes are sent.", usual = "1", least = 1, most = 10)
        Integer count,

        @About(
                value = "Over which Internet protocol.",
                usual = "any",
                oneOf = {"any", "4", "6"})
        String family,

        @About(value = "What the answer must be; all must hold.", most = Assertion.MOST, usual = "loss < 100")
        List<String> assertions)
        implements Check {

    public PingCheck {
        Fields.host("host", host);
        Fields.within("count", count, 1, 10);
        Fields.family(family);
        assertions = Required.list("assertions", assertions);
        Assertion.all(assertions, Subject.OF_PING);
    }

    public int countSent() {
        return count == null ? 1 : count;
    }

    /** An echo that comes back is enough, unless something else is said. */
    @Override
    public List<Assertion> expectations() {
        return Assertion.all(assertions.isEmpty() ? List.of("loss < 100") : assertions, Subject.OF_PING);
    }
}
