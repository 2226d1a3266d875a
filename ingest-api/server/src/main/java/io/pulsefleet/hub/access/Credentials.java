package io.pulsefleet.hub.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** What a caller shows to say who it is. */
sealed interface Credentials {

    /** For people. */
    default String what() {
        return "user or password";
    }

    /** As whom, where that is shown, as it may stand in a log; else empty. */
    default String name() {
        return "";
    }

    record Nothing() implements Credentials {}

    record Bearer(String token) implements Credentials {
        @Override
        public String what() {
            return "token";
        }

        @Override
        public String toString() {
            return "Bearer";
        }
    }

    record ApiKey(String key) implements Credentials {
        @Override
        public String what() {
            return "API key";
        }

        @Override
        public String toString() {
            return "API key";
        }
    }

    record Password(String user, String password) implements Credentials {
        @Override
        public String name() {
            return shown(user);
        }

        @Override
        public String toString() {
            return "Password of " + shownUser();
        }

        /** As it may stand in a log. */
        String shownUser() {
            return shown(user);
        }
    }

    record Session(String token) implements Credentials {
        @Override
        public String toString() {
            return "Session";
        }
    }

    /** As it may stand in a log: a name is a stranger's text, and may hold line ends. */
    private static String shown(String user) {
        var plain = user.replaceAll("[^\\p{Alnum}._@-]", "?");
        return plain.substring(0, Math.min(plain.length(), 50));
    }

    /** Something is shown, and it cannot be read. */
    record Unreadable() implements Credentials {}

    /**
     * A header wins over the cookie: a script that says who it is means it.
     *
     * @param authorization the header's value, or null
     * @param apiKey the header {@code X-API-Key}, or null
     * @param session the session cookie's value, or null
     */
    static Credentials of(String authorization, String apiKey, String session) {
        if (authorization == null && apiKey != null) {
            return apiKey.isBlank() ? new Unreadable() : new ApiKey(apiKey.strip());
        }
        if (authorization == null) {
            return session == null || session.isEmpty() ? new Nothing() : new Session(session);
        }
        var space = authorization.indexOf(' ');
        if (space < 0) {
            return new Unreadable();
        }
        var rest = authorization.substring(space + 1).strip();
        return switch (authorization.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> rest.isEmpty() ? new Unreadable() : new Bearer(rest);
            case "basic" -> ofBasic(rest);
            default -> new Unreadable();
        };
    }

    private static Credentials ofBasic(String encoded) {
        try {
            var pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            var colon = pair.indexOf(':');
            return colon < 0 ? new Unreadable() : new Password(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException noBase64) {
            return new Unreadable();
        }
    }
}
