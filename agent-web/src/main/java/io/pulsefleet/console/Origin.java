package io.pulsefleet.console;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a request comes from, as far as a browser tells. */
final class Origin {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private Origin() {}

    /**
     * Whether the page that made the browser call was found under a name of ours. A stranger's name may point to this
     * host as well (DNS rebinding), and the browser would take his pages for ours.
     *
     * @param host the header's value, or null
     * @param names those that are ours besides this host's loopback
     */
    static boolean isOurs(String host, Set<String> names) {
        if (host == null) {
            return false;
        }
        var name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(name).matches() || names.stream().anyMatch(name::equalsIgnoreCase);
    }

    /**
     * Whether this may change something: it comes from our own pages, or from no page at all.
     *
     * @param fetchSite the header Sec-Fetch-Site, or null
     * @param origin the header Origin, or null
     */
    static boolean mayChange(String method, String fetchSite, String origin, String host) {
        if (READING.contains(method)) {
            return true;
        }
        if (fetchSite != null && !fetchSite.equals("same-origin") && !fetchSite.equals("none")) {
            return false;
        }
        return origin == null || host.equalsIgnoreCase(authorityOf(origin));
    }

    private static String authorityOf(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException noUri) {
            return null;
        }
    }
}
