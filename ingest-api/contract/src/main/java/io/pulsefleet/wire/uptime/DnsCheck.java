package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.util.List;

/**
 * A question to a name server.
 *
 * @param name that is asked for
 * @param record {@code A AAAA CNAME MX NS SOA SRV TXT PTR CAA}; A when it is left out
 * @param server {@code host} or {@code host:port}; null: those of the prober's host
 * @param expected answers that must be among those that come; empty: any answer will do
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DnsCheck(
        @About(value = "The name that is asked for.", isRequired = true, longest = 255)
        String name,

        @About(
                value = "The kind of record.",
                usual = "A",
                oneOf = {"A", "AAAA", "CNAME", "MX", "NS", "SOA", "SRV", "TXT", "PTR", "CAA"})
        String record,

        @About(value = "host or host:port; left out: those of the prober's host.", longest = 262)
        String server,

        @About(value = "Answers that must be among those that come; none: any will do.", most = 100)
        List<String> expected,

        @About(value = "What the answer must be; all must hold.", most = Assertion.MOST)
        List<String> assertions)
        implements Check {

    public static final List<String> RECORDS =
            List.of("A", "AAAA", "CNAME", "MX", "NS", "SOA", "SRV", "TXT", "PTR", "CAA");

    public DnsCheck {
        Fields.host("name", name);
        Fields.oneOf("record", record, RECORDS);
        Fields.server("server", server);
        expected = Required.list("expected", expected, 100);
        expected.forEach(one -> Required.text("expected", one, 1_000));
        assertions = Required.list("assertions", assertions);
        Assertion.all(assertions, Subject.OF_DNS);
    }

    public String recordAsked() {
        return record == null ? "A" : record;
    }

    @Override
    public List<Assertion> expectations() {
        return Assertion.all(assertions, Subject.OF_DNS);
    }
}
