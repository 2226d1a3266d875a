package io.pulsefleet.hub.batch;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Reason;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is to be done with a job.
 *
 * @param application as it is called there: {@code shop}; to start one only
 * @param module where the application has several: {@code shop.war}
 * @param component of an EJB module: the bean that has the job
 * @param jobXml name of the job's XML, without its folder and {@code .xml}; to start one only
 * @param parameters what it is started or restarted with; of a restart, left out: those that it had
 * @param reason for the audit log
 */
public record Wish(
        String application,
        String module,
        String component,
        String jobXml,
        Map<String, String> parameters,
        String reason) {

    static final Wish NONE = new Wish(null, null, null, null, null, null);

    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}/\\\\#]{1,200}");
    private static final int MOST_PARAMETERS = 200;
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_VALUE = 10_000;

    /** All that is wrong. */
    Complaints complaints(boolean starts) {
        var wrong = new Complaints();
        if (starts) {
            checkName(wrong, "application", application, true);
            checkName(wrong, "module", module, false);
            checkName(wrong, "component", component, false);
            checkName(wrong, "jobXml", jobXml, true);
        }
        if (parameters != null && !areFit()) {
            wrong.add(
                    "parameters",
                    "must be %d at most, with names of 1 to %d and values of up to %,d characters"
                            .formatted(MOST_PARAMETERS, LONGEST_NAME, LONGEST_VALUE));
        }
        if (reason != null && reason.length() > Reason.LONGEST) {
            wrong.add("reason", "must have " + Reason.LONGEST + " characters at most");
        }
        return wrong;
    }

    private static void checkName(Complaints wrong, String field, String name, boolean isNeeded) {
        var isThere = name != null && !name.isBlank();
        if (isThere ? !NAME.matcher(name).matches() : isNeeded) {
            wrong.add(field, "must be a name of 1 to 200 characters without / \\ #");
        }
    }

    private boolean areFit() {
        return parameters.size() <= MOST_PARAMETERS
                && parameters.entrySet().stream()
                        .allMatch(one -> !one.getKey().isBlank()
                                && one.getKey().length() <= LONGEST_NAME
                                && one.getValue() != null
                                && one.getValue().length() <= LONGEST_VALUE);
    }
}
