package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.util.List;

/**
 * A server's certificate and what secures it.
 *
 * @param serverName as it is asked for, SNI; the host when it is left out
 * @param trust as {@link HttpCheck#trust()}
 * @param assertions {@code certificate.days > 14} when they are left out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TlsCheck(String host, int port, String serverName, String trust, String family, List<String> assertions)
        implements Check {

    public TlsCheck {
        Required.text("host", host, 255);
        assertions = Required.list("assertions", assertions);
    }
}
