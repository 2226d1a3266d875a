package io.pulsefleet.wire.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.UnreadableException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of a kind's fields is what its record takes and refuses (UO-04, UO-05). */
class KindFieldTest {

    /** The checks of one field: it is the case's name. */
    record Case(CheckKind kind, KindField field) {

        @Override
        public String toString() {
            return kind.kind() + " " + field.name();
        }
    }

    static Stream<Case> fields() {
        return Arrays.stream(CheckKind.values())
                .flatMap(kind -> kind.fields().stream().map(field -> new Case(kind, field)));
    }

    @ParameterizedTest
    @EnumSource(CheckKind.class)
    void theExampleIsOneAndHasWhatIsRequiredAndNoMore(CheckKind kind) throws Exception {
        var example = example(kind);

        assertThat(Check.read(kind, RawJson.of(example))).isInstanceOf(kind.check());
        assertThat(example.keySet())
                .isEqualTo(kind.fields().stream()
                        .filter(KindField::isRequired)
                        .map(KindField::name)
                        .collect(Collectors.toSet()));
        assertThat(kind.subjects())
                .extracting(KindField.AssertionSubject::subject)
                .contains("time.total");
    }

    @ParameterizedTest
    @MethodSource("fields")
    void eachLimitIsTheRecordsOwn(Case one) throws Exception {
        var field = one.field();
        if (field.isRequired()) {
            refused(one, null);
        }
        if (field.least() != null && !field.type().equals("texts")) {
            taken(one, value(field, field.least()));
            refused(one, value(field, field.least() - 1));
        }
        if (field.most() != null) {
            taken(one, value(field, field.most()));
            refused(one, value(field, field.most() + 1));
        }
        if (field.longest() != null) {
            refused(one, text(field, field.longest() + 1));
        }
        for (var word : field.oneOf()) {
            taken(one, word);
        }
        if (!field.oneOf().isEmpty()) {
            refused(one, "nonsense");
        }
        if (field.usual() != null) {
            taken(one, usual(field));
        }
    }

    private static Object value(KindField field, long number) {
        return switch (field.type()) {
            case "number" -> number;
            case "duration" -> "PT" + number + "S";
            case "texts" ->
                IntStream.range(0, (int) number)
                        .mapToObj(i -> "time.total < 1s")
                        .toList();
            case "pairs" -> IntStream.range(0, (int) number).boxed().collect(Collectors.toMap(i -> "x-" + i, i -> ""));
            default -> throw new IllegalStateException(field.name());
        };
    }

    /** So long that nothing but its length is wrong. */
    private static String text(KindField field, int length) {
        var begin = field.name().equals("url") ? "https://h/" : "";
        return begin + "a".repeat(length - begin.length());
    }

    private static Object usual(KindField field) {
        return switch (field.type()) {
            case "number" -> Integer.valueOf(field.usual());
            case "flag" -> Boolean.valueOf(field.usual());
            case "texts" -> List.of(field.usual());
            default -> field.usual();
        };
    }

    private static void taken(Case one, Object value) throws IOException {
        assertThat(Check.read(one.kind(), RawJson.of(with(one, value)))).isNotNull();
    }

    private static void refused(Case one, Object value) throws IOException {
        assertThatThrownBy(() -> Check.read(one.kind(), RawJson.of(with(one, value))))
                .as("%s = %s", one, value)
                .isInstanceOf(UnreadableException.class)
                .satisfies(refusal -> assertThat(((UnreadableException) refusal).field())
                        .startsWith(one.field().name()));
    }

    private static Map<String, Object> with(Case one, Object value) throws IOException {
        var body = new HashMap<>(example(one.kind()));
        body.put(one.field().name(), value);
        return body;
    }

    @SuppressWarnings("unchecked") // JSON's objects are such
    private static Map<String, Object> example(CheckKind kind) throws IOException {
        return Json.read(kind.example().getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.class);
    }
}
