package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.Correlation;
import io.pulsefleet.agent.collect.CorrelationConfig;
import io.pulsefleet.agent.collect.tail.Ending;
import io.pulsefleet.agent.collect.tail.Utf8;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.postgres.LogEntries.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a format makes of a text, as tests look at it. */
final class ReadLog {

    static final Instant SEEN = Instant.parse("2026-11-21T12:00:00Z");

    final List<Entry> entries = new ArrayList<>();
    final List<String> broken = new ArrayList<>();
    private final Editor editor;
    private final Format format;

    private ReadLog(Format format, Redaction redaction) {
        this.format = format;
        editor = new Editor(
                new Correlation(new Settings(name -> Optional.empty()).get(CorrelationConfig.PATTERN)),
                redaction,
                16_384);
    }

    static ReadLog stderr(String prefix) {
        return stderr(prefix, ZoneId.of("Europe/Berlin"));
    }

    static ReadLog stderr(String prefix, ZoneId zone) {
        var utf8 = new Utf8();
        return new ReadLog(
                new StderrLog(
                        Optional.of(prefix).filter(text -> !text.isEmpty()).map(LinePrefix::of), new Times(zone), utf8),
                Redaction.NONE);
    }

    static ReadLog csv() {
        return new ReadLog(new CsvLog(new Times(ZoneId.of("UTC")), new Utf8()), Redaction.NONE);
    }

    static ReadLog json() {
        return new ReadLog(new JsonLog(new Times(ZoneId.of("UTC")), new Utf8()), Redaction.NONE);
    }

    /** @return how many bytes were taken */
    int read(String text, Ending ending) {
        return read(text.getBytes(StandardCharsets.UTF_8), ending);
    }

    int read(byte[] bytes, Ending ending) {
        var draft = new Draft();
        int at = 0;
        while (at < bytes.length) {
            int end = format.read(bytes, at, bytes.length, ending, draft);
            if (end == Format.NOT_WHOLE) {
                return at;
            }
            at = end;
            switch (draft.kind) {
                case ENTRY, STRAY -> entries.add(editor.edit(draft, SEEN));
                case BROKEN -> broken.add(draft.broken);
                case NOTHING -> {}
            }
        }
        return at;
    }

    List<Entry> entries(String text) {
        read(text, Ending.SETTLED);
        return entries;
    }

    Entry only(String text) {
        read(text, Ending.SETTLED);
        if (entries.size() != 1 || !broken.isEmpty()) {
            throw new IllegalStateException(entries + " " + broken);
        }
        return entries.get(0);
    }
}
