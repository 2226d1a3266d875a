package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.access.Tokens;
import io.pulsefleet.hub.audit.ComplianceBook.ComplianceView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report on paper: a page with its style in it and no script. */
final class CompliancePage {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final String STYLE = style();

    /** This style may stand in the page, by its hash, and nothing else. */
    static final String MAY =
            "default-src 'none'; style-src 'sha256-" + Base64.getEncoder().encodeToString(Tokens.hash(STYLE))
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private CompliancePage() {}

    static String of(ComplianceView report) {
        var isWhole = report.chain().state().equals("intact");
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Compliance report</title>
                <style>%s</style>
                </head>
                <body>
                <main>
                <h1>Compliance report</h1>
                <p class="span">%s to %s</p>
                <p class="banner %s">%s</p>
                <p class="muted">Head of the audit log: row %d, <code>%s</code></p>
                %s
                <footer>Made %s. Accounts, tokens and retention are as of then; certificates, failed sign-ins and changes are of the span.\
                 Of each list the 1,000 that count most.</footer>
                </main>
                </body>
                </html>
                """.formatted(
                STYLE,
                MOMENT.format(report.from()),
                MOMENT.format(report.to()),
                isWhole ? "good" : "bad",
                isWhole
                        ? "The audit log is whole: " + escaped(report.chain().why()) + "."
                        : "The audit log is broken at row " + report.chain().number() + ": "
                                + escaped(report.chain().why()) + ".",
                report.chain().head().number(),
                report.chain().head().hash(),
                sections(report),
                MOMENT.format(report.at()));
    }

    private static String hosts(List<String> groups) {
        return groups.contains("*") ? "all" : String.join(", ", groups);
    }

    private static String sections(ComplianceView report) {
        return section(
                        "Accounts",
                        List.of("Name", "Role", "Hosts", "Made", "Changed", "Password set", "Last sign-in"),
                        report.accounts(),
                        one -> Stream.of(
                                one.name(),
                                one.disabled() ? one.role() + ", disabled" : one.role(),
                                hosts(one.groups()),
                                moment(one.createdAt()),
                                moment(one.changedAt()),
                                moment(one.passwordChangedAt()),
                                moment(one.lastSignIn())))
                + section(
                        "API tokens",
                        List.of("Name", "Scope", "Hosts", "Made by", "Made", "Expires", "Last use"),
                        report.tokens(),
                        one -> Stream.of(
                                one.name(),
                                String.join(", ", one.scope()),
                                hosts(one.groups()),
                                one.madeBy().isEmpty() ? "–" : one.madeBy(),
                                moment(one.createdAt()),
                                moment(one.expiresAt()),
                                moment(one.lastUsedAt())))
                + section(
                        "Certificates of hosts",
                        List.of("Host", "Serial", "Joined with", "Issued", "Good until", "Revoked", "By", "Why"),
                        report.certificates(),
                        one -> Stream.of(
                                one.host(),
                                one.serial(),
                                one.joinToken().isEmpty() ? "renewed" : one.joinToken(),
                                moment(one.issuedAt()),
                                moment(one.notAfter()),
                                one.revokedAt() == null ? "–" : moment(one.revokedAt()),
                                one.revokedBy(),
                                one.reason()))
                + section(
                        "Failed sign-ins",
                        List.of("As", "From", "Times", "First", "Last"),
                        report.failedSignIns(),
                        one -> Stream.of(
                                one.who().isEmpty() ? "–" : one.who(),
                                one.from(),
                                count(one.count()),
                                moment(one.first()),
                                moment(one.last())))
                + section(
                        "Changes by action",
                        List.of("Action", "Done", "Refused", "Failed"),
                        report.changesByAction(),
                        one -> Stream.of(one.action(), count(one.done()), count(one.refused()), count(one.failed())))
                + section(
                        "Changes by who",
                        List.of("Who", "Kind", "Done", "Refused", "Failed", "Last"),
                        report.changesByWho(),
                        one -> Stream.of(
                                one.who().isEmpty() ? "–" : one.who(),
                                one.kind(),
                                count(one.done()),
                                count(one.refused()),
                                count(one.failed()),
                                moment(one.last())))
                + section(
                        "Retention",
                        List.of("What", "Of group", "Days"),
                        Stream.concat(
                                        report.retention().stream()
                                                .map(one -> List.of(one.kind(), one.group(), count(one.keepDays()))),
                                        Stream.of(List.of(
                                                "audit",
                                                "*",
                                                report.auditDays() == null ? "for ever" : count(report.auditDays()))))
                                .toList(),
                        List::stream);
    }

    private static <T> String section(
            String title, List<String> columns, List<T> rows, Function<T, Stream<String>> cells) {
        var head = columns.stream()
                .map(column -> "<th scope=\"col\">" + column + "</th>")
                .collect(Collectors.joining());
        var body = rows.stream()
                .map(row -> "<tr>"
                        + cells.apply(row)
                                .map(cell -> "<td>" + escaped(cell) + "</td>")
                                .collect(Collectors.joining())
                        + "</tr>\n")
                .collect(Collectors.joining());
        return "<section><h2>" + title + "</h2>\n"
                + (rows.isEmpty()
                        ? "<p class=\"muted\">None.</p>"
                        : "<div class=\"sheet\"><table><thead><tr>" + head + "</tr></thead>\n<tbody>\n" + body
                                + "</tbody></table></div>")
                + "</section>\n";
    }

    private static String moment(Instant at) {
        return at == null ? "never" : MOMENT.format(at);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&quot;");
    }

    private static String style() {
        try (var css = CompliancePage.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }
}
