package io.pulsefleet.hub.commit;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.store.postgres.Gathered;
import io.pulsefleet.store.postgres.Server;
import io.pulsefleet.store.postgres.Texts.Text;
import io.pulsefleet.store.postgres.Texts.TextKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Which servers and which texts of statements are noted in the database, as far as that is committed: what is told each
 * minute is not written each minute. What is forgotten is written once more.
 */
@ApplicationScoped
public class ToldServers {

    private static final int MOST_SERVERS = 20_000;
    private static final int MOST_TEXTS = 100_000;
    private static final Duration SEEN_EVERY = Duration.ofSeconds(30);
    private static final Duration TOLD_EVERY = Duration.ofDays(1);

    private final Recent<Server, Instant> servers = new Recent<>(MOST_SERVERS);
    private final Recent<TextKey, Mark> texts = new Recent<>(MOST_TEXTS);

    /** @param day of 24 hours each since 1970; a text is noted once on each */
    private record Mark(int hash, long day) {

        static Mark of(Text text, Instant now) {
            return new Mark(text.hashCode(), now.getEpochSecond() / TOLD_EVERY.toSeconds());
        }
    }

    void forgetAll(@Observes DatabaseIsBack event) {
        servers.forgetAll();
        texts.forgetAll();
    }

    /** Those that are new, or were noted a while ago. A moment that is still to come is taken for now. */
    Map<Server, Instant> newServers(Collection<Gathered> told, Instant now) {
        var news = new HashMap<Server, Instant>();
        for (var some : told) {
            some.servers().forEach((server, at) -> {
                var seen = at.isAfter(now) ? now : at;
                var noted = servers.find(server);
                if (noted.isEmpty() || seen.isAfter(noted.get().plus(SEEN_EVERY))) {
                    news.merge(server, seen, (one, other) -> one.isAfter(other) ? one : other);
                }
            });
        }
        return news;
    }

    /** Those that are new, or say something else, or were not told yet today. */
    Map<TextKey, Text> newTexts(Collection<Gathered> told, Instant now) {
        var news = new HashMap<TextKey, Text>();
        for (var some : told) {
            some.texts().forEach((key, text) -> {
                if (!texts.find(key).filter(Mark.of(text, now)::equals).isPresent()) {
                    news.put(key, text);
                }
            });
        }
        return news;
    }

    /** The transaction that noted them is committed. */
    void note(Gathered committed, Instant now) {
        committed.servers().forEach((server, at) -> {
            var seen = at.isAfter(now) ? now : at;
            if (servers.find(server).filter(noted -> !noted.isBefore(seen)).isEmpty()) {
                servers.put(server, seen);
            }
        });
        committed.texts().forEach((key, text) -> texts.put(key, Mark.of(text, now)));
    }
}
