package io.pulsefleet.hub.batch;

import io.pulsefleet.wire.batch.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a job's log says of an exception: Liberty's REST API itself does not tell it.
 *
 * <pre>
 * [11/23/26, 3:16:08:923 UTC] com.ibm.ws.batch.JobLogger    CWWKY0030I: An exception occurred while running the step print.
 * com.ibm.jbatch.container.exception.BatchContainerRuntimeException: Failure in Read-Process-Write Loop
 *     at com.ibm.jbatch...
 * Caused by: java.lang.IllegalStateException: cannot print invoice 43
 *     at shop.Printer.writeItems(Printer.java:20)
 * </pre>
 */
final class JobLog {

    private static final String MESSAGE = "CWWKY0030I";
    private static final String CAUSED_BY = "Caused by: ";

    /** The batch runtime packs what a job throws into its own. */
    private static final String PACKING = "com.ibm.jbatch.";

    private static final int LONGEST_TYPE = 500;

    private static final Pattern EXCEPTION = Pattern.compile("([\\w$.]+\\.[\\w$]+)(?:: (.*))?");

    private JobLog() {}

    /** The newest exception of that step; empty: none is told. */
    static Optional<Trouble> troubleOf(String step, String log) {
        var lines = log.lines().toList();
        for (var at = lines.size() - 1; at >= 0; at--) {
            if (lines.get(at).contains(MESSAGE) && lines.get(at).stripTrailing().endsWith(" step " + step + ".")) {
                return trouble(stackFrom(lines, at + 1));
            }
        }
        return Optional.empty();
    }

    /** Up to the next entry of the log, which begins with its moment. */
    private static List<String> stackFrom(List<String> lines, int from) {
        var stack = new ArrayList<String>();
        for (var line : lines.subList(from, lines.size())) {
            if (line.startsWith("[") || line.startsWith("xxxxx ")) {
                break;
            }
            stack.add(line);
        }
        return stack;
    }

    private static Optional<Trouble> trouble(List<String> stack) {
        var text = String.join("\n", stack).strip();
        return stack.stream()
                .filter(line -> !line.startsWith("\t") && !line.isBlank())
                .map(line -> line.startsWith(CAUSED_BY) ? line.substring(CAUSED_BY.length()) : line)
                .map(EXCEPTION::matcher)
                .filter(found -> found.matches())
                .reduce((wrapper, cause) -> wrapper.group(1).startsWith(PACKING) ? cause : wrapper)
                .map(found -> new Trouble(shortened(found.group(1)), found.group(2), text));
    }

    /** A class of a longer name there may be, and it is told by its beginning. */
    private static String shortened(String type) {
        return type.length() <= LONGEST_TYPE ? type : type.substring(0, LONGEST_TYPE);
    }
}
