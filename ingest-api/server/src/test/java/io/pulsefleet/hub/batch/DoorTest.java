package io.pulsefleet.hub.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What another server's answers mean; the first four are what Open Liberty 26.0.0.5 says. */
class DoorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | Error 400: The job execution id 1 is not the most recent execution. | 409 | refused",
                "409 | Error 409: The specified job instance, 1, cannot be purged.         | 409 | refused",
                "400 | Error 400: Job execution 1 not found.                               | 404 | not_found",
                "500 | Error 500: Resource not found at relativePath: x.xml                | 404 | not_found",
                "500 | Error 500: java.lang.NullPointerException                           | 502 | failed",
                "503 | ''                                                                  | 502 | failed",
                "404 | Error 404: SRVE0190E: File not found                                | 424 | no_feature",
                "401 | ''                                                                  | 424 | wrong_password",
            })
    void anAnswerThatIsNoSuccessIsToldByWhoseTroubleItIs(int status, String said, int told, String word) {
        var trouble = Door.troubleOf(status, "", said);

        assertThat(trouble.status()).isEqualTo(told);
        assertThat(trouble.word()).isEqualTo(word);
    }

    @Test
    void whatAServerThatFailedSaysIsToldInShort() {
        var trouble = Door.troubleOf(500, "", "Error 500: <b>no</b> room" + "!".repeat(5_000));

        assertThat(trouble).hasMessageStartingWith("it failed with 500; its log tells more. It says: no");
        assertThat(trouble.getMessage().length()).isLessThan(400);
    }
}
