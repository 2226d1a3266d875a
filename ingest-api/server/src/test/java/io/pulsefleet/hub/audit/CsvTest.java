package io.pulsefleet.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void whatASpreadsheetWouldTakeForAFormulaIsAText() {
        assertThat(new String(
                        Csv.row("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "plain", "a,\"b\"", "", "{\"after\":1}"),
                        StandardCharsets.UTF_8))
                .isEqualTo("'=1+1,'+1,'-1,'@SUM(A1),\"'\t=1\",plain,\"a,\"\"b\"\"\",,\"{\"\"after\"\":1}\"\r\n");
    }
}
