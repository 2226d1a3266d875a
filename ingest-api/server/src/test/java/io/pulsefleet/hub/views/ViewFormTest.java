package io.pulsefleet.hub.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewFormTest {

    @Test
    void theAddressIsOneOfOurPagesWithItsFilters() {
        assertThat(Stream.of(
                                "/jobs",
                                "/jobs/history?state=FAILED",
                                "/logs?q=a%20b&range=1h",
                                "/explore?metric=x",
                                "/fleet?q=w")
                        .filter(address -> wrong("mine", address).isEmpty()))
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs",
                "/users",
                "/jobs#x",
                "//jobs",
                "https://evil.example/",
                "/jobs?a b",
                "/jobs?<script>",
                "/jobs/../users",
                ""
            })
    void nothingElseIsAnAddress(String address) {
        assertThat(wrong("mine", address)).containsExactly("address");
    }

    @Test
    void theNameIsALineOfText() {
        assertThat(wrong(" ", "/jobs")).containsExactly("name");
        assertThat(wrong("a\nb", "/jobs")).containsExactly("name");
        assertThat(wrong("x".repeat(101), null)).containsExactly("name", "address");
    }

    private static List<String> wrong(String name, String address) {
        return List.copyOf(new ViewForm(name, address, null).complaints().fields());
    }
}
