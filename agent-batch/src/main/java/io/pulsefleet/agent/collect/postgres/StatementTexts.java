package io.pulsefleet.agent.collect.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Texts of one server's statements, so that it need not read all of them again for each visit: those that were told last.
 * All targets at the same server share them; a hundred databases would have the same texts a hundred times.
 */
final class StatementTexts {

    private final int most;
    private final Map<Long, String> texts = new LinkedHashMap<>(16, 0.75f, true);

    StatementTexts(int most) {
        this.most = most;
    }

    /** Those of which it has no text. */
    synchronized List<Long> unknownOf(List<Long> ids) {
        return ids.stream().distinct().filter(id -> texts.get(id) == null).toList();
    }

    synchronized void put(long id, String text) {
        texts.put(id, text);
        var oldest = texts.keySet().iterator();
        while (texts.size() > most) {
            oldest.next();
            oldest.remove();
        }
    }

    synchronized Optional<String> of(long id) {
        return Optional.ofNullable(texts.get(id));
    }
}
