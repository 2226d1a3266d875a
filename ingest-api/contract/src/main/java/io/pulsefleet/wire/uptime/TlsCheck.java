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
        @About(value = "A name or an address.", isRequired = true, longest = 255)
        String host,

        @About(value = "The port.", isRequired = true, least = 1, most = 65_535)
        Integer port,

        @About(value = "As it is asked for, SNI; left out: the host.", longest = 255)
        String serverName,

        @About(
                value =
                        "public: the certificates that Java trusts; any: whatever is shown, also an expired one; or PEM text of CAs.",
                usual = "public")
        String trust,

        @About(
                value = "Over which Internet protocol.",
                usual = "any",
                oneOf = {"any", "4", "6"})
        String family,

        @About(
                value = "What the answer must be; all must hold.",
                most = Assertion.MOST,
                usual = "certificate.days > 14")
        List<String> assertions)
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
