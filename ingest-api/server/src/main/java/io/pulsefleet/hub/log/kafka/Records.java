package io.pulsefleet.hub.log.kafka;

import io.pulsefleet.hub.log.Entry;
import io.pulsefleet.hub.log.UnfitException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * An entry as a record of the topic.
 *
 * <pre>
 * key      17                          the agent's number: what one agent sends stays in one partition, in its order
 * headers  form      shipment/1
 *          segment   b1-42
 *          taken-at  2026-11-21T10:15:00Z
 * value    {"frames":[...]}
 * </pre>
 */
final class Records {

    static final String FORM = "form";
    static final String SEGMENT = "segment";
    static final String TAKEN_AT = "taken-at";
    static final String WHY = "why";
    static final String FROM = "from";
    static final String SHIPMENT_1 = "shipment/1";

    /** A record must name a topic; the one of its channel counts. */
    private static final String CHANNELS = "of-the-channel";

    private Records() {}

    static ProducerRecord<String, byte[]> of(Entry entry) {
        var headers = new RecordHeaders();
        put(headers, FORM, SHIPMENT_1);
        put(headers, SEGMENT, entry.segment());
        put(headers, TAKEN_AT, entry.takenAt().toString());
        return new ProducerRecord<>(CHANNELS, null, Integer.toString(entry.agent()), entry.body(), headers);
    }

    /** @throws UnfitException that says what is wrong with it */
    static Entry entry(ConsumerRecord<String, byte[]> record) {
        var form = text(record.headers(), FORM);
        if (!form.equals(SHIPMENT_1)) {
            throw new UnfitException("Its form is '" + form + "'; this version reads " + SHIPMENT_1 + ".");
        }
        if (record.key() == null || record.value() == null) {
            throw new UnfitException("It has no key, or no value.");
        }
        try {
            return new Entry(
                    Integer.parseInt(record.key()),
                    text(record.headers(), SEGMENT),
                    Instant.parse(text(record.headers(), TAKEN_AT)),
                    record.value());
        } catch (NumberFormatException | DateTimeException unreadable) {
            throw new UnfitException(unreadable.getMessage());
        }
    }

    /** The same record for the topic of what is set aside, with the reason and where it stood. */
    static ProducerRecord<String, byte[]> aside(ConsumerRecord<String, byte[]> record, String why) {
        var headers = new RecordHeaders(record.headers());
        put(headers, WHY, why);
        put(headers, FROM, record.topic() + "/" + record.partition() + "/" + record.offset());
        return new ProducerRecord<>(CHANNELS, null, record.key(), record.value(), headers);
    }

    private static void put(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
