package io.pulsefleet.supervisor;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What this host permits. A line permits one thing; what no line permits is refused.
 *
 * <pre>
 * # comments
 * unit.restart  nginx.service
 * unit.restart  app-*.service
 * log.read      /var/log/auth.log*
 * ping          192.0.2.0/24
 * update.install /srv/pulsefleet/*.tar.gz
 * update.key     MCowBQYDK2VwAyEA...
 * </pre>
 *
 * <p>A list with a mistake permits nothing, for nobody knows what was meant.
 */
record AllowList(List<Rule> rules, List<PublicKey> keys) {

    private static final Set<String> OF_UNITS = Set.of("unit.start", "unit.stop", "unit.restart");

    /** Behind an {@code @} stands an instance, so a wildcard before it must not reach over it. */
    private static final String ANY_OF_UNIT = "[A-Za-z0-9_:.-]*";

    private static final String ANY_OF_FILE = "[^/]*";

    private record Rule(String request, Predicate<Request> about) {

        boolean permits(Request asked) {
            return asked.name().equals(request) && about.test(asked);
        }
    }

    /** @throws IllegalArgumentException that tells every mistake, with its line */
    static AllowList of(List<String> lines) {
        var rules = new ArrayList<Rule>();
        var keys = new ArrayList<PublicKey>();
        var mistakes = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                var words = line.split("\\s+");
                if (words[0].equals("update.key") && words.length == 2) {
                    keys.add(key(words[1]));
                } else {
                    rules.add(rule(words));
                }
            } catch (IllegalArgumentException wrong) {
                mistakes.add("line " + (i + 1) + ": " + wrong.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
        return new AllowList(List.copyOf(rules), List.copyOf(keys));
    }

    boolean permits(Request asked) {
        return rules.stream().anyMatch(rule -> rule.permits(asked));
    }

    private static Rule rule(String[] words) {
        if (words.length != 2) {
            throw new IllegalArgumentException(
                    "say a request and what it may be about, as: unit.restart nginx.service");
        }
        if (OF_UNITS.contains(words[0])) {
            return new Rule(words[0], matching(unit(words[1]), ANY_OF_UNIT));
        }
        return switch (words[0]) {
            case "log.read", "update.install", "update.downgrade" ->
                new Rule(words[0], matching(path(words[1]), ANY_OF_FILE));
            case "ping" -> new Rule(words[0], network(words[1]));
            default ->
                throw new IllegalArgumentException(
                        "there is no request '" + Words.shown(words[0])
                                + "', but unit.start, unit.stop, unit.restart, log.read, ping, update.install, update.downgrade; nor is it update.key");
        };
    }

    private static PublicKey key(String text) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (GeneralSecurityException | IllegalArgumentException none) {
            throw new IllegalArgumentException(
                    "'" + Words.shown(text) + "' is no public key of Ed25519, as DER in base64 on one line", none);
        }
    }

    private static String unit(String text) {
        if (!Request.OfUnit.isName(text.replace("*", "a"))) {
            throw new IllegalArgumentException(
                    "'" + Words.shown(text) + "' names no unit that ends in .service, .timer or .socket");
        }
        return text;
    }

    private static String path(String text) {
        if (!Request.OfLog.isPath(text)
                || text.substring(0, text.lastIndexOf('/')).contains("*")) {
            throw new IllegalArgumentException("'" + Words.shown(text)
                    + "' is no path from the root on; a * may stand in the file's name only, and '.' and '..' nowhere");
        }
        return text;
    }

    private static Predicate<Request> matching(String pattern, String any) {
        var parts = new ArrayList<String>();
        for (var part : pattern.split("\\*", -1)) {
            parts.add(Pattern.quote(part));
        }
        var whole = Pattern.compile(String.join(any, parts));
        return asked -> whole.matcher(asked.about()).matches();
    }

    private static Predicate<Request> network(String text) {
        if (text.equals("*")) {
            return asked -> true;
        }
        var slash = text.indexOf('/');
        var base = Request.OfEcho.address(slash < 0 ? text : text.substring(0, slash))
                .getAddress();
        var bits = slash < 0 ? base.length * 8 : bits(text.substring(slash + 1), base.length * 8);
        return asked -> isWithin(((Request.OfEcho) asked).address(), base, bits);
    }

    private static int bits(String text, int most) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    "'/" + Words.shown(text) + "': say how many bits are the network's, at most " + most);
        }
        return Integer.parseInt(text);
    }

    static boolean isWithin(InetAddress address, byte[] base, int bits) {
        var other = address.getAddress();
        if (other.length != base.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            if (((other[i / 8] ^ base[i / 8]) >> (7 - i % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }
}
