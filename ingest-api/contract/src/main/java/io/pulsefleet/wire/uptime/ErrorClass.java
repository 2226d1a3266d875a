package io.pulsefleet.wire.uptime;

/** What can be wrong with a probe. Readers choose by it: names are added, never changed. */
public enum ErrorClass {
    /** The name is not known, NXDOMAIN. */
    DNS_NOT_FOUND,
    /** The name server failed, or there is none. */
    DNS_FAILED,
    DNS_TIMEOUT,
    NO_ROUTE,
    REFUSED,
    CONNECT_TIMEOUT,
    /** The connection was reset or ended before the answer was whole. */
    RESET,
    TLS_TIMEOUT,
    /** The handshake failed; the message has the alert. */
    TLS_FAILED,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_NOT_YET_VALID,
    CERTIFICATE_UNTRUSTED,
    CERTIFICATE_WRONG_HOST,
    FIRST_BYTE_TIMEOUT,
    TRANSFER_TIMEOUT,
    /** The answer ended before it was as long as it said. */
    TRUNCATED,
    /** The answer is larger than is read. */
    TOO_LARGE,
    /** No answer of the protocol. */
    MALFORMED,
    TOO_MANY_REDIRECTS,
    PROXY_FAILED,
    /** The answer came and is not what it should be; the message names the assertion. */
    ASSERTION,
    /** Ping: no echo came back. */
    NO_REPLY,
    /** The database refused the query, or the login. */
    QUERY_FAILED,
    /** Push: nothing came in time. */
    MISSED,
    /** Push: what came says that it failed. */
    EXIT_CODE,
    /** The host of the prober does not allow it; the message has the remedy. */
    NO_RIGHTS,
    /** This agent does not know this kind of monitor, or cannot read its check. */
    UNSUPPORTED,
    /** The prober had no room to begin it in time. */
    OVERLOADED,
    /** Our own failure; it stands in the agent's log. */
    FAILED;

    /** It says nothing of the target: whether that is up is not known. */
    public boolean isOfProber() {
        return !remedy().isEmpty();
    }

    /** What is to be done about a prober that failed itself; empty: it is the target that did. */
    public String remedy() {
        return switch (this) {
            case NO_RIGHTS -> "give the agent the right that its message names";
            case UNSUPPORTED -> "bring that agent to the hub's version, or mend the check";
            case OVERLOADED -> "give that agent's host more CPU, or the monitors longer intervals";
            case FAILED -> "look into that agent's log";
            default -> "";
        };
    }
}
