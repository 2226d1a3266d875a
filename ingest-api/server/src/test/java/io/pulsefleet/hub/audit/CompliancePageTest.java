package io.pulsefleet.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.audit.AuditBook.VerdictView;
import io.pulsefleet.hub.audit.ComplianceBook.ComplianceView;
import io.pulsefleet.store.audit.Compliance.FailedSignIns;
import io.pulsefleet.store.audit.Compliance.HostCertificate;
import io.pulsefleet.store.audit.Link;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What strangers call themselves is text, on paper and in a spreadsheet (SP-13). */
class CompliancePageTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void aNameIsNoMarkup() {
        assertThat(CompliancePage.of(report("<script>alert(1)</script>")))
                .contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td>192.0.2.7</td><td>12,345</td>")
                .doesNotContain("<script");
    }

    @Test
    void aNameIsNoFormula() {
        assertThat(new String(ComplianceSheet.of(report("=1+1")), StandardCharsets.UTF_8))
                .contains("\r\nfailed_sign_in,'=1+1 from 192.0.2.7,count,12345\r\n");
    }

    @Test
    void aRevokedCertificateSaysByWhomAndWhy() {
        assertThat(CompliancePage.of(report("eve")))
                .contains("<td>web-1.example</td><td>4f</td><td>renewed</td>")
                .contains("<td>alice</td><td>&lt;b&gt;stolen&lt;/b&gt;</td>");
        assertThat(new String(ComplianceSheet.of(report("eve")), StandardCharsets.UTF_8))
                .contains("\r\ncertificate,web-1.example 4f,revoked_at,2026-11-22T12:00:00Z\r\n");
    }

    @Test
    void aBrokenChainIsTheFirstThingThatIsSaid() {
        assertThat(CompliancePage.of(report("eve")))
                .contains("<p class=\"banner bad\">The audit log is broken at row 3: row 3 is gone.</p>");
    }

    private static ComplianceView report(String who) {
        return new ComplianceView(
                NOON,
                NOON.plusSeconds(60),
                NOON,
                new VerdictView("missing", 3, "row 3 is gone", 2, new Link(2, "ab".repeat(32))),
                List.of(),
                List.of(),
                List.of(new HostCertificate(
                        "web-1.example", "4f", "", NOON, NOON.plusSeconds(60), NOON, "alice", "<b>stolen</b>")),
                List.of(new FailedSignIns(who, "192.0.2.7", 12_345, NOON, NOON)),
                List.of(),
                List.of(),
                List.of(),
                400L);
    }
}
