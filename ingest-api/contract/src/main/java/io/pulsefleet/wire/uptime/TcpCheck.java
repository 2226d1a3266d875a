package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.util.List;

/**
 * A connection over TCP.
 *
 * @param tls whether it is secured at once
 * @param trust as {@link HttpCheck#trust()}
 * @param send text to send once connected; null: nothing. {@code \r \n \t \\ \xHH} are read as in C
 * @param expect pattern that must be found in what is answered; null: nothing is read
 * @param family {@code any}, {@code 4} or {@code 6}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TcpCheck(
        String host,
        int port,
        Boolean tls,
        String trust,
        String send,
        String expect,
        String family,
        List<String> assertions)
        implements Check {

    public TcpCheck {
        Required.text("host", host, 255);
        assertions = Required.list("assertions", assertions);
    }
}
