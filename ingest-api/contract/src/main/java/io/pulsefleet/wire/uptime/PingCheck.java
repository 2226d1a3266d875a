package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.util.List;

/**
 * Echoes of ICMP.
 *
 * @param count how many are sent, 1 to 10; 1 when it is left out
 * @param family {@code any}, {@code 4} or {@code 6}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PingCheck(String host, Integer count, String family, List<String> assertions) implements Check {

    public PingCheck {
        Required.text("host", host, 255);
        assertions = Required.list("assertions", assertions);
    }
}
