package io.pulsefleet.wire.uptime;

import java.util.List;

/** What is asked of a target, and what it must answer. A refusal when one is made begins with the field's name. */
public sealed interface Check permits HttpCheck, TcpCheck, PingCheck, DnsCheck, TlsCheck, QueryCheck, PushCheck {

    /** Each as {@link Assertion} reads it; all must hold. */
    List<String> assertions();
}
