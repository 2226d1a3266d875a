package io.pulsefleet.hub.live;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;

/**
 * What waits for one browser. That something is new is told once, however often it became so while the browser took nothing;
 * of readings the oldest go: the page's next question brings them. So a browser that is slow or asleep costs the hub no more
 * than one that is not.
 */
final class Outbox {

    /** Half a minute of one host. */
    static final int MOST_READINGS = 30;

    private final Set<Topic> fresh = new LinkedHashSet<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private final Queue<String> readings = new ArrayDeque<>();

    synchronized void isNew(Topic topic) {
        fresh.add(topic);
    }

    /** @return false: so many wait already that nobody can be reading them */
    synchronized boolean answer(String text, int most) {
        answers.add(text);
        return answers.size() <= most;
    }

    /** @return false: the oldest had to go for it */
    synchronized boolean readings(String text) {
        var isFull = readings.size() == MOST_READINGS;
        if (isFull) {
            readings.remove();
        }
        readings.add(text);
        return !isFull;
    }

    /** What is no more looked at is no more told. */
    synchronized void only(Collection<Topic> looks) {
        fresh.retainAll(looks);
        if (looks.stream().noneMatch(Topic::isReadings)) {
            readings.clear();
        }
    }

    /**
     * The next message, if there is one: answers first, then what is new, then readings.
     *
     * @param news makes one message of all that is new
     */
    synchronized Optional<String> next(Function<List<Topic>, String> news) {
        if (!answers.isEmpty()) {
            return Optional.of(answers.remove());
        }
        if (!fresh.isEmpty()) {
            var all = List.copyOf(fresh);
            fresh.clear();
            return Optional.of(news.apply(all));
        }
        return Optional.ofNullable(readings.poll());
    }
}
