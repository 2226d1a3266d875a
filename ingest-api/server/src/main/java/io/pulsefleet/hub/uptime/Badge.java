package io.pulsefleet.hub.uptime;

import java.util.Locale;

/** A small picture for a page of one's own. */
final class Badge {

    private static final double LETTER = 6.6;
    private static final int MARGIN = 12;

    private Badge() {}

    static String of(PublicMonitor monitor) {
        var says = monitor.uptime() == null
                ? monitor.state()
                : monitor.state() + " " + String.format(Locale.ROOT, "%.2f %%", monitor.uptime());
        var left = width(monitor.name());
        var right = width(says);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%4$s: %5$s">\
                <rect width="%2$d" height="20" fill="#555"/><rect x="%2$d" width="%3$d" height="20" fill="%6$s"/>\
                <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">\
                <text x="%7$d" y="14">%4$s</text><text x="%8$d" y="14">%5$s</text></g></svg>\
                """.formatted(
                        left + right,
                        left,
                        right,
                        Html.escaped(monitor.name()),
                        Html.escaped(says),
                        color(monitor.state()),
                        left / 2,
                        left + right / 2);
    }

    private static int width(String text) {
        return (int) Math.round(text.length() * LETTER) + MARGIN;
    }

    private static String color(String state) {
        return switch (state) {
            case "up" -> "#2e7d32";
            case "degraded", "regional" -> "#9a6700";
            case "down" -> "#b42318";
            default -> "#6b7280";
        };
    }
}
