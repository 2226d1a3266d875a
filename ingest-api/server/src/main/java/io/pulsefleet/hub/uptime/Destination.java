package io.pulsefleet.hub.uptime;

import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.DnsCheck;
import io.pulsefleet.wire.uptime.HttpCheck;
import io.pulsefleet.wire.uptime.PingCheck;
import io.pulsefleet.wire.uptime.QueryCheck;
import io.pulsefleet.wire.uptime.TcpCheck;
import io.pulsefleet.wire.uptime.TlsCheck;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a check sends what it has. A secret is sealed for one: whoever may change a monitor cannot have its secrets sent
 * elsewhere.
 */
final class Destination {

    /** A URL's part before path, query and fragment; what stands before @ is no part of where it goes. */
    private static final Pattern URL =
            Pattern.compile("((?:jdbc:)?[A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#]*@)?([^/?#]*).*", Pattern.DOTALL);

    private Destination() {}

    static String of(Check check) {
        if (check instanceof HttpCheck http) {
            return ofUrl(http.url()) + (http.proxy() == null ? "" : " by " + ofUrl(http.proxy()));
        }
        if (check instanceof QueryCheck query) {
            return ofUrl(query.url());
        }
        if (check instanceof TcpCheck tcp) {
            return tcp.host() + ":" + tcp.port();
        }
        if (check instanceof TlsCheck tls) {
            return tls.host() + ":" + tls.port();
        }
        if (check instanceof PingCheck ping) {
            return ping.host();
        }
        return check instanceof DnsCheck dns ? String.valueOf(dns.server()) : "";
    }

    private static String ofUrl(String url) {
        var parts = URL.matcher(url);
        return parts.matches() ? (parts.group(1) + "://" + parts.group(2)).toLowerCase(Locale.ROOT) : url;
    }
}
