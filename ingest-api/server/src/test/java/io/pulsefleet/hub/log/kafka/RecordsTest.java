package io.pulsefleet.hub.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.hub.log.Entry;
import io.pulsefleet.hub.log.UnfitException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsTest {

    private static final Entry ENTRY =
            new Entry(17, "b1-42", Instant.parse("2026-11-21T10:15:00.123456Z"), bytes("{}"));

    @Test
    void anEntryIsARecordKeyedByItsAgent() {
        assertThat(shown(Records.of(ENTRY)))
                .isEqualTo("17 = {} [form: shipment/1, segment: b1-42, taken-at: 2026-11-21T10:15:00.123456Z]");
    }

    @Test
    void whatIsReadIsWhatWasAppended() {
        var read = Records.entry(read(Records.of(ENTRY)));

        assertThat(read).usingRecursiveComparison().isEqualTo(ENTRY);
    }

    @Test
    void whatIsSetAsideSaysWhyAndWhereItStood() {
        assertThat(shown(Records.aside(read(Records.of(ENTRY)), "No.")))
                .isEqualTo("17 = {} [form: shipment/1, segment: b1-42, taken-at: 2026-11-21T10:15:00.123456Z,"
                        + " why: No., from: topic/3/99]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            form     | shipment/2 | Its form is 'shipment/2'; this version reads shipment/1.
            form     |            | Its form is ''; this version reads shipment/1.
            taken-at | yesterday  | Text 'yesterday' could not be parsed at index 0
            """)
    void aHeaderThatCannotBeReadIsNamed(String header, String value, String why) {
        var record = Records.of(ENTRY);
        record.headers().remove(header);
        Optional.ofNullable(value).ifPresent(text -> record.headers().add(header, bytes(text)));

        assertThatThrownBy(() -> Records.entry(read(record)))
                .isInstanceOf(UnfitException.class)
                .hasMessage(why);
    }

    @Test
    void aRecordWithoutKeyOrBodyIsUnfit() {
        var headers = Records.of(ENTRY).headers();

        for (var record : List.of(
                new ProducerRecord<String, byte[]>("t", (Integer) null, null, bytes("{}"), headers),
                new ProducerRecord<String, byte[]>("t", (Integer) null, "17", null, headers))) {
            assertThatThrownBy(() -> Records.entry(read(record)))
                    .isInstanceOf(UnfitException.class)
                    .hasMessage("It has no key, or no value.");
        }
    }

    private static ConsumerRecord<String, byte[]> read(ProducerRecord<String, byte[]> sent) {
        return new ConsumerRecord<>(
                "topic",
                3,
                99,
                0,
                TimestampType.CREATE_TIME,
                2,
                2,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    private static String shown(ProducerRecord<String, byte[]> record) {
        return record.key() + " = " + text(record.value())
                + StreamSupport.stream(record.headers().spliterator(), false)
                        .map((Header header) -> header.key() + ": " + text(header.value()))
                        .collect(Collectors.joining(", ", " [", "]"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
