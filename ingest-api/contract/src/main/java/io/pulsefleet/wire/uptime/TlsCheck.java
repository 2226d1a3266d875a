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
public record TlsCheck(
        String host, Integer port, String serverName, String trust, String family, List<String> assertions)
        implements Check {

    public TlsCheck {
        Fields.host("host", host);
        Fields.port(port);
        if (serverName != null) {
            Fields.host("serverName", serverName);
        }
        Fields.trust(trust);
        Fields.family(family);
        assertions = Required.list("assertions", assertions);
        Assertion.all(assertions, Subject.OF_TLS);
    }

    @Override
    public List<Assertion> expectations() {
        return Assertion.all(assertions.isEmpty() ? List.of("certificate.days > 14") : assertions, Subject.OF_TLS);
    }
}
