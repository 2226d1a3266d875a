package io.pulsefleet.agent.collect.postgres;

import java.util.regex.Pattern;

/** What the role that watches needs, and no more (PG-15). */
final class Grants {

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    private Grants() {}

    /** A name as SQL takes it. */
    static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
