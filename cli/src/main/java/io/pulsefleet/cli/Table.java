package io.pulsefleet.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows for people.
 *
 * <pre>
 * HOST   STATE
 * web-1  online
 * </pre>
 */
final class Table {

    private Table() {}

    static List<String> of(List<String> head, List<List<String>> rows) {
        var all = new ArrayList<List<String>>();
        all.add(head);
        all.addAll(rows);
        var widths = new int[head.size()];
        for (var row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - length(row.get(i)) + 2));
        }
        return line.toString().stripTrailing();
    }

    /** As a reader counts. */
    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
