package io.pulsefleet.agent.collect.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private final Utf8 utf8 = new Utf8();

    @Test
    void whatIsNoUtf8IsReplacedAndCounted() {
        assertThat(text("Köln".getBytes(StandardCharsets.UTF_8))).isEqualTo("Köln");
        assertThat(utf8.replaced()).isZero();

        assertThat(text("Köln".getBytes(StandardCharsets.ISO_8859_1))).isEqualTo("K\uFFFDln");
        assertThat(text(new byte[] {'a', 0, 'b'})).isEqualTo("a\uFFFDb");
        assertThat(utf8.replaced()).isEqualTo(2);
    }

    private String text(byte[] bytes) {
        return utf8.text(bytes, 0, bytes.length);
    }
}
