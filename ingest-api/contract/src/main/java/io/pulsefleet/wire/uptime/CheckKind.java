package io.pulsefleet.wire.uptime;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of monitors. */
public enum CheckKind {
    HTTP("http", HttpCheck.class),
    TCP("tcp", TcpCheck.class),
    PING("ping", PingCheck.class),
    DNS("dns", DnsCheck.class),
    TLS("tls", TlsCheck.class),
    QUERY("query", QueryCheck.class),
    /** Not probed: what it watches reports by itself. */
    PUSH("push", PushCheck.class);

    private final String kind;
    private final Class<? extends Check> check;

    CheckKind(String kind, Class<? extends Check> check) {
        this.kind = kind;
        this.check = check;
    }

    public String kind() {
        return kind;
    }

    public Class<? extends Check> check() {
        return check;
    }

    public static Optional<CheckKind> of(String kind) {
        return Arrays.stream(values()).filter(one -> one.kind.equals(kind)).findFirst();
    }
}
