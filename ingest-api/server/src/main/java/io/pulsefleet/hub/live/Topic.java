package io.pulsefleet.hub.live;

import io.pulsefleet.hub.News;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a page looks at: {@code fleet}, {@code jobs}, {@code uptime}, {@code host:<agent>}, {@code commands:<agent>}, or
 * {@code readings:<agent>}, of which the values themselves are told.
 *
 * @param agent empty where it is of no single one
 */
record Topic(String kind, Optional<UUID> agent) {

    static final String READINGS = "readings";
    static final String UPTIME = "uptime";

    private static final Pattern OF_ALL = Pattern.compile("fleet|jobs|" + UPTIME);
    private static final Pattern OF_ONE =
            Pattern.compile("(host|commands|" + READINGS + "):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    /** Empty where there is no such topic. */
    static Optional<Topic> of(String text) {
        if (OF_ALL.matcher(text).matches()) {
            return Optional.of(new Topic(text, Optional.empty()));
        }
        var one = OF_ONE.matcher(text);
        return one.matches()
                ? Optional.of(new Topic(one.group(1), Optional.of(UUID.fromString(one.group(2)))))
                : Optional.empty();
    }

    static Topic of(News news) {
        return new Topic(news.about().name().toLowerCase(Locale.ROOT), Optional.ofNullable(news.agent()));
    }

    static Topic readingsOf(UUID agent) {
        return new Topic(READINGS, Optional.of(agent));
    }

    boolean isReadings() {
        return kind.equals(READINGS);
    }

    @Override
    public String toString() {
        return agent.map(id -> kind + ":" + id).orElse(kind);
    }
}
