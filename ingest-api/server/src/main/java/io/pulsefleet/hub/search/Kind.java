package io.pulsefleet.hub.search;

import io.pulsefleet.store.search.Names.Hit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What may be found, in the order in which things that fit alike are shown. */
enum Kind {
    HOST {
        @Override
        String address(Hit hit) {
            return "#/hosts/" + hit.id();
        }
    },
    DATABASE {
        @Override
        String address(Hit hit) {
            return "#/databases/" + hit.id() + "/" + inPath(hit.name());
        }
    },
    MONITOR {
        @Override
        String address(Hit hit) {
            return "#/uptime/" + hit.id();
        }
    },
    DASHBOARD {
        @Override
        String address(Hit hit) {
            return "#/dashboards/" + hit.id();
        }
    },
    JOB {
        @Override
        String address(Hit hit) {
            return hit.id().isEmpty() ? "#/jobs?job=" + inPath(hit.name()) : "#/hosts/" + hit.id() + "/jobs";
        }
    },
    SETTING {
        @Override
        String address(Hit hit) {
            return "#/settings?setting=" + inPath(hit.name());
        }
    };

    /** Where the console shows it. */
    abstract String address(Hit hit);

    /** As in answers. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String inPath(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
