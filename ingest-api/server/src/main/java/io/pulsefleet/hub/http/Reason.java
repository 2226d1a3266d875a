package io.pulsefleet.hub.http;

/** Why somebody does something, in their words, for the audit log. */
public final class Reason {

    public static final int LONGEST = 500;

    private Reason() {}

    /**
     * @return without what is blank around it; null where nothing was said
     * @throws jakarta.ws.rs.WebApplicationException 400 when it is too long
     */
    public static String of(String given) {
        if (given != null && given.length() > LONGEST) {
            throw Problems.badField("reason", "must have " + LONGEST + " characters at most");
        }
        return given == null || given.isBlank() ? null : given.strip();
    }
}
