package io.pulsefleet.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SegmentTest {

    @Test
    void itsFileNameSaysAllThatTheIndexKnows() {
        var segment = Segment.of(
                        new SegmentName("mhq3k2x1-7f3a", 1, 12), Instant.parse("2025-11-15T10:13:20.123Z"), 124, 2048)
                .numbered(12);

        assertThat(segment.file()).isEqualTo("000000000012.1763201600123.mhq3k2x1-7f3a-1-12.124.json.gz");
        assertThat(Segment.ofFile(segment.file(), 2048)).contains(segment);
    }

    @Test
    void aForeignFileIsNoSegment() {
        assertThat(Segment.ofFile("notes.json.gz", 1)).isEmpty();
    }

    /** Some languages write other digits; a file's name must be read again by whoever starts next. */
    @Test
    void isNamedAlikeInEveryLanguage() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        try {
            var segment = Segment.of(new SegmentName("mhq3k2x1-7f3a", 1, 12), Instant.EPOCH, 124, 2048);

            assertThat(Segment.ofFile(segment.file(), 2048)).contains(segment);
        } finally {
            Locale.setDefault(before);
        }
    }
}
