package io.pulsefleet.wire.uptime;

import io.pulsefleet.wire.Required;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the fields of checks may be. A secret's place, {@code ${name}}, may stand for a part that is not known yet. */
final class Fields {

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?|[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");
    private static final Pattern SERVER =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]]+|[0-9A-Fa-f:.]+)(:[0-9]{1,5})?");

    /** The connection's, and the body's length: who sends says them. */
    private static final Set<String> OURS =
            Set.of("connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer", "expect");

    private static final int MOST_HEADERS = 50;

    private Fields() {}

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    static void oneOf(String field, String value, List<String> known) {
        if (value != null && !known.contains(value)) {
            throw refused(field, "'" + value + "' is none of " + String.join(", ", known));
        }
    }

    static void within(String field, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw refused(field, "must be from " + least + " to " + most);
        }
    }

    static void family(String value) {
        oneOf("family", value, List.of("any", "4", "6"));
    }

    static void port(Integer value) {
        Required.present("port", value);
        within("port", value, 1, 65_535);
    }

    static void longest(String field, String value, int most) {
        if (value != null && value.length() > most) {
            throw refused(field, "must have " + most + " characters at most");
        }
    }

    /** A name or an address. It may not begin with a dash: it stands in a command line. */
    static void host(String field, String value) {
        Required.text(field, value, 255);
        if (!HOST.matcher(Secrets.blanked(value)).matches()) {
            throw refused(
                    field,
                    "'" + value + "' is no host name and no address; names with other letters are written as xn--...");
        }
    }

    static void server(String field, String value) {
        if (value == null) {
            return;
        }
        Required.text(field, value, 262);
        if (!SERVER.matcher(Secrets.blanked(value)).matches()) {
            throw refused(field, "'" + value + "' must be host, host:port or [address]:port");
        }
    }

    static void httpUrl(String field, String value) {
        Required.text(field, value, 4_000);
        var url = uri(field, value);
        if (!List.of("http", "https")
                .contains(url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT))) {
            throw refused(field, "must begin with http:// or https://");
        }
        if (url.getRawUserInfo() != null) {
            throw refused(field, "must have no user and password; they have fields of their own");
        }
        if (url.getHost() == null) {
            throw refused(field, "has no host that can be read");
        }
        host(field, url.getHost().replaceAll("[\\[\\]]", ""));
        within(field, url.getPort() < 0 ? null : Integer.valueOf(url.getPort()), 1, 65_535);
    }

    static void proxy(String value) {
        if (value == null) {
            return;
        }
        httpUrl("proxy", value);
        var proxy = uri("proxy", value);
        if (!"http".equalsIgnoreCase(proxy.getScheme()) || proxy.getPort() < 0) {
            throw refused("proxy", "must be http://host:port");
        }
    }

    static void headers(Map<String, String> headers) {
        if (headers.size() > MOST_HEADERS) {
            throw refused("headers", "are more than " + MOST_HEADERS);
        }
        headers.forEach((name, value) -> {
            if (!isToken(name)) {
                throw refused("headers", "'" + name + "' is no name of a header");
            }
            if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw refused("headers." + name, "is set by the prober");
            }
            if (value.length() > 8_000 || value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
                throw refused("headers." + name, "must have 8000 characters at most, and no line breaks");
            }
        });
    }

    /** {@code public}, {@code any}, or PEM text. */
    static void trust(String value) {
        if (value == null || value.equals("public") || value.equals("any")) {
            return;
        }
        if (!value.contains("-----BEGIN") && !Secrets.isIn(value)) {
            throw refused("trust", "must be public, any, or PEM text of certificates");
        }
        certificates("trust", value);
    }

    static void certificates(String field, String pem) {
        if (pem != null && !Secrets.isIn(pem)) {
            longest(field, pem, 200_000);
            try {
                Pem.certificates(pem);
            } catch (IllegalArgumentException broken) {
                throw refused(field, broken.getMessage());
            }
        }
    }

    static void key(String field, String pem) {
        if (pem != null && !Secrets.isIn(pem)) {
            longest(field, pem, 50_000);
            try {
                Pem.key(pem);
            } catch (IllegalArgumentException broken) {
                throw refused(field, broken.getMessage());
            }
        }
    }

    static void pattern(String field, String value) {
        if (value == null) {
            return;
        }
        longest(field, value, 1_000);
        try {
            Pattern.compile(value);
        } catch (java.util.regex.PatternSyntaxException broken) {
            throw refused(field, broken.getDescription() + " (at " + (Math.max(0, broken.getIndex()) + 1) + ")");
        }
    }

    static IllegalArgumentException refused(String field, String why) {
        return new IllegalArgumentException(field + ": " + why);
    }

    private static URI uri(String field, String value) {
        try {
            return new URI(Secrets.blanked(value));
        } catch (URISyntaxException broken) {
            throw refused(
                    field, broken.getReason() + (broken.getIndex() < 0 ? "" : " (at " + (broken.getIndex() + 1) + ")"));
        }
    }
}
