package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.audit.ComplianceBook.ComplianceView;
import java.io.ByteArrayOutputStream;
import java.time.Instant;

/** The report as one table: section, item, field, value. So whatever is added later fits in. */
final class ComplianceSheet {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private ComplianceSheet() {}

    static byte[] of(ComplianceView report) {
        var sheet = new ComplianceSheet();
        sheet.out.writeBytes(Csv.row("section", "item", "field", "value"));
        sheet.put("report", "", "from", report.from());
        sheet.put("report", "", "to", report.to());
        sheet.put("report", "", "at", report.at());
        sheet.put("chain", "", "state", report.chain().state());
        sheet.put("chain", "", "why", report.chain().why());
        sheet.put("chain", "", "rows", report.chain().rows());
        sheet.put("chain", "", "head_number", report.chain().head().number());
        sheet.put("chain", "", "head_hash", report.chain().head().hash());
        for (var account : report.accounts()) {
            sheet.put("account", account.name(), "role", account.role());
            sheet.put("account", account.name(), "groups", String.join(" ", account.groups()));
            sheet.put("account", account.name(), "disabled", account.disabled());
            sheet.put("account", account.name(), "password_changed_at", account.passwordChangedAt());
            sheet.put("account", account.name(), "created_at", account.createdAt());
            sheet.put("account", account.name(), "changed_at", account.changedAt());
            sheet.put("account", account.name(), "last_sign_in", account.lastSignIn());
        }
        for (var token : report.tokens()) {
            sheet.put("token", token.name(), "scope", String.join(" ", token.scope()));
            sheet.put("token", token.name(), "groups", String.join(" ", token.groups()));
            sheet.put("token", token.name(), "made_by", token.madeBy());
            sheet.put("token", token.name(), "created_at", token.createdAt());
            sheet.put("token", token.name(), "expires_at", token.expiresAt());
            sheet.put("token", token.name(), "last_used_at", token.lastUsedAt());
        }
        for (var certificate : report.certificates()) {
            var item = certificate.host() + " " + certificate.serial();
            sheet.put("certificate", item, "joined_with", certificate.joinToken());
            sheet.put("certificate", item, "issued_at", certificate.issuedAt());
            sheet.put("certificate", item, "not_after", certificate.notAfter());
            sheet.put("certificate", item, "revoked_at", certificate.revokedAt());
            sheet.put("certificate", item, "revoked_by", certificate.revokedBy());
            sheet.put("certificate", item, "reason", certificate.reason());
        }
        for (var failed : report.failedSignIns()) {
            var item = failed.who() + " from " + failed.from();
            sheet.put("failed_sign_in", item, "count", failed.count());
            sheet.put("failed_sign_in", item, "first", failed.first());
            sheet.put("failed_sign_in", item, "last", failed.last());
        }
        for (var action : report.changesByAction()) {
            sheet.outcomes("change_by_action", action.action(), action.done(), action.refused(), action.failed());
        }
        for (var doer : report.changesByWho()) {
            var item = doer.kind() + " " + doer.who();
            sheet.outcomes("change_by_who", item, doer.done(), doer.refused(), doer.failed());
            sheet.put("change_by_who", item, "last", doer.last());
        }
        for (var policy : report.retention()) {
            sheet.put("retention", policy.group() + " " + policy.kind(), "keep_days", policy.keepDays());
        }
        sheet.put("retention", "audit", "keep_days", report.auditDays() == null ? "for ever" : report.auditDays());
        return sheet.out.toByteArray();
    }

    private void outcomes(String section, String item, long done, long refused, long failed) {
        put(section, item, "done", done);
        put(section, item, "refused", refused);
        put(section, item, "failed", failed);
    }

    private void put(String section, String item, String field, Instant value) {
        put(section, item, field, value == null ? "never" : value.toString());
    }

    private void put(String section, String item, String field, Object value) {
        out.writeBytes(Csv.row(section, item, field, value.toString()));
    }
}
