package io.pulsefleet.hub.access;

import java.net.URI;
import java.util.Set;

/**
 * Whether a request that changes something comes from our own pages. A browser sends the session cookie whoever made it
 * send the request; so what comes with a cookie must come from here.
 */
final class SameOrigin {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private SameOrigin() {}

    /**
     * @param fetchSite the header {@code Sec-Fetch-Site}, or null
     * @param origin the header {@code Origin}, or null
     * @param host the header {@code Host}
     */
    static boolean holds(String method, String fetchSite, String origin, String host) {
        if (SAFE.contains(method)) {
            return true;
        }
        if (fetchSite != null) {
            return fetchSite.equals("same-origin") || fetchSite.equals("none");
        }
        return origin == null || isOf(origin, host);
    }

    private static boolean isOf(String origin, String host) {
        try {
            var authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException noOrigin) {
            return false;
        }
    }
}
