package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Tokens;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/**
 * Pages that are written here and not by the console: they bear their style in them, have no script, and a browser is told so.
 */
final class Html {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String STYLE = style();

    /** The style's hash: this one may stand in the page, and no other. */
    private static final String MAY =
            "default-src 'none'; style-src 'sha256-" + Base64.getEncoder().encodeToString(Tokens.hash(STYLE))
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Html() {}

    /** @param head what stands in its head beside title and style */
    static String page(String title, String head, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                %s<title>%s</title>
                <style>%s</style>
                </head>
                <body>
                %s</body>
                </html>
                """.formatted(head, escaped(title), STYLE, body);
    }

    static Response answer(String page, String cacheControl) {
        return Response.ok(page, "text/html;charset=UTF-8")
                .header("Content-Security-Policy", MAY)
                .header(HttpHeaders.CACHE_CONTROL, cacheControl)
                .build();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&quot;");
    }

    static String time(Instant at) {
        return "<time datetime=\"%s\">%s</time>".formatted(at, MOMENT.format(at));
    }

    private static String style() {
        try (var css = Html.class.getResourceAsStream("page.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }
}
